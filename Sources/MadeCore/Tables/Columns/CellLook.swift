// What the text of a single cell looks like.

/// The look of a cell that is not missing.
struct CellLook: OptionSet {
  let rawValue: UInt8

  /// 0 or 1, however it is spelled.
  static let binary = CellLook(rawValue: 1)
  /// A whole number as people write it: no leading zeros, no plus sign, no exponent.
  static let whole = CellLook(rawValue: 2)
  /// Another number.
  static let decimal = CellLook(rawValue: 4)
  /// Digits with zeros before them, or those of a telephone number after a plus sign: a word, not a number.
  static let code = CellLook(rawValue: 8)
  /// A date or a time.
  static let date = CellLook(rawValue: 16)
  /// Anything else.
  static let word = CellLook(rawValue: 32)
  /// Of several cells: some are neither 0 nor 1.
  static let notBinary = CellLook(rawValue: 64)

  /// Looks at a text without the blanks around it.
  init(_ text: UnsafeRawBufferPointer) {
    let kind = DecimalCell(text[...])
    switch kind {
    case .text, .empty: self = Self.isDate(text) ? .date : .word
    case .zero, .one, .other:
      let isNegative = text.first == UInt8(ascii: "-")
      let isPositive = text.first == UInt8(ascii: "+")
      let digits = isNegative || isPositive ? text.dropFirst() : text[...]
      let isDigits = digits.allSatisfy(\.isDigit)
      let isCode =
        isPositive
        ? digits.count >= WrittenTally.fewestDigits
        : digits.first == UInt8(ascii: "0") && digits.count > 1
      self = isDigits && isCode ? .code : isDigits && !isPositive ? .whole : .decimal
      if kind == .zero || kind == .one { insert(.binary) }
    }
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whether a text is a date with its day, a time with its minutes, or a date followed by a blank or a T and
  /// anything after that.
  static func isDate(_ text: UnsafeRawBufferPointer) -> Bool {
    var numbers: [Int] = []
    var separators: [UInt8] = []
    var lengths: [Int] = []
    var index = 0
    while index < text.count && numbers.count < 3 {
      var value = 0
      let start = index
      while index < text.count, index - start < 4, text[index] >= UInt8(ascii: "0"),
        text[index] <= UInt8(ascii: "9")
      {
        value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
        index += 1
      }
      if index == start { return false }
      numbers.append(value)
      lengths.append(index - start)
      if index == text.count || numbers.count == 3 { break }
      separators.append(text[index])
      index += 1
    }
    let rest = text[index...]
    switch (numbers.count, separators.first) {
    case (2, UInt8(ascii: ":")), (3, UInt8(ascii: ":")):
      guard separators.allSatisfy({ $0 == UInt8(ascii: ":") }), numbers[0] < 24, lengths[0] <= 2
      else { return false }
      return numbers.dropFirst().allSatisfy { $0 < 60 }
        && lengths.dropFirst().allSatisfy { $0 == 2 }
        && (rest.isEmpty || rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: " "))
    case (3, UInt8(ascii: "-")), (3, UInt8(ascii: "/")), (3, UInt8(ascii: ".")):
      guard separators[0] == separators[1],
        rest.isEmpty || rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "T")
      else { return false }
      // Year, month, day; or day and month in either order before a year.
      if lengths[0] == 4 {
        return (1...12).contains(numbers[1]) && (1...31).contains(numbers[2]) && lengths[1] <= 2
          && lengths[2] <= 2
      }
      let isDayMonth =
        (1...31).contains(numbers[0]) && (1...31).contains(numbers[1])
        && min(numbers[0], numbers[1]) <= 12
      return isDayMonth && lengths[0] <= 2 && lengths[1] <= 2
        && (lengths[2] == 4 || lengths[2] == 2)
    default: return false
    }
  }
}
