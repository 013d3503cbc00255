// Names of files that are not UTF-8.

import MadeCore
import Testing

@Suite("File names as text")
struct PathTextTests {
  @Test("every name comes back, byte for byte, and no two are one text")
  func reversible() {
    var names: [[UInt8]] = [
      [], Array("plain/na me.csv".utf8), Array("grüße/日本/🙂".utf8),
      Array("\u{10FF80}\u{10FFFF}".utf8),
      Array("\u{10FF00}\u{10FF7F}\u{301}/\u{301}".utf8), [0xE9], [0x6F, 0xFF, 0x2E, 0x63],
      // Cut off, too long, a surrogate, and beyond Unicode.
      [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x99], [0xC0, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      Array(0x80...0xFF), Array(1...0xFF),
    ]
    // A valid character amid bytes that are none, and all pairs of bytes that matter.
    for first in [0x41, 0x80, 0xBF, 0xC3, 0xE2, 0xF4, 0xFF] as [UInt8] {
      for second in [0x2F, 0x8F, 0xA9, 0xC3, 0xF4] as [UInt8] {
        names.append([first, second, 0xC3, 0xA9, second, first])
        names.append([first, 0xF4, 0x8F, 0xBE, second])
      }
    }
    var texts: Set<[UInt8]> = []
    for name in names {
      let text = PathText.text(name)
      #expect(PathText.name(text) == name, "\(name)")
      texts.insert(Array(text.utf8))
    }
    #expect(texts.count == Set(names).count)
  }

  @Test("text that is all UTF-8 stays as it is, and messages show what is not")
  func words() {
    #expect(PathText.text(Array("grüße.csv".utf8)) == "grüße.csv")
    #expect(harmless(PathText.text([0x6F, 0xFF, 0x2E, 0x80])) == "o\\xff.\\x80")
    #expect(PathText.readable(PathText.text([0x6F, 0xFF])) == "o\u{FFFD}")
  }
}
