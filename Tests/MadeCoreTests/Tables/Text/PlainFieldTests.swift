// Fields found eight bytes at a time against their oracle, the state machine byte by byte.

import MadeCore
import Testing

@Suite("Plain fields")
struct PlainFieldTests {
  private struct Outcome: Equatable {
    var fields: [[[UInt8]]] = []
    var error: TextFault?
  }

  private func split(
    _ text: [UInt8], delimiter: UInt8, chunk: Int, usesWords: Bool
  ) -> Outcome {
    do throws(TextFault) {
      return Outcome(
        fields: try textFields(text, delimiter: delimiter, chunk: chunk, usesWords: usesWords))
    } catch {
      return Outcome(error: error)
    }
  }

  @Test("both find the same fields in any text, however it arrives", arguments: 1...40)
  func anyText(seed: UInt64) {
    let alphabet = Array("ab,,;;\t\n\n\r\"\"  x0".utf8) + [0x80, 0x8a, 0xac, 0xff]
    var random = Mutator(seed: seed)
    for _ in 0..<50 {
      let kinds = 2 + random.below(alphabet.count - 1)
      let text = (0..<random.below(80)).map { _ in alphabet[random.below(kinds)] }
      for delimiter in Array(",;\t ".utf8) {
        let expected = split(text, delimiter: delimiter, chunk: .max, usesWords: false)
        for chunk in [1, 3, 7, 8, 9, 16, Int.max] {
          #expect(
            split(text, delimiter: delimiter, chunk: chunk, usesWords: true) == expected,
            "\(text), delimiter \(delimiter), chunk \(chunk)")
        }
      }
    }
  }

  @Test("a record has at most so many fields in both", arguments: [true, false])
  func mostFields(usesWords: Bool) {
    let comma = UInt8(ascii: ",")
    for (count, isGood) in [(999, true), (1000, true), (1001, false)] {
      let text = [UInt8](repeating: comma, count: count - 1) + [UInt8(ascii: "\n")]
      let found = split(text, delimiter: comma, chunk: .max, usesWords: usesWords)
      #expect((found.error == nil) == isGood && (found.fields.first?.count == count) == isGood)
    }
  }

  @Test("words of eight bytes agree with bytes in every place")
  func eightBytes() {
    let bytes: [UInt8] = [0, 1, 9, 10, 11, 13, 0x7f, 0x80, 0x8a, 0x8b, 0xff]
    for byte in bytes {
      for other in bytes {
        for place in 0..<8 {
          var text = [UInt8](repeating: other, count: 8)
          text[place] = byte
          let found = text.withUnsafeBytes { EightBytes($0, at: 0) }
            .places(of: EightBytes(repeating: byte))
          for index in 0..<8 {
            #expect((found >> UInt64(8 * index) & 0xff == 0x80) == (text[index] == byte))
          }
        }
      }
    }
  }
}
