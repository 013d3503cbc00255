// Numbers as people write them, as a notation.

/// Decimal numbers with what people write between their digits and around them.
///
/// `1.234,50 €`, `($5.00)`, `36 %`, `CHF 1'234.-`, `12 kg`, `+3`: a style beside the digits of plain numbers.
package struct WrittenNotation: Notation {
  package static let word = "written"

  package let style: WrittenStyle
  package var digits: DecimalNotation {
    didSet { if style.whole != nil { digits.hasFixedDecimals = true } }
  }
  private let reader: WrittenStyle.Reader

  package init(_ style: WrittenStyle, digits: DecimalNotation) {
    self.style = style
    self.digits = digits
    reader = WrittenStyle.Reader(style)
  }

  package static func found(in values: WrittenValues) -> FoundNotation? {
    guard let found = WrittenFinding(values) else { return nil }
    let digits = DecimalNotation(
      decimals: 0, hasFixedDecimals: false, exponent: found.exponent)
    return FoundNotation(
      WrittenNotation(found.style, digits: digits),
      doubt: found.doubtful.map {
        .separator(String(decoding: $0, as: UTF8.self), isDecimal: found.style.group == nil)
      })
  }

  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    guard let style = WrittenStyle(headerWords: Array(words)),
      style.whole == nil || digits.hasFixedDecimals
    else { return nil }
    self.init(style, digits: digits)
  }

  package var headerWords: [String] { style.headerWords }

  @inline(__always)
  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? { reader.number(text) }

  /// Whether a text has what stands before and after the numbers, which may be left out elsewhere.
  func hasAffixes(_ text: UnsafeRawBufferPointer) -> Bool { reader.hasAffixes(text) }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    style.append(digits.text(units)[...], to: &bytes)
  }

  package static func == (one: WrittenNotation, other: WrittenNotation) -> Bool {
    one.style == other.style && one.digits == other.digits
  }
}
