// How people write the numbers of a column.

/// How the numbers of a column are written, apart from their decimals: `1.234,50 €`, `($5)`, `36 %`, `12 kg`.
///
/// It makes the plain text of a number, `-1234.50`, a written one, and back. Whatever it writes it reads as the same
/// number; beside that it reads what the style leaves open (`plain(_:into:)`).
package struct WrittenStyle: Hashable, Sendable {
  /// When a number greater than 0 has a plus sign.
  package enum Plus: String, CaseIterable, Sendable {
    case never
    case positive
    /// 0 has one, too.
    case notNegative = "not-negative"
  }

  /// A point or a comma.
  package var point = DigitSeparator.point
  /// What groups the digits before the point; nil for nothing.
  package var group: DigitSeparator?
  /// The fewest digits before the point that are grouped: 4, or 5 where 1234 is written without a separator.
  package var leastGrouped = 4
  /// Whether groups are of two digits but for the last one: 12,34,567.
  package var isLakh = false
  /// What stands before and after the number, with the blanks between.
  package var prefix: [UInt8] = []
  package var suffix: [UInt8] = []
  package var sign = SignStyle.plain
  package var plus = Plus.never
  /// What a whole number has in place of decimals where others have some: nothing, `.-` or `.`; nil if it has what
  /// the column's decimals say.
  package var whole: [UInt8]?
  /// Where `whole` is not nil: whether all other numbers have the same number of decimals.
  package var hasFixedFractions = true
  /// Whether 0.5 is written with its 0.
  package var hasLeadingZero = true

  package init() {}

  /// As programs write numbers.
  package static let plain = WrittenStyle()

  /// What may be left out of, or be different in, the text of a number that is read: blanks around the affixes.
  static func trimmed(_ text: some BidirectionalCollection<UInt8>) -> [UInt8] {
    var bytes = Array(text)[...]
    let blanks: [[UInt8]] = [
      [0x20], [0x09], [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x89],
    ]
    while let blank = blanks.first(where: { bytes.starts(with: $0) }) {
      bytes = bytes.dropFirst(blank.count)
    }
    while let blank = blanks.first(where: { bytes.suffix($0.count) == $0[...] }) {
      bytes = bytes.dropLast(blank.count)
    }
    return Array(bytes)
  }
}
