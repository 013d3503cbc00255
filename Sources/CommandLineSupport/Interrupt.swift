// Ctrl-C and termination: during training finish the batch, save, then die as asked; elsewhere
// leave no half-written file behind.

import MadeCore
import Synchronization

private let received = Atomic<Int32>(0)
/// Whether SIGINT and SIGTERM are noted, and obeyed the second time.
private let isWatching = Atomic<Bool>(false)
/// Address of the names of the files to remove, 0 without files; a number, as pointers are not Sendable.
///
/// Each name ends with a zero byte, and an empty one ends the list.
private let unfinished = Atomic<UInt>(0)
/// The same names, for code that may allocate, as signal handlers may not.
private let unfinishedPaths = Lock<[[UInt8]]>([])

/// The signal that asked the process to stop, if one did.
package enum Interrupt {
  /// From now on SIGINT and SIGTERM are noted once; a second one ends the process.
  ///
  /// What waits for a reader meanwhile asks `signal` again and again, and gives up.
  package static func watch() {
    isWatching.store(true, ordering: .relaxed)
    for number in watchedSignals {
      handleUnlessIgnored(number) { number in
        received.store(number, ordering: .relaxed)
        handle(number) { Interrupt.removeUnfinishedFiles(dyingBy: $0) }
      }
    }
  }

  /// From now on the first SIGINT or SIGTERM ends the process, as before `watch`.
  package static func obey() {
    isWatching.store(false, ordering: .relaxed)
    for number in watchedSignals {
      handleUnlessIgnored(number) { Interrupt.removeUnfinishedFiles(dyingBy: $0) }
    }
  }

  /// Whether a signal is noted and does not end the process.
  static var isNoted: Bool { isWatching.load(ordering: .relaxed) }

  /// The signal that came, or nil.
  package static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Ends the process by a signal, so that its parent sees 130 or 143.
  package static func die(by number: Int32) -> Never { dieBySignal(number) }

  /// From now on a signal that ends the process removes this file first.
  static func removeAtDeath(_ path: String) {
    publish { $0.append(PathText.name(path)) }
    let isWatching = isWatching.load(ordering: .relaxed)
    // One that `watch` notes removes the files when it comes again.
    for number in endingSignals where !isWatching || !watchedSignals.contains(number) {
      handleUnlessIgnored(number) { Interrupt.removeUnfinishedFiles(dyingBy: $0) }
    }
  }

  /// From now on this file stays: it is complete.
  static func keep(_ path: String) {
    let name = PathText.name(path)
    publish { $0.removeAll { $0 == name } }
  }

  private static func publish(_ change: (inout [[UInt8]]) -> Void) {
    unfinishedPaths.withLock { paths in
      change(&paths)
      let names: [UInt8] = paths.flatMap { $0 + [0] } + [0]
      // A handler may be reading the older names: they are left to the end of the process.
      unfinished.store(
        paths.isEmpty ? 0 : UInt(bitPattern: keptCopy(names)), ordering: .releasing)
    }
  }

  /// Removes the files now: after an error the process ends while threads may still hold sinks, whose
  /// `deinit` would have removed them.
  package static func removeUnfinishedFiles() {
    remove(UnsafePointer(bitPattern: unfinished.exchange(0, ordering: .acquiring)))
  }

  /// Called by the system between any two instructions: nothing that allocates or locks.
  private static func removeUnfinishedFiles(dyingBy number: Int32) {
    remove(UnsafePointer(bitPattern: unfinished.load(ordering: .acquiring)))
    dieBySignal(number)
  }

  private static func remove(_ names: UnsafePointer<CChar>?) {
    guard var name = names else { return }
    while name.pointee != 0 {
      removeFile(name)
      while name.pointee != 0 { name += 1 }
      name += 1
    }
  }
}
