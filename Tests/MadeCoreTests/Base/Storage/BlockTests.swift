// Memory of a fixed size.

import MadeCore
import Testing

@Suite("Blocks of memory")
struct BlockTests {
  @Test("a block is 0 at first, aligned, and padded to whole vectors", arguments: [0, 1, 16, 17])
  func padding(count: Int) {
    let (floats, doubles) = (Block<Float>(count: count), Block<Double>(count: count))
    #expect(floats.count == padded(count, to: 16) && doubles.count == padded(count, to: 8))
    #expect(floats.array.allSatisfy { $0 == 0 } && doubles.array.allSatisfy { $0 == 0 })
    #expect(UInt(bitPattern: floats.base) % 64 == 0 && UInt(bitPattern: doubles.base) % 64 == 0)
  }

  @Test("a copy is apart from what it was copied from")
  func copies() {
    let block = Block([3, 1, 4] as [Int32])
    let copy = block.copy()
    copy.base[0] = 9
    #expect(block.array.prefix(4) == [3, 1, 4, 0] && copy.array.prefix(4) == [9, 1, 4, 0])
    block.assign(from: copy)
    #expect(block.array == copy.array)
    block.clear()
    #expect(block.array.allSatisfy { $0 == 0 })
  }
}
