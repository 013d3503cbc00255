// The one place where errors of output become sentences, hints and exit statuses.

import MadeCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension OutputError {
  /// What went wrong: one line, without the tool's name.
  package var sentence: String {
    switch self {
    case .cannotCreate(let name, let code): "\(name): cannot create: \(systemMessage(code))"
    case .directory(let name): "\(name): is a directory"
    case .writeFailed(let name, let code): "\(name): cannot write: \(systemMessage(code))"
    case .brokenPipe(let name): "\(name): its reader is gone"
    case .tooManyRecords(let name, let limit):
      "\(name): IDX holds at most \(limit) records"
    }
  }

  /// What to do about it, when there is something to say.
  package var hint: String? {
    switch self {
    case .cannotCreate(_, ENOENT): "is there such a folder?"
    case .cannotCreate(_, EACCES): "ls -ld shows who may write to the folder"
    case .directory: "name a file in it"
    case .writeFailed(_, ENOSPC): "df shows how much room there is"
    case .tooManyRecords: "CSV has no such limit"
    case .cannotCreate, .writeFailed, .brokenPipe: nil
    }
  }

  /// The status a tool exits with, unless it dies of SIGPIPE.
  package var exitStatus: Int32 {
    switch self {
    case .cannotCreate, .directory: ExitStatus.cannotCreate
    case .writeFailed, .brokenPipe: ExitStatus.readOrWrite
    case .tooManyRecords: ExitStatus.usage
    }
  }
}
