// One value of a column whose way to write numbers is being found.

/// A text with a number in it, and how often it occurs.
struct SplitNumber {
  let parts: WrittenParts
  let count: Int
  /// The number, if the decimal point is a comma, and if it is a point; nil if it is none then.
  let byComma: WrittenDigits?
  let byPoint: WrittenDigits?
  /// Whether the last digit is a 0, and whether all are.
  let endsInZero: Bool
  let isZero: Bool
  /// What is written for no decimals.
  let whole: [UInt8]
  /// Whether each group of the digits is at most 255, and there are four, as in an address of a computer.
  let isAddress: Bool

  /// Nil if there is no number in the text.
  init?(_ text: UnsafeRawBufferPointer, count: Int, _ parts: WrittenParts) {
    self.parts = parts
    self.count = count
    let any = DigitSeparators.groupsOnly
    let number = parts.number
    (byComma, byPoint) = withUnsafeTemporaryAllocation(
      of: UInt8.self, capacity: WrittenParts.mostBytes + 1
    ) { buffer in
      func digits(_ point: DigitSeparator, _ other: DigitSeparator) -> WrittenDigits? {
        WrittenDigits(
          text, number, point: point, groups: any.union(DigitSeparators(other)), into: buffer)
      }
      return (digits(.comma, .point), digits(.point, .comma))
    }
    if byComma == nil && byPoint == nil { return nil }
    let digits = text[number].filter { $0.isDigit }
    isZero = digits.allSatisfy { $0 == 0x30 }
    endsInZero = digits.last == 0x30
    whole = Array(text[parts.whole])
    let groups = text[number].split(separator: 0x2E, omittingEmptySubsequences: false)
    isAddress =
      groups.count == 4
      && groups.allSatisfy { $0.count <= 3 && $0.reduce(0) { $0 * 10 + Int($1) - 0x30 } <= 255 }
  }

  func digits(_ point: DigitSeparator) -> WrittenDigits? { point == .comma ? byComma : byPoint }
}
