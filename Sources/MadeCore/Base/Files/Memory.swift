// Asks whether there is memory before it is taken: an allocation that fails ends the process.

import CKernels

/// Memory that is about to be allocated.
package enum Memory {
  /// Smaller blocks are not asked about: a process that has less left cannot go on anyway.
  package static let least = 1 << 20

  /// Lets a program that is limited in addresses have threads; to be called once, when it begins.
  package static func shareHeap() { made_share_heap() }

  /// Whether `bytes` bytes can be allocated now, in one block.
  ///
  /// It takes address space and gives it back untouched. That shows a limit on address space (`ulimit -v`), and a
  /// request beyond all memory of the machine; not a limit on memory in use, which strikes later.
  package static func has(bytes: Int) -> Bool {
    bytes < least || SystemCalls.canMap(bytes)
  }
}
