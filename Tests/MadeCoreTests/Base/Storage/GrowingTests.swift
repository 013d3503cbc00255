// The growing array against an ordinary one.

import MadeCore
import Testing

@Suite("Growing arrays")
struct GrowingTests {
  @Test("elements come back, one by one, in ranges and all at once")
  func comesBack() {
    let list = Growing<Int>()
    #expect(list.isEmpty && list.last == nil)
    for number in 0..<1000 { list.append(number * number) }
    let expected = (0..<1000).map { $0 * $0 }
    #expect(Array(list) == expected && list.last == 999 * 999)
    var part: [Int] = []
    list.forEach(60..<70) { index, element in part.append(index + element) }
    #expect(part == (60..<70).map { $0 + $0 * $0 })
    list.withUnsafeBufferPointer { #expect(Array($0) == expected) }
  }

  @Test("lists are appended to each other, and begun anew", arguments: [0, 1, 63, 64, 65, 200])
  func lists(count: Int) {
    let (list, other) = (Growing<UInt32>(), Growing<UInt32>())
    for number in 0..<UInt32(count) { other.append(number) }
    for _ in 0..<3 { list.append(contentsOf: other) }
    #expect(Array(list) == Array(other) + other + other)
    list.removeAll()
    other.giveBack()
    #expect(list.isEmpty && other.isEmpty)
    other.append(7)
    list.append(contentsOf: other)
    #expect(Array(list) == [7])
  }
}
