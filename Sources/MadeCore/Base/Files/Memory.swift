// Whether there is memory, asked before it is taken: an array that cannot be allocated ends the process.

/// Memory that is going to be needed.
package enum Memory {
  /// Blocks below this are not asked for: whoever has less left cannot be helped.
  package static let least = 1 << 20

  /// Whether so many bytes can be had now, in one block.
  ///
  /// Address space is asked for and given back untouched. So a limit on it is seen (`ulimit -v`), and a
  /// request beyond all memory of a machine; not a limit on what is really used, which strikes later.
  package static func has(bytes: Int) -> Bool {
    bytes < least || SystemCalls.canMap(bytes)
  }
}
