// Cells that are decimal numbers, told apart without rounding: 1e400 is not infinity here, and
// 1e-400 is not 0.

/// What the text of a cell says.
enum DecimalCell: Equatable {
  case zero
  case one
  /// Any other decimal number.
  case other
  /// Nothing, or only blanks.
  case empty
  /// No decimal number.
  case text

  /// Reads `[+-] digits [. digits] [e [+-] digits]`, blanks around it aside.
  ///
  /// ASCII digits only, and nothing else that `strtod` would take: no `nan`, `inf`, or `0x1`.
  init(_ bytes: Slice<UnsafeRawBufferPointer>) {
    let bytes = bytes.withoutBlanks
    if bytes.isEmpty {
      self = .empty
      return
    }
    var scan = DecimalScan(
      bytes: bytes.base, position: bytes.startIndex, end: bytes.endIndex)
    self = scan.classify()
  }
}

/// One pass over a decimal number.
///
/// With the decimal point after digit number `p` the value is 1 exactly if one digit is 1, all
/// others are 0, and that digit is at place `p + exponent`.
private struct DecimalScan {
  let bytes: UnsafeRawBufferPointer
  var position: Int
  let end: Int

  mutating func classify() -> DecimalCell {
    let isNegative = takeSign()
    var digits = 0
    var point: Int?
    var onePlace: Int?
    var hasOther = false
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: ".") && point == nil {
        point = digits
      } else if let digit = byte.digit {
        digits += 1
        if digit == 1 && onePlace == nil {
          onePlace = digits
        } else if digit != 0 {
          hasOther = true
        }
      } else {
        break
      }
      position += 1
    }
    if digits == 0 { return .text }
    guard let exponent = takeExponent(), position == end else { return .text }
    if hasOther { return .other }
    guard let onePlace else { return .zero }
    return !isNegative && onePlace == (point ?? digits) + exponent ? .one : .other
  }

  private mutating func takeSign() -> Bool {
    guard position < end else { return false }
    let byte = bytes[position]
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
    return byte == UInt8(ascii: "-")
  }

  /// The exponent, 0 when there is none, nil when it is malformed.
  private mutating func takeExponent() -> Int? {
    guard position < end, bytes[position] | 0x20 == UInt8(ascii: "e") else { return 0 }
    position += 1
    let isNegative = takeSign()
    var value = 0
    var hasDigits = false
    while position < end, let digit = bytes[position].digit {
      hasDigits = true
      // Beyond any length of digits it no longer matters how large it is.
      if value < 1 << 40 { value = value * 10 + digit }
      position += 1
    }
    guard hasDigits else { return nil }
    return isNegative ? -value : value
  }
}

extension UInt8 {
  /// The value of an ASCII digit.
  fileprivate var digit: Int? {
    self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") ? Int(self - UInt8(ascii: "0")) : nil
  }
}

extension Slice<UnsafeRawBufferPointer> {
  /// The same without the blanks around it.
  @inline(__always)
  var withoutBlanks: Self {
    var first = startIndex
    var last = endIndex
    while first < last && base[first].isBlank { first += 1 }
    while first < last && base[last - 1].isBlank { last -= 1 }
    return base[first..<last]
  }
}

/// The value of a cell that is a decimal number, nil when it has no finite Double.
func decimalValue(_ bytes: Slice<UnsafeRawBufferPointer>) -> Double? {
  let bytes = bytes.withoutBlanks
  let (first, last) = (bytes.startIndex, bytes.endIndex)
  // Up to 15 digits fit a Double exactly.
  if last - first <= 15 {
    var value = 0
    var index = first
    while index < last, let digit = bytes[index].digit {
      value = value * 10 + digit
      index += 1
    }
    if index == last && first < last { return Double(value) }
  }
  // The standard library's reader is independent of the locale.
  guard let value = Double(String(decoding: bytes[first..<last], as: UTF8.self)) else { return nil }
  return value.isFinite ? value : nil
}
