// Threads that wait for short jobs: a training step has a dozen of them, each well below a millisecond.

import CKernels
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Helper threads that join the caller in one job after another.
///
/// A helper spins for some microseconds after a job, because the next one usually follows at once,
/// and then sleeps. With more threads than CPUs nobody spins, which would take a CPU from a thread that has work, and
/// no more are woken than can run. The caller never waits for a helper that has not joined: one that wakes late, or
/// whose CPU is taken by something else, costs nothing but its help.
final class WorkerCrew: Sendable {
  private let job: Job
  /// How many there are.
  let helpers: Int

  /// Starts helpers, or as many as can be started.
  init(helpers wanted: Int) {
    let job = Job(helpers: wanted, cpus: availableThreads())
    var started = 0
    while started < wanted,
      HelperThread.start(beside: started, { [number = started + 1] in job.serve(as: number) })
    { started += 1 }
    self.job = job
    helpers = started
  }

  deinit { job.end(helpers: helpers) }

  /// Runs `body` in the caller, as worker 0, and in every helper that joins in time, each with its number.
  ///
  /// While the crew is busy with another thread's job, the caller works alone.
  func run(_ body: @Sendable (_ worker: Int) -> Void) {
    guard job.claim() else { return body(0) }
    withoutActuallyEscaping(body) { body in
      job.open(body)
      body(0)
      job.close()
    }
  }
}

/// The job that is being done, and who takes part.
///
/// The upper half of `state` counts openings and closings, so it is odd while helpers may join; the
/// lower half is the number of helpers at work.
private final class Job: @unchecked Sendable {
  private let state = Atomic<UInt64>(0)
  private let claimed = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let ended = Atomic<Bool>(false)
  private let alarm = DispatchSemaphore(value: 0)
  // Written by the claiming thread before the job opens, read by helpers that have joined it.
  private var body: (@Sendable (Int) -> Void)?

  private static let turn: UInt64 = 1 << 32
  /// How often a thread looks for a change before it gives up its CPU; once at least, or it would never see one.
  private let spins: Int
  /// How many helpers are woken for one job at most.
  private let wakes: Int

  init(helpers: Int, cpus: Int) {
    spins = helpers < cpus ? 4000 : 1
    wakes = max(1, cpus - 1)
  }

  /// Joins one job after another until the crew ends.
  func serve(as worker: Int) {
    var last = 0
    while let number = next(after: last) {
      last = number
      if join(number) {
        work(as: worker)
        leave()
      }
    }
  }

  // Not inlined, so that its reference to the body is gone before the helper leaves the job.
  @inline(never)
  private func work(as worker: Int) { body?(worker) }

  func claim() -> Bool {
    claimed.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
  }

  func open(_ body: @escaping @Sendable (Int) -> Void) {
    self.body = body
    state.wrappingAdd(Self.turn, ordering: .sequentiallyConsistent)
    wake()
  }

  func close() {
    state.wrappingAdd(Self.turn, ordering: .sequentiallyConsistent)
    var looks = 0
    while state.load(ordering: .acquiring) & (Self.turn - 1) != 0 {
      looks += 1
      if looks < spins { made_pause() } else { sched_yield() }
    }
    body = nil
    claimed.store(false, ordering: .releasing)
  }

  func end(helpers: Int) {
    ended.store(true, ordering: .sequentiallyConsistent)
    for _ in 0..<helpers { alarm.signal() }
  }

  /// The number of an open job other than `last`; nil when the crew has ended.
  private func next(after last: Int) -> Int? {
    while true {
      for _ in 0..<spins {
        if let number = openJob(), number != last { return number }
        if ended.load(ordering: .relaxed) { return nil }
        made_pause()
      }
      sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
      // Checked once more after registering as a sleeper, so that no alarm is missed.
      if openJob().map({ $0 != last }) != true && !ended.load(ordering: .sequentiallyConsistent) {
        alarm.wait()
      }
      sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Joins job `number`, if it is still open.
  private func join(_ number: Int) -> Bool {
    var seen = state.load(ordering: .acquiring)
    while Int(seen >> 32) == number {
      let (exchanged, original) = state.compareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
      if exchanged { return true }
      seen = original
    }
    return false
  }

  private func leave() { state.wrappingSubtract(1, ordering: .releasing) }

  /// The number of the open job, which is odd; nil if there is none.
  private func openJob() -> Int? {
    let number = Int(state.load(ordering: .acquiring) >> 32)
    return number % 2 == 1 ? number : nil
  }

  private func wake() {
    for _ in 0..<min(sleepers.load(ordering: .sequentiallyConsistent), wakes) { alarm.signal() }
  }
}
