// The cells of a column as whole numbers of any size.

/// Numbers of eight bytes, in memory of their own, as `CodeList` keeps small ones.
final class WordList {
  private(set) var count = 0
  private var capacity = 0
  private var memory = UnsafeMutablePointer<Int>.allocate(capacity: 0)

  deinit { memory.deallocate() }

  @inline(__always)
  func append(_ word: Int) {
    if count == capacity { grow() }
    memory[count] = word
    count &+= 1
  }

  /// The number added last.
  var last: Int? { count == 0 ? nil : memory[count - 1] }

  /// All of them.
  var array: [Int] { Array(UnsafeBufferPointer(start: memory, count: count)) }

  /// Calls `body` with the place and the number of each in a range of places.
  @inline(__always)
  func forEach(_ places: Range<Int>, _ body: (_ index: Int, _ word: Int) -> Void) {
    precondition(places.lowerBound >= 0 && places.upperBound <= count, "no such number")
    for index in places { body(index, memory[index]) }
  }

  /// Forgets all, and gives the memory back.
  func removeAll() {
    memory.deallocate()
    memory = .allocate(capacity: 0)
    (count, capacity) = (0, 0)
  }

  private func grow() {
    let room = max(64, 2 * capacity)
    let new = UnsafeMutablePointer<Int>.allocate(capacity: room)
    new.update(from: memory, count: count)
    memory.deallocate()
    (memory, capacity) = (new, room)
  }
}
