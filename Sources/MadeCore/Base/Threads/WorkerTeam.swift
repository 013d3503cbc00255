// Splitting work over the CPUs, by output and never by partial sum.

import Synchronization

/// Threads that work through numbered, independent pieces.
///
/// Which thread takes which piece is not fixed, so no two pieces may write to the same memory; then results are the
/// same for every number of threads.
package struct WorkerTeam: Sendable {
  /// The caller's and those that could be started.
  package let threads: Int
  private let crew: WorkerCrew?

  package init(threads: Int) {
    crew = threads > 1 ? WorkerCrew(helpers: threads - 1) : nil
    self.threads = 1 + (crew?.helpers ?? 0)
  }

  /// One thread: the caller's.
  package static let single = WorkerTeam(threads: 1)

  /// Calls `body` for every piece in 0..<pieces and returns when all are done.
  package func forEach(_ pieces: Int, _ body: @Sendable (Int) -> Void) {
    forEachWithWorker(pieces) { piece, _ in body(piece) }
  }

  /// The same with the number of the thread, from 0 and below `threads`; a thread does one piece at a time.
  package func forEachWithWorker(
    _ pieces: Int, _ body: @Sendable (_ piece: Int, _ worker: Int) -> Void
  ) {
    guard let crew, pieces > 1 else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    let next = Atomic<Int>(0)
    crew.run { worker in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if piece >= pieces { return }
        body(piece, worker)
      }
    }
  }

  /// The results of `body` for every number in 0..<count, in order.
  package func map<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    let results = Lock([Value?](repeating: nil, count: count))
    forEach(count) { number in
      let value = body(number)
      results.withLock { $0[number] = value }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Calls `body` with consecutive ranges of about `size` that cover 0..<count.
  package func forEachRange(of count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void) {
    forEachRangeWithWorker(of: count, size: size) { range, _ in body(range) }
  }

  /// The same with the number of the thread, as in `forEachWithWorker`.
  package func forEachRangeWithWorker(
    of count: Int, size: Int, _ body: @Sendable (_ range: Range<Int>, _ worker: Int) -> Void
  ) {
    forEachWithWorker((count + size - 1) / size) { piece, worker in
      body(piece * size..<min(count, (piece + 1) * size), worker)
    }
  }

  /// Calls `body` with the same ranges as `forEachRange`, the last one first.
  ///
  /// For work that grows with the number: its longest piece would otherwise be begun last, and all threads but one
  /// would wait for its end.
  package func forEachGrowingRange(
    of count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    let pieces = (count + size - 1) / size
    forEach(pieces) { number in
      let piece = pieces - 1 - number
      body(piece * size..<min(count, (piece + 1) * size))
    }
  }
}
