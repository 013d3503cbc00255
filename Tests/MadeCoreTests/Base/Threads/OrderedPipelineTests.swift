// The machinery of the pipeline: order, errors, bounds.

import MadeCore
import Synchronization
import Testing

@Suite("An ordered pipeline")
struct OrderedPipelineTests {
  static let threadCounts = [1, 2, 3, 8]

  private struct Failure: Error, Equatable {
    let number: Int
  }

  /// Products written, and how often the output was settled; both by one thread at a time.
  private final class Log: @unchecked Sendable {
    var written: [Int] = []
    var settledAfter: [Int] = []
    var reads = 0
  }

  /// Runs over 0..<count with work of uneven length; errors where asked for.
  private func run(
    count: Int, threads: Int, readError: Int? = nil, writeError: Int? = nil
  ) -> (log: Log, error: Failure?) {
    let log = Log()
    var next = 0
    let pipeline = OrderedPipeline<Int, Int>(
      read: {
        log.reads += 1
        if next == readError { throw Failure(number: next) }
        next += 1
        return next <= count ? next - 1 : nil
      },
      work: { item, _ in
        // Items that come later are often done earlier.
        var sum = item
        for step in 0..<(item % 7 == 0 ? 20_000 : 10) { sum = sum &* 31 &+ step }
        return sum == .min ? -1 : item
      },
      write: { product in
        if product == writeError { throw Failure(number: 1000 + product) }
        log.written.append(product)
      },
      settle: { log.settledAfter.append(log.written.count) })
    do {
      try pipeline.run(threads: threads)
      return (log, nil)
    } catch {
      return (log, error as? Failure ?? Failure(number: -1))
    }
  }

  @Test("writes the products in the order of the items", arguments: threadCounts)
  func order(threads: Int) {
    for count in [0, 1, 2, 3, 100, 1000] {
      let (log, error) = run(count: count, threads: threads)
      #expect(log.written == Array(0..<count))
      #expect(error == nil)
      #expect(log.settledAfter.first == 0)
      #expect(log.settledAfter.last == count)
    }
  }

  @Test("writes everything before a read error, then throws it", arguments: threadCounts)
  func readErrors(threads: Int) {
    for place in [0, 1, 57, 100] {
      let (log, error) = run(count: 100, threads: threads, readError: place)
      #expect(log.written == Array(0..<place))
      #expect(error == Failure(number: place))
      #expect(log.settledAfter.last == place)
      #expect(log.reads == place + 1)
    }
  }

  @Test("stops at a write error and writes nothing after it", arguments: threadCounts)
  func writeErrors(threads: Int) {
    for place in [0, 1, 57, 99] {
      let (log, error) = run(count: 100_000, threads: threads, writeError: place)
      #expect(log.written == Array(0..<place))
      #expect(error == Failure(number: 1000 + place))
      #expect(log.reads < 1000)
    }
  }

  @Test("prefers the error that comes first in the order of the items", arguments: threadCounts)
  func firstError(threads: Int) {
    #expect(run(count: 9, threads: threads, readError: 5, writeError: 3).error?.number == 1003)
    #expect(run(count: 9, threads: threads, readError: 3, writeError: 5).error?.number == 3)
  }

  @Test("keeps a bounded number of items on their way", arguments: threadCounts)
  func bounded(threads: Int) throws {
    let underWay = Atomic<Int>(0)
    let most = Lock(0)
    var next = 0
    let pipeline = OrderedPipeline<Int, Int>(
      read: {
        next += 1
        let count = underWay.add(1, ordering: .relaxed).newValue
        most.withLock { $0 = max($0, count) }
        return next < 2000 ? next : nil
      },
      work: { item, _ in item },
      write: { product in
        // The first item's product is slow to leave: the others must wait, not pile up.
        var sum = 0
        for step in 0..<(product == 1 ? 20_000_000 : 0) { sum = sum &* 31 &+ step }
        underWay.subtract(sum == 7 ? 2 : 1, ordering: .relaxed)
      })
    try pipeline.run(threads: threads)
    #expect(most.withLock { $0 } <= 2 * threads + 3)
  }

  @Test("gives each worker one item at a time", arguments: threadCounts)
  func workers(threads: Int) throws {
    let busy = Lock(Set<Int>())
    let collisions = Atomic<Int>(0)
    var next = 0
    let pipeline = OrderedPipeline<Int, Void>(
      read: {
        next += 1
        return next < 500 ? next : nil
      },
      work: { item, worker in
        let isFree = busy.withLock { $0.insert(worker).inserted }
        if !isFree || worker < 0 || worker >= threads { collisions.add(1, ordering: .relaxed) }
        busy.withLock { _ = $0.remove(worker) }
      },
      write: { _ in })
    try pipeline.run(threads: threads)
    let count = collisions.load(ordering: .relaxed)
    #expect(count == 0)
  }

  @Test("writes an item's product while the next item is awaited", arguments: threadCounts)
  func conversation(threads: Int) throws {
    // The source asks, as a co-process would be asked: an item only after the answer to the last.
    let answers = Lock(0)
    var asked = 0
    let timedOut = Atomic<Bool>(false)
    let pipeline = OrderedPipeline<Int, Int>(
      read: {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(20)
        while answers.withLock({ $0 }) < asked {
          if clock.now > deadline {
            timedOut.store(true, ordering: .relaxed)
            return nil
          }
        }
        asked += 1
        return asked <= 50 ? asked : nil
      },
      work: { item, _ in item },
      write: { _ in }, settle: { answers.withLock { $0 = asked } })
    try pipeline.run(threads: threads)
    let hasTimedOut = timedOut.load(ordering: .relaxed)
    #expect(!hasTimedOut)
    #expect(asked == 51)
  }

  @Test("returns from a write error though a thread still waits for input")
  func writeErrorWhileReading() {
    let release = Lock(false)
    var reads = 0
    let pipeline = OrderedPipeline<Int, Int>(
      read: {
        reads += 1
        if reads == 1 { return 1 }
        while !release.withLock({ $0 }) {}
        return nil
      },
      work: { item, _ in item },
      write: { _ in throw Failure(number: 1) })
    #expect(throws: Failure(number: 1)) { try pipeline.run(threads: 2) }
    release.withLock { $0 = true }
  }
}
