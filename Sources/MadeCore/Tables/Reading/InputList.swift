// The inputs a reader goes through, each opened when the one before it is done.

/// Paths to be opened, or sources that are open.
struct InputList {
  private let paths: [String]
  private let sources: [any ByteSource]
  private var position = 0

  /// Files; standard input if there are none.
  init(paths: [String]) {
    self.paths = paths.isEmpty ? ["-"] : paths
    sources = []
  }

  init(sources: [any ByteSource]) {
    paths = []
    self.sources = sources
  }

  /// Opens the next input.
  mutating func next() throws(InputError) -> (any ByteSource)? {
    defer { position += 1 }
    if position < paths.count {
      do { return try FileSource.open(paths[position]) } catch { throw .file(error) }
    }
    return position < sources.count ? sources[position] : nil
  }
}
