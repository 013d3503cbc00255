// Where the fields of records are kept.

/// Fields, in memory of their own, as `CodeList` keeps numbers.
///
/// Every cell of a table is appended to one, which costs an array several times as much as finding the
/// cell's end does.
final class FieldList: RandomAccessCollection {
  private struct State {
    var count = 0
    var capacity = 0
    var memory = UnsafeMutablePointer<FieldSpan>.allocate(capacity: 0)
  }

  private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

  init() { state.initialize(to: State()) }

  deinit {
    state.pointee.memory.deallocate()
    state.deallocate()
  }

  var startIndex: Int { 0 }

  @inline(__always)
  var endIndex: Int { state.pointee.count }

  @inline(__always)
  subscript(index: Int) -> FieldSpan {
    precondition(index >= 0 && index < state.pointee.count, "no such field")
    return state.pointee.memory[index]
  }

  @inline(__always)
  func append(_ field: FieldSpan) {
    if state.pointee.count == state.pointee.capacity { makeRoom(for: 1) }
    state.pointee.memory[state.pointee.count] = field
    state.pointee.count &+= 1
  }

  /// Appends all fields of another list.
  func append(contentsOf other: FieldList) {
    let count = other.count
    if state.pointee.capacity - state.pointee.count < count { makeRoom(for: count) }
    (state.pointee.memory + state.pointee.count).update(
      from: other.state.pointee.memory, count: count)
    state.pointee.count += count
  }

  /// Forgets all, and keeps the memory.
  @inline(__always)
  func removeAll() { state.pointee.count = 0 }

  /// Calls `body` with all fields in a row, for loops that check nothing.
  func withUnsafeBufferPointer(_ body: (UnsafeBufferPointer<FieldSpan>) -> Void) {
    body(UnsafeBufferPointer(start: state.pointee.memory, count: state.pointee.count))
  }

  private func makeRoom(for more: Int) {
    let (count, capacity, memory) =
      (state.pointee.count, state.pointee.capacity, state.pointee.memory)
    let room = Swift.max(64, 2 * capacity, count + more)
    let new = UnsafeMutablePointer<FieldSpan>.allocate(capacity: room)
    new.update(from: memory, count: count)
    memory.deallocate()
    state.pointee = State(count: count, capacity: room, memory: new)
  }
}
