// A program can be started with standard input, output or error closed.

/// The descriptors 0, 1 and 2.
package enum StandardStreams {
  /// Opens something in place of those that are closed; to be called before any file is opened.
  ///
  /// Otherwise the next file opened would become standard output, and records would be written into
  /// it. What is opened here fails when it is used: a closed stream stays an error.
  package static func occupyClosed() {
    // The lowest free number is given out first, so each call fills the one asked about.
    for descriptor in 0...2 as ClosedRange<Int32> where !SystemCalls.isOpen(descriptor) {
      SystemCalls.openUseless(for: descriptor)
    }
  }
}
