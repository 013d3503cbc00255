// The cells of a column as small integers, in one or two bytes each.

/// Codes from 0 to 65,535: one byte each, or two bytes each once one is above 255.
///
/// `Growing` says why it has its own memory. It is a type of its own because of the two widths: over two
/// `Growing`s each append would have to ask which one is in use, and a run of appends could not write consecutive
/// bytes with everything in registers.
package final class CodeList {
  private struct State {
    var count = 0
    var capacity = 0
    var isWide = false
    var memory = UnsafeMutableRawPointer.allocate(byteCount: 0, alignment: 2)
  }

  private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

  package init() { state.initialize(to: State()) }

  deinit {
    state.pointee.memory.deallocate()
    state.deallocate()
  }

  package var count: Int { state.pointee.count }

  /// What it takes to append some more, and what is given back then.
  package func growth(adding more: Int) -> StorageGrowth {
    let (capacity, width) = (state.pointee.capacity, state.pointee.isWide ? 2 : 1)
    return StorageGrowth(count: count, capacity: capacity, width: width, adding: more)
  }

  @inline(__always)
  package func append(_ code: Int) {
    let state = state
    if state.pointee.count == state.pointee.capacity || (code > 255 && !state.pointee.isWide) {
      makeRoom(for: code)
    }
    let (count, memory) = (state.pointee.count, state.pointee.memory)
    if state.pointee.isWide {
      memory.storeBytes(
        of: UInt16(truncatingIfNeeded: code), toByteOffset: 2 &* count, as: UInt16.self)
    } else {
      memory.storeBytes(of: UInt8(truncatingIfNeeded: code), toByteOffset: count, as: UInt8.self)
    }
    state.pointee.count = count &+ 1
  }

  /// Appends `code(place)` for the places `first..<end`, up to the first nil, or up to the first code that needs a
  /// second byte.
  ///
  /// - Returns: the first place for which nothing was appended; `end` if there is none.
  @inline(__always)
  package func append(from first: Int, to end: Int, _ code: (_ place: Int) -> Int?) -> Int {
    if state.pointee.isWide || state.pointee.capacity &- state.pointee.count < end &- first {
      var place = first
      while place < end, let code = code(place) {
        append(code)
        place &+= 1
      }
      return place
    }
    // The same with enough capacity for all, so that everything stays in registers.
    let memory = state.pointee.memory + state.pointee.count
    var place = first
    while place < end, let code = code(place), code <= 255 {
      memory.storeBytes(
        of: UInt8(truncatingIfNeeded: code), toByteOffset: place &- first, as: UInt8.self)
      place &+= 1
    }
    state.pointee.count &+= place &- first
    return place
  }

  package subscript(index: Int) -> Int {
    precondition(index >= 0 && index < count, "no such cell")
    return code(at: index)
  }

  /// Calls `body` with the index and the code of each element in a range of indices.
  @inline(__always)
  package func forEach(_ places: Range<Int>, _ body: (_ index: Int, _ code: Int) -> Void) {
    precondition(places.lowerBound >= 0 && places.upperBound <= count, "no such cell")
    for index in places { body(index, code(at: index)) }
  }

  /// Removes all elements and frees the memory.
  package func removeAll() {
    state.pointee.memory.deallocate()
    state.pointee = State()
  }

  @inline(__always)
  private func code(at index: Int) -> Int {
    let memory = state.pointee.memory
    return state.pointee.isWide
      ? Int(memory.load(fromByteOffset: 2 &* index, as: UInt16.self))
      : Int(memory.load(fromByteOffset: index, as: UInt8.self))
  }

  private func makeRoom(for code: Int) {
    let (count, capacity, isWide) =
      (state.pointee.count, state.pointee.capacity, state.pointee.isWide)
    let wide = isWide || code > 255
    let room = count == capacity ? max(64, 2 * capacity) : capacity
    let new = UnsafeMutableRawPointer.allocate(byteCount: wide ? 2 * room : room, alignment: 2)
    if wide == isWide {
      new.copyMemory(from: state.pointee.memory, byteCount: wide ? 2 * count : count)
    } else {
      let words = new.bindMemory(to: UInt16.self, capacity: room)
      forEach(0..<count) { words[$0] = UInt16(truncatingIfNeeded: $1) }
    }
    state.pointee.memory.deallocate()
    state.pointee = State(count: count, capacity: room, isWide: wide, memory: new)
  }
}
