// Ctrl-C and termination: during training finish the batch, save, then die as asked; elsewhere
// leave no half-written file behind.

import Synchronization

private let received = Atomic<Int32>(0)
/// Address of the name of a file to remove, 0 without one: pointers are not Sendable.
private let unfinished = Atomic<UInt>(0)

/// The signal that asked the process to stop, if one did.
package enum Interrupt {
  /// From now on SIGINT and SIGTERM are noted once; a second one ends the process.
  package static func watch() {
    for number in [interruptSignal, terminationSignal] {
      handleUnlessIgnored(number) { number in
        received.store(number, ordering: .relaxed)
        handle(number) { Interrupt.removeUnfinishedFile(dyingBy: $0) }
      }
    }
  }

  /// The signal that came, or nil.
  package static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Ends the process by a signal, so that its parent sees 130 or 143.
  package static func die(by number: Int32) -> Never { dieBySignal(number) }

  /// From now on a signal that ends the process removes the file first; nil: no more.
  static func removeAtDeath(_ path: String?) {
    // A handler may be reading the older name: it is left to the end of the process.
    unfinished.store(path.map { UInt(bitPattern: keptCopy($0)) } ?? 0, ordering: .releasing)
    guard path != nil else { return }
    for number in [interruptSignal, terminationSignal, hangUpSignal] {
      handleUnlessIgnored(number) { Interrupt.removeUnfinishedFile(dyingBy: $0) }
    }
  }

  /// Removes the file now: an error ends the process, though a thread may still hold on to the sink
  /// whose end would take it away.
  static func removeUnfinishedFile() {
    if let path = UnsafePointer<CChar>(bitPattern: unfinished.exchange(0, ordering: .acquiring)) {
      removeFile(path)
    }
  }

  /// Called by the system between any two instructions: nothing that allocates or locks.
  private static func removeUnfinishedFile(dyingBy number: Int32) {
    let path = UnsafePointer<CChar>(bitPattern: unfinished.load(ordering: .acquiring))
    if let path { removeFile(path) }
    dieBySignal(number)
  }
}
