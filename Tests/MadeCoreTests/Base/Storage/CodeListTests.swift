// Numbers in one byte or two against an array.

import MadeCore
import Testing

@Suite("Code list")
struct CodeListTests {
  @Test("numbers come back, wherever the first large one is", arguments: [0, 1, 63, 64, 65, 500])
  func comesBack(large: Int) {
    let list = CodeList()
    var expected: [Int] = []
    for index in 0..<1000 {
      let code = index == large ? 256 : index == large + 7 ? 65_535 : index % 256
      list.append(code)
      expected.append(code)
    }
    #expect(list.count == 1000 && (0..<1000).map { list[$0] } == expected)
    var visited: [Int] = []
    list.forEach(0..<list.count) { index, code in
      #expect(index == visited.count)
      visited.append(code)
    }
    #expect(visited == expected)
    var part: [Int] = []
    list.forEach(60..<70) { part.append($1) }
    #expect(part == Array(expected[60..<70]))
    list.removeAll()
    list.append(3)
    #expect(list.count == 1 && list[0] == 3)
  }

  @Test("many at a time are the same as one by one", arguments: [0, 1, 63, 64, 65, 500])
  func many(large: Int) {
    // Of every seventh place nothing is said; one number is large.
    func code(_ place: Int) -> Int? {
      place % 7 == 3 ? nil : place == large ? 300 : place % 256
    }
    let list = CodeList()
    var expected: [Int] = []
    var place = 0
    while place < 1000 {
      let end = min(place + 1 + place % 40, 1000)
      let reached = list.append(from: place, to: end, code)
      expected += (place..<reached).map { code($0) ?? -1 }
      #expect(reached == end || code(reached) == nil || reached == large)
      place = reached
      if place < end {
        list.append(code(place) ?? 9)
        expected.append(code(place) ?? 9)
        place += 1
      }
    }
    #expect((0..<list.count).map { list[$0] } == expected && expected.count == 1000)
  }
}

@Suite("Value dictionary")
struct ValueDictionaryTests {
  @Test("all texts of a few bytes, and prefixes of long ones, have numbers of their own")
  func distinct() {
    let alphabet: [UInt8] = [0, UInt8(ascii: "a"), 0xff]
    var texts: [[UInt8]] = [[]]
    var last = texts
    for _ in 1...7 {
      last = last.flatMap { text in alphabet.map { text + [$0] } }
      texts += last
    }
    texts += (8...40).map { [UInt8](repeating: 0xff, count: $0) }
    let dictionary = ValueDictionary()
    for round in 0..<2 {
      for (code, text) in texts.enumerated() {
        let found = text.withUnsafeBytes { dictionary.add($0) }
        #expect(found.code == code && found.isNew == (round == 0))
        #expect(Array(dictionary[code]) == text)
      }
    }
  }
}
