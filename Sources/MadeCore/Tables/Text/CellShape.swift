// What the text of a cell looks like, for telling names from the cells below them.

/// The look of a cell, as coarse as it has to be for cells of one column to look alike.
enum CellShape: Equatable {
  /// Nothing, or only blanks.
  case empty
  /// A number as people write it: with separators of thousands, a decimal comma, a percent sign, a currency.
  case number
  /// Text with digits: 9 for each run of them, `a` for each run of letters, other bytes as they are. A date is
  /// `9-9-9`, a code `a9`.
  case pattern([UInt8])
  /// Text without digits.
  case word

  /// Longer patterns say nothing more.
  private static let longest = 40

  init(_ bytes: UnsafeRawBufferPointer) {
    let text = UnsafeRawBufferPointer(rebasing: bytes[...].withoutBlanks)
    if text.isEmpty {
      self = .empty
    } else if DecimalText(text) != nil || Self.isWrittenNumber(text) {
      self = .number
    } else if text.contains(where: \.isDigit) {
      self = .pattern(Self.pattern(text))
    } else {
      self = .word
    }
  }

  private static func pattern(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      let sign = byte.isDigit ? UInt8(ascii: "9") : byte.isLetter ? UInt8(ascii: "a") : byte
      let isRun = byte.isDigit || byte.isLetter
      if isRun && result.last == sign { continue }
      if result.count == longest { break }
      result.append(sign)
    }
    return result
  }

  /// Whether a text is digits and what people put between and around them.
  private static func isWrittenNumber(_ text: UnsafeRawBufferPointer) -> Bool {
    var rest = text[...]
    func isAround(_ byte: UInt8) -> Bool {
      // Signs, parentheses, percent, blanks, dollars, and bytes of other currencies and blanks in UTF-8.
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "%"), UInt8(ascii: " "), UInt8(ascii: "$"), 0x80...:
        true
      default: false
      }
    }
    var around = 0
    while let byte = rest.first, isAround(byte) { (around, rest) = (around + 1, rest.dropFirst()) }
    while let byte = rest.last, isAround(byte) { (around, rest) = (around + 1, rest.dropLast()) }
    guard around <= 8, let last = rest.last, last.isDigit else { return false }
    // Digits in groups; all groups between the first and the last one are thousands.
    let groups = rest.split(omittingEmptySubsequences: false) {
      [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: " ")].contains($0)
    }
    return groups.allSatisfy { $0.allSatisfy(\.isDigit) }
      && groups.dropFirst().dropLast().allSatisfy { $0.count == 3 }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isLetter: Bool {
    self >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
