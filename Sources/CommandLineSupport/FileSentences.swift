// The one place where errors of files that are read become sentences, hints and exit statuses.

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

extension GzipFault {
  fileprivate var sentence: String {
    switch self {
    case .truncated: "truncated gzip data"
    case .trailingBytes: "bytes after the end of the gzip data that are not padding"
    case .nested: "gzip inside gzip"
    case .noMemory: "not enough memory to decompress"
    case .damaged(let message): "damaged gzip data: \(message)"
    }
  }
}
