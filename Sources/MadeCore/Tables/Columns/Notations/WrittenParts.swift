// A text with a number in it, taken apart.

/// What stands around the first number of a text: `($ 1,234.50)` is a sign, `$ `, the number and nothing after it.
struct WrittenParts {
  /// How it is said that the number is negative; nil if it is not.
  private(set) var sign: SignStyle?
  private(set) var hasPlus = false
  /// Where `plus` stands after the prefix.
  private(set) var isPlusInside = false
  /// The bytes of the number: digits, separators, a power of ten perhaps.
  let number: Range<Int>
  /// What is written for no decimals: `.-` in `5.-`.
  private(set) var whole = 0..<0
  private(set) var prefix = 0..<0
  private(set) var suffix = 0..<0
  /// Where the text begins and ends without blanks around it, which quotes may keep.
  private let start: Int
  private let end: Int

  /// The longest text that is taken apart; no number is longer.
  static let mostBytes = 96

  /// Nil if there is no number, or if what stands around it cannot stand around one.
  init?(_ text: UnsafeRawBufferPointer) {
    let trimmed = text[...].withoutBlanks
    (start, end) = (trimmed.startIndex, trimmed.endIndex)
    guard trimmed.count <= Self.mostBytes, let first = Self.beginning(text, from: start) else {
      return nil
    }
    number = first..<Self.ending(text, from: first)
    guard takeHead(text), takeTail(text) else { return nil }
  }

  /// Where the number starts: at the first digit, or at a point before it that belongs to no abbreviation.
  private static func beginning(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let digit = text.firstIndex(where: \.isDigit) else { return nil }
    guard digit > start, text[digit - 1] == 0x2E || text[digit - 1] == 0x2C,
      digit == start + 1 || !text[digit - 2].isLetter
    else { return digit }
    return digit - 1
  }

  private static func ending(_ text: UnsafeRawBufferPointer, from first: Int) -> Int {
    var index = first
    while index < text.count {
      if text[index].isDigit {
        index += 1
      } else if let (_, count) = DigitSeparator.at(index, of: text), index + count < text.count,
        text[index + count].isDigit
      {
        index += count
      } else {
        break
      }
    }
    // A power of ten: 1,5E+03.
    guard index < text.count, text[index] | 0x20 == 0x65 else { return index }
    var power = index + 1
    if power < text.count, text[power] == 0x2B || text[power] == 0x2D { power += 1 }
    let digits = text[power...].prefix(4).prefix(while: \.isDigit).count
    power += digits
    let isPower = digits > 0 && digits < 4 && (power == text.count || !text[power].isLetter)
    return isPower ? power : index
  }

  /// What stands before the number.
  private mutating func takeHead(_ text: UnsafeRawBufferPointer) -> Bool {
    var (low, high) = (start, number.lowerBound)
    if low == high { return true }
    if text[low] == 0x28 {
      low += 1
      // `(5)%` or `(5 %)`.
      let isAroundNumber =
        low == high && number.upperBound + 1 < end && text[number.upperBound] == 0x29
      sign = SignStyle(place: isAroundNumber ? .aroundNumber : .around)
    } else if let minus = SignStyle.Minus.at(low, of: text, before: high) {
      low += minus.bytes.count
      let hasBlank = low < high && text[low] == 0x20
      if hasBlank { low += 1 }
      sign = SignStyle(place: .before, minus: minus, hasBlank: hasBlank)
    } else if text[low] == 0x2B {
      low += 1
      hasPlus = true
    } else {
      takeInnerSign(text, &high)
    }
    prefix = low..<high
    return true
  }

  private mutating func takeInnerSign(_ text: UnsafeRawBufferPointer, _ high: inout Int) {
    let hasBlank = high > 1 && text[high - 1] == 0x20
    let last = hasBlank ? high - 1 : high
    if text[high - 1] == 0x28 {
      sign = SignStyle(place: .aroundNumber)
      high -= 1
    } else if text[high - 1] == 0x2B {
      (hasPlus, isPlusInside) = (true, true)
      high -= 1
    } else if let minus = SignStyle.Minus.at(last - 1, of: text, before: last)
      ?? SignStyle.Minus.at(last - 3, of: text, before: last)
    {
      high = last - minus.bytes.count
      sign = SignStyle(place: .inside, minus: minus, hasBlank: hasBlank)
    }
  }

  /// What stands after it.
  private mutating func takeTail(_ text: UnsafeRawBufferPointer) -> Bool {
    var (low, high) = (number.upperBound, end)
    switch sign?.place {
    case .around:
      guard low < high, text[high - 1] == 0x29 else { return false }
      high -= 1
    case .aroundNumber:
      guard low < high, text[low] == 0x29 else { return false }
      low += 1
    default: break
    }
    if low == high { return true }
    takeWhole(text, &low, high)
    if sign == nil, let minus = SignStyle.Minus.at(low, of: text, before: high) {
      let next = low + minus.bytes.count
      guard next == high || !(text[next].isDigit || text[next].isLetter) else { return false }
      sign = SignStyle(place: .after, minus: minus)
      low = next
    } else if sign == nil, !hasPlus, high - low > 1,
      let minus = SignStyle.Minus.at(high - 1, of: text, before: high)
        ?? SignStyle.Minus.at(high - 3, of: text, before: high)
    {
      sign = SignStyle(place: .end, minus: minus)
      high -= minus.bytes.count
    }
    suffix = low..<high
    return suffix.isEmpty || Self.maySucceed(text[low])
  }

  /// Dashes, or nothing, after a point: `5.-`, `5,--`, `5.`.
  private mutating func takeWhole(_ text: UnsafeRawBufferPointer, _ low: inout Int, _ high: Int) {
    guard text[low] == 0x2E || text[low] == 0x2C else { return }
    var index = low + 1
    if index < high, SignStyle.Minus.at(index, of: text, before: high) == .dash {
      index += 3
    } else {
      while index < min(high, low + 3), text[index] == 0x2D { index += 1 }
    }
    let isBare = index == low + 1
    guard isBare ? text[low] == 0x2E && index == high : index == high || !text[index].isLetter
    else { return }
    whole = low..<index
    low = index
  }

  /// Whether what stands after a number may begin with a byte: with a colon or a hyphen it is no number, but part of a
  /// name, a range or a time.
  private static func maySucceed(_ byte: UInt8) -> Bool {
    byte > 0x1F && byte != 0x7F && ![0x2D, 0x3A, 0x5F, 0x23, 0x28, 0x29].contains(byte)
  }
}

extension UInt8 {
  /// An ASCII letter.
  var isLetter: Bool { self | 0x20 >= 0x61 && self | 0x20 <= 0x7A }
}
