// An array for loops in which every cell of a table is appended.

/// An array that is only appended to, in memory of its own.
///
/// Appending to an array that belongs to a class costs several times as much as finding the end of a cell: each
/// append checks that the array is not shared, and that nobody else accesses the property. Here even the count is
/// behind a pointer, so that a loop keeps it in a register.
package final class Growing<Element: BitwiseCopyable>: RandomAccessCollection {
  private struct State {
    var count = 0
    var capacity = 0
    var memory = UnsafeMutablePointer<Element>.allocate(capacity: 0)
  }

  private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

  package init() { state.initialize(to: State()) }

  deinit {
    state.pointee.memory.deallocate()
    state.deallocate()
  }

  package var startIndex: Int { 0 }

  @inline(__always)
  package var endIndex: Int { state.pointee.count }

  @inline(__always)
  package subscript(index: Int) -> Element {
    precondition(index >= 0 && index < state.pointee.count, "no such element")
    return state.pointee.memory[index]
  }

  @inline(__always)
  package func append(_ element: Element) {
    if state.pointee.count == state.pointee.capacity { makeRoom(for: 1) }
    state.pointee.memory[state.pointee.count] = element
    state.pointee.count &+= 1
  }

  /// Appends all elements of another one.
  package func append(contentsOf other: Growing) {
    let count = other.count
    if state.pointee.capacity - state.pointee.count < count { makeRoom(for: count) }
    (state.pointee.memory + state.pointee.count).update(
      from: other.state.pointee.memory, count: count)
    state.pointee.count += count
  }

  /// Removes all elements and keeps the memory.
  @inline(__always)
  package func removeAll() { state.pointee.count = 0 }

  /// Removes the last element, if there is one.
  package func removeLast() { state.pointee.count = Swift.max(0, state.pointee.count - 1) }

  /// Removes all elements and frees the memory.
  package func giveBack() {
    state.pointee.memory.deallocate()
    state.pointee = State()
  }

  /// Calls `body` with the index and the value of each element in a range of indices.
  @inline(__always)
  package func forEach(_ places: Range<Int>, _ body: (_ index: Int, _ element: Element) -> Void) {
    precondition(places.lowerBound >= 0 && places.upperBound <= count, "no such element")
    for index in places { body(index, state.pointee.memory[index]) }
  }

  /// What it takes to append some more, and what is given back then.
  package func growth(adding more: Int) -> StorageGrowth {
    let state = state.pointee
    return StorageGrowth(
      count: state.count, capacity: state.capacity, width: MemoryLayout<Element>.stride,
      adding: more)
  }

  /// Calls `body` with all elements, for loops without checks of bounds.
  package func withUnsafeBufferPointer(_ body: (UnsafeBufferPointer<Element>) -> Void) {
    body(UnsafeBufferPointer(start: state.pointee.memory, count: state.pointee.count))
  }

  private func makeRoom(for more: Int) {
    let (count, capacity, memory) =
      (state.pointee.count, state.pointee.capacity, state.pointee.memory)
    let room = Swift.max(64, 2 * capacity, count + more)
    let new = UnsafeMutablePointer<Element>.allocate(capacity: room)
    new.update(from: memory, count: count)
    memory.deallocate()
    state.pointee = State(count: count, capacity: room, memory: new)
  }
}
