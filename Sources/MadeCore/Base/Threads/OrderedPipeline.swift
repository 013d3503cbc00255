// Reading, working and writing at the same time, with results in the order of what was read.

import Dispatch

/// A pipeline of three steps: items are read one after the other, worked on side by side, and
/// their products written in the order in which the items were read.
///
/// There is neither a reader's nor a writer's thread: whichever thread is free reads the next item
/// (one at a time), works on it, and then writes what is due (one at a time). So no thread idles
/// while another has too much to do, and with one thread everything happens on the caller's.
///
/// - The number of items between reading and writing is bounded; memory does not grow.
/// - An item that has been read is worked on and written without waiting for the next.
/// - The first error in the order of the items wins: when reading fails, the products of all
///   earlier items are written before the error is thrown. When writing fails, all stops at once.
package struct OrderedPipeline<Item: Sendable, Product: Sendable> {
  /// The next item, or nil at the end; never called again after nil or an error.
  package let read: () throws -> Item?
  /// Makes a product of an item; each `worker`, numbered from 0, makes one at a time.
  package let work: @Sendable (_ item: Item, _ worker: Int) -> Product
  /// Takes the products, in the order of their items.
  package let write: (Product) throws -> Void
  /// Called at the beginning, and whenever all that was read has been written, so that buffered output goes out
  /// while `read` waits.
  package let settle: () throws -> Void

  /// Steps that share nothing: `read` and `write` may run at the same time, on any thread.
  package init(
    read: @escaping () throws -> Item?,
    work: @escaping @Sendable (_ item: Item, _ worker: Int) -> Product,
    write: @escaping (Product) throws -> Void, settle: @escaping () throws -> Void = {}
  ) {
    self.read = read
    self.work = work
    self.write = write
    self.settle = settle
  }

  /// Runs to the end of the items, or to the first error.
  ///
  /// There may be fewer threads than asked for, see `HelperThread`; without any, the caller's does everything. After a
  /// failed write it returns at once, even if a thread still waits inside `read`; what that thread reads is
  /// dropped.
  package func run(threads: Int) throws {
    try settle()
    if threads > 1 {
      let run = PipelineRun(self, threads: threads)
      var started = 0
      while started < threads,
        HelperThread.start(beside: started, { [started] in run.take(as: started) })
      { started += 1 }
      if started > 0 {
        for _ in started..<threads { run.leave() }
        run.ended.wait()
        if let error = run.error { throw error }
        return
      }
    }
    while let item = try read() {
      try write(work(item, 0))
      try settle()
    }
  }
}

/// What the threads of one run share.
///
/// `@unchecked`: `read` is only called under `reading`, `write` and `settle` only by the thread that
/// has set `isWriting`.
private final class PipelineRun<Item: Sendable, Product: Sendable>: @unchecked Sendable {
  private struct Order {
    /// Items read, and products written.
    var read = 0
    var written = 0
    /// Products that wait for their turn.
    var finished: [Int: Product] = [:]
    var isWriting = false
    var isSettled = true
    /// Threads that have not left yet, started or not.
    var threads: Int
    var readError: (any Error)?
    var writeError: (any Error)?
  }

  private enum Step { case write(Product), settle, leave }

  private let read: () throws -> Item?
  private let work: @Sendable (Item, Int) -> Product
  /// Nil after a failed write: a thread that still works must not keep the sink alive, because it is the end of the
  /// sink that removes an unfinished file.
  private var write: ((Product) throws -> Void)?
  private var settle: (() throws -> Void)?
  /// Whether there is nothing more to read; held while reading.
  private let reading = Lock(false)
  private let order: Lock<Order>
  /// Counts how many more items may be between reading and writing.
  private let places = DispatchSemaphore(value: 0)
  let ended = DispatchSemaphore(value: 0)

  init(_ steps: OrderedPipeline<Item, Product>, threads: Int) {
    read = steps.read
    work = steps.work
    write = steps.write
    settle = steps.settle
    order = Lock(Order(threads: threads))
    // Signalled, not given as the initial value: a semaphore must not end below the value it began with.
    for _ in 0..<threads + 2 { places.signal() }
  }

  /// The first error in the order of the items.
  var error: (any Error)? { order.withLock { $0.writeError ?? $0.readError } }

  /// Reads, works and writes until the items end; each thread runs it once.
  func take(as worker: Int) {
    places.wait()
    while let (number, item) = next() {
      deliver(work(item, worker), number)
      places.wait()
    }
    // Passed on to the next thread that waits, which then sees the end as well.
    places.signal()
    leave()
  }

  /// To be called once for each thread: when it is done, or if it could not be started.
  func leave() {
    let isLast = order.withLock { order in
      order.threads -= 1
      return order.threads == 0
    }
    if isLast { ended.signal() }
  }

  private func next() -> (number: Int, item: Item)? {
    reading.withLock { hasEnded in
      if hasEnded || order.withLock({ $0.writeError != nil }) { return nil }
      do {
        guard let item = try read() else {
          hasEnded = true
          return nil
        }
        return order.withLock { order in
          order.read += 1
          return (order.read - 1, item)
        }
      } catch {
        hasEnded = true
        order.withLock { $0.readError = error }
        return nil
      }
    }
  }

  /// Keeps a product until its turn, and writes what is due unless another thread is writing.
  private func deliver(_ product: Product, _ number: Int) {
    let isWriter = order.withLock { order in
      order.finished[number] = product
      if order.isWriting || order.writeError != nil { return false }
      order.isWriting = true
      return true
    }
    guard isWriter else { return }
    do {
      while true {
        switch nextStep() {
        case .write(let product):
          try write?(product)
          places.signal()
        case .settle: try settle?()
        case .leave: return
        }
      }
    } catch {
      (write, settle) = (nil, nil)
      order.withLock { $0.writeError = error }
      ended.signal()
      places.signal()
    }
  }

  private func nextStep() -> Step {
    order.withLock { order in
      if let product = order.finished.removeValue(forKey: order.written) {
        order.written += 1
        order.isSettled = false
        return .write(product)
      }
      if order.written == order.read && !order.isSettled {
        order.isSettled = true
        return .settle
      }
      order.isWriting = false
      return .leave
    }
  }
}
