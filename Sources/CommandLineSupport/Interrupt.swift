// Ctrl-C and termination during training: finish the batch, save, then die as asked.

import Synchronization

private let received = Atomic<Int32>(0)

/// The signal that asked the process to stop, if one did.
public enum Interrupt {
  /// From now on SIGINT and SIGTERM are noted once; a second one ends the process.
  public static func watch() {
    for number in interruptSignals {
      handleUnlessIgnored(number) { number in
        received.store(number, ordering: .relaxed)
        restoreDefault(number)
      }
    }
  }

  /// The signal that came, or nil.
  public static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Ends the process by a signal, so that its parent sees 130 or 143.
  public static func die(by number: Int32) -> Never { dieBySignal(number) }
}
