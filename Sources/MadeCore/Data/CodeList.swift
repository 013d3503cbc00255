// The cells of a column as small numbers, in as few bytes as they fit.

/// Numbers from 0 to 65,535, a byte each, two once one is above 255.
///
/// It has its own memory, as `ValueDictionary` does: every cell of a table is appended to one, and an
/// array inside a class costs several times as much, for checks that nothing else has it in hand.
package final class CodeList {
  package private(set) var count = 0
  private var capacity = 0
  private var isWide = false
  private var memory = UnsafeMutableRawPointer.allocate(byteCount: 0, alignment: 2)

  package init() {}

  deinit { memory.deallocate() }

  @inline(__always)
  package func append(_ code: Int) {
    if count == capacity || (code > 255 && !isWide) { makeRoom(for: code) }
    if isWide {
      memory.storeBytes(
        of: UInt16(truncatingIfNeeded: code), toByteOffset: 2 &* count, as: UInt16.self)
    } else {
      memory.storeBytes(of: UInt8(truncatingIfNeeded: code), toByteOffset: count, as: UInt8.self)
    }
    count &+= 1
  }

  package subscript(index: Int) -> Int {
    precondition(index >= 0 && index < count, "no such cell")
    return code(at: index)
  }

  /// Calls `body` with the place and the number of each.
  @inline(__always)
  package func forEach(_ body: (_ index: Int, _ code: Int) -> Void) {
    for index in 0..<count { body(index, code(at: index)) }
  }

  /// Forgets all, and gives the memory back.
  package func removeAll() {
    memory.deallocate()
    memory = .allocate(byteCount: 0, alignment: 2)
    (count, capacity, isWide) = (0, 0, false)
  }

  @inline(__always)
  private func code(at index: Int) -> Int {
    isWide
      ? Int(memory.load(fromByteOffset: 2 &* index, as: UInt16.self))
      : Int(memory.load(fromByteOffset: index, as: UInt8.self))
  }

  private func makeRoom(for code: Int) {
    let wide = isWide || code > 255
    let room = count == capacity ? max(64, 2 * capacity) : capacity
    let new = UnsafeMutableRawPointer.allocate(byteCount: wide ? 2 * room : room, alignment: 2)
    if wide == isWide {
      new.copyMemory(from: memory, byteCount: wide ? 2 * count : count)
    } else {
      let words = new.bindMemory(to: UInt16.self, capacity: room)
      forEach { words[$0] = UInt16(truncatingIfNeeded: $1) }
    }
    memory.deallocate()
    (memory, capacity, isWide) = (new, room, wide)
  }
}
