// Everything that can go wrong while bytes are read, as values. The sentences are in CommandLineSupport.

/// Why the bytes of a source cannot be read; `source` is its name, `code` the system's `errno`.
public enum FileError: Error, Equatable, Sendable {
  /// The source cannot be opened.
  case cannotOpen(source: String, code: Int32)
  /// The source is a directory.
  case directory(source: String)
  /// Reading failed.
  case readFailed(source: String, code: Int32)
  /// The compressed bytes are damaged at the offset `byte`, which counts from 0.
  case gzip(source: String, byte: Int, GzipFault)

  /// Whether the source cannot be opened because there is no such file.
  package var isMissingFile: Bool {
    if case .cannotOpen(_, SystemCalls.noSuchFile) = self { true } else { false }
  }
}

/// What is wrong with compressed bytes.
public enum GzipFault: Equatable, Sendable {
  /// The bytes end inside a member.
  case truncated
  /// Bytes after the last member are neither a member nor zero padding.
  case trailingBytes
  /// The inflated bytes are gzip again.
  case nested
  /// The system has no memory for inflating.
  case noMemory
  /// Anything else, in zlib's words: a wrong checksum, an invalid block.
  case damaged(String)
}
