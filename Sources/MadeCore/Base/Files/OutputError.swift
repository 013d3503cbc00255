// Everything that can go wrong with an output, as values.

/// What went wrong with an output; `code` is the system's `errno`.
public enum OutputError: Error, Equatable, Sendable {
  /// The file cannot be created.
  case cannotCreate(name: String, code: Int32)
  /// The output names a directory.
  case directory(name: String)
  /// A write, a flush to disk, a close or a rename failed.
  case writeFailed(name: String, code: Int32)
  /// Nobody reads any more. A tool should die of SIGPIPE, quietly.
  case brokenPipe(name: String)
  /// The format cannot count that many records.
  case tooManyRecords(name: String, limit: Int)

  /// A failed write, with a closed reader told apart.
  init(name: String, writing error: SystemError) {
    self =
      error.code == SystemCalls.brokenPipe
      ? .brokenPipe(name: name) : .writeFailed(name: name, code: error.code)
  }
}
