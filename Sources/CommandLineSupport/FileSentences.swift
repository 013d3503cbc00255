// The one place where errors of files, read or written, become sentences, hints and exit statuses.

import MadeCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileError {
  /// What is wrong, and where: one line, without the tool's name.
  package var sentence: String {
    switch self {
    case .cannotOpen(let source, let code): "\(source): cannot open: \(systemMessage(code))"
    case .directory(let source): "\(source): is a directory"
    case .readFailed(let source, let code): "\(source): cannot read: \(systemMessage(code))"
    case .gzip(let source, let byte, let fault):
      "\(source): byte \(byte) (compressed): \(fault.sentence)"
    }
  }

  /// What to do about it, when there is something to say.
  package var hint: String? {
    switch self {
    case .cannotOpen(_, ENOENT): "is the name right, and the folder?"
    case .cannotOpen(_, EACCES): "ls -l shows who may read it"
    case .directory: "name the files in it"
    case .gzip(_, _, .truncated): "the file was probably not copied to its end"
    case .gzip(_, _, .nested): "it was compressed twice; decompress it once"
    case .gzip(_, _, .damaged): "gzip -t checks it; copy or make it again"
    case .cannotOpen, .readFailed, .gzip: nil
    }
  }

  /// The status a tool exits with.
  package var exitStatus: Int32 {
    switch self {
    case .cannotOpen, .directory: ExitStatus.cannotOpen
    case .readFailed: ExitStatus.readOrWrite
    case .gzip: ExitStatus.badData
    }
  }
}

extension OutputError {
  /// What went wrong: one line, without the tool's name.
  package var sentence: String {
    switch self {
    case .cannotCreate(let name, let code): "\(name): cannot create: \(systemMessage(code))"
    case .directory(let name): "\(name): is a directory"
    case .writeFailed(let name, let code): "\(name): cannot write: \(systemMessage(code))"
    case .brokenPipe(let name): "\(name): nobody reads it any more"
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

extension GzipFault {
  fileprivate var sentence: String {
    switch self {
    case .truncated: "truncated gzip data"
    case .trailingBytes: "bytes after the end of the gzip data that are not padding"
    case .nested: "gzip inside gzip"
    case .noMemory: "no memory to decompress"
    case .damaged(let message): "damaged gzip data: \(message)"
    }
  }
}

private func systemMessage(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text).lowercased()
}
