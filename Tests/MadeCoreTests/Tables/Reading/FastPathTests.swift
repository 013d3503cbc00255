// The fast path against its oracle, the state machine.

import MadeCore
import Testing

@Suite("Fast path")
struct FastPathTests {
  /// A small generator, so that a failing case can be run again.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ state >> 31) &* 0x9e37_79b9_7f4a_7c15
    }
  }

  @Test("both paths read the same cells, for every width", arguments: 1...200)
  func widths(columns: Int) {
    var random = Generator(state: UInt64(columns))
    var text: [UInt8] = []
    var rows: [String] = []
    for row in 0..<5 {
      let cells = (0..<columns).map { _ in Bool.random(using: &random) ? "1" : "0" }
      rows.append(cells.joined())
      text += Array((cells.joined(separator: ",") + (row % 2 == 0 ? "\n" : "\r\n")).utf8)
    }
    for usesFastPath in [true, false] {
      for chunk in [1, 5, 64, 4096] {
        let plan = ReadingPlan(chunk: chunk, usesFastPath: usesFastPath)
        let reading = read([text], plan)
        #expect(reading.rows == rows && reading.error == nil)
      }
    }
  }

  @Test("both paths judge every changed byte alike", arguments: [3, 16, 17, 33, 70])
  func mutations(columns: Int) {
    let line = (0..<columns).map { $0 % 3 == 0 ? "1" : "0" }.joined(separator: ",") + "\n"
    let text = Array((line + line).utf8)
    for position in text.indices {
      for byte in Array("01,;\t \"\r\n2.x/-".utf8) + [0, 0x80, 0xb0, 0xff] {
        var changed = text
        changed[position] = byte
        var plan = ReadingPlan()
        plan.options.header = .absent
        let fast = read([changed], plan)
        plan.usesFastPath = false
        #expect(fast == read([changed], plan), "byte \(byte) at \(position)")
      }
    }
  }

  @Test("a delimiter of any kind is read", arguments: Array(",;\t| :_x".utf8))
  func delimiters(delimiter: UInt8) {
    var options = InputOptions()
    options.delimiter = delimiter
    let text = "0,1,1,0,1,0,0,1,1,0,1,1,0,0,0,1,1\n".map {
      $0 == "," ? Character(Unicode.Scalar(delimiter)) : $0
    }
    let reading = readInEveryWay([Array(String(text).utf8)], options: options)
    #expect(reading.rows == ["01101001101100011"] && reading.error == nil)
  }
}
