// The digits of a number with separators, made plain.

/// What the digits and separators of a number are, if one of the separators is the decimal point.
struct WrittenDigits {
  /// How many bytes of plain text, `1234.50`, stand in the buffer.
  private(set) var count = 0
  /// What groups the digits before the point.
  private(set) var group: DigitSeparator?
  /// Whether groups are of two digits but for the last one: 12,34,567.
  private(set) var isLakh = false
  private(set) var hasPoint = false
  private(set) var hasPower = false
  /// Whether there are only zeros before the point, or nothing, and whether only zeros after it.
  private(set) var wholeIsZero = true
  private(set) var hasOnlyZerosAfterPoint = true
  /// The digits before the point, and after it.
  private(set) var wholeDigits = 0
  private(set) var fractionDigits = 0

  /// Reads a number.
  ///
  /// Groups are of three digits, the first of one to three; or the last is of three and the others of two. What begins
  /// with a 0 before other digits is a code, and no number.
  ///
  /// - Parameters:
  ///   - number: where it is in the text, as `WrittenParts` finds it.
  ///   - groups: what may group digits.
  ///   - sureGroups: what may do so, besides, if there is a decimal point after it.
  ///   - buffer: for the plain text, as many bytes as the number has and one more.
  /// - Returns: nil if it is no number with these separators.
  @inline(__always)
  init?(
    _ text: UnsafeRawBufferPointer, _ number: Range<Int>, point: DigitSeparator,
    groups: DigitSeparators, sureGroups: DigitSeparators = [],
    into buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    var index = number.lowerBound
    // Digits in this group and in the first one, separators after the first, and whether the groups between the first
    // and the last were all of 2, or of 3.
    var (run, first, later) = (0, 0, 0)
    var (areTwos, areThrees) = (true, true)
    while index < number.upperBound {
      let byte = text[index]
      if byte.isDigit {
        buffer[count] = byte
        if byte != 0x30 {
          if hasPoint { hasOnlyZerosAfterPoint = false } else { wholeIsZero = false }
        }
        count &+= 1
        run &+= 1
        index &+= 1
      } else if !hasPoint, let (separator, length) = DigitSeparator.at(index, of: text) {
        index &+= length
        if separator == point {
          hasPoint = true
          if group != nil, run != 3 { return nil }
          (wholeDigits, run) = (wholeDigits &+ run, 0)
          buffer[count] = 0x2E
          count &+= 1
          continue
        }
        if group == nil {
          guard groups.union(sureGroups).contains(DigitSeparators(separator)), (1...3).contains(run)
          else { return nil }
          (group, first) = (separator, run)
        } else {
          guard group == separator else { return nil }
          (areTwos, areThrees) = (areTwos && run == 2, areThrees && run == 3)
          later &+= 1
        }
        (wholeDigits, run) = (wholeDigits &+ run, 0)
      } else if byte | 0x20 == 0x65, group == nil {
        hasPower = true
        break
      } else {
        return nil
      }
    }
    if hasPoint { fractionDigits = run } else { wholeDigits &+= run }
    if let group {
      if !hasPoint, run != 3 || !groups.contains(DigitSeparators(group)) { return nil }
      isLakh = !areThrees
      if isLakh, !areTwos || first > 2 || later == 0 || group != .comma { return nil }
    }
    if wholeDigits > 1, buffer[0] == 0x30 { return nil }
    guard hasPower else { return }
    for position in index..<number.upperBound {
      buffer[count] = text[position]
      count &+= 1
    }
  }
}
