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
    list.forEach { index, code in
      #expect(index == visited.count)
      visited.append(code)
    }
    #expect(visited == expected)
    list.removeAll()
    list.append(3)
    #expect(list.count == 1 && list[0] == 3)
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
