// What the values of a column look like, whatever its kind will be.

/// The looks of the different values of a column together.
struct ValueLooks {
  /// All looks that values have.
  private(set) var forms: CellLook = []
  /// How many are words: neither numbers nor dates, nor known to stand for missing numbers.
  private(set) var words = 0
  /// How many spaces all these words have in them.
  private(set) var blanks = 0
  /// How the numbers among them are written.
  private(set) var exponents = ExponentLook()
  /// How many are numbers of more digits than are kept.
  private var tooLong = 0
  private var values = 0

  /// Whether more than one in 200 has more digits than are kept.
  var areTooLong: Bool { 200 * tooLong > values }

  /// Takes another value.
  mutating func look(_ text: UnsafeRawBufferPointer) {
    let form = CellLook(text)
    forms.formUnion(form)
    if !form.contains(.binary) { forms.insert(.notBinary) }
    values += 1
    if form.contains(.whole) && NumberText.isTooLong(text) { tooLong += 1 }
    if !form.isDisjoint(with: [.whole, .decimal]), let number = NumberText(text) {
      exponents.look(text, number)
    }
    if form == .word && !MissingTokens.isKnown(text) {
      words += 1
      blanks += text.count { $0 == UInt8(ascii: " ") }
    }
  }

  /// Takes a number of a column that is known to have more than 0 and 1, for its form alone.
  mutating func look(_ number: NumberText) {
    forms.insert([number.isWhole ? number.isCode ? .code : .whole : .decimal, .notBinary])
  }
}
