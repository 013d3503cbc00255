// From fields to cells: what the readers of binary tables, of typed ones and of tables yet to be
// understood have in common.

/// Reads the cells of records whose fields are found.
protocol RecordCells: AnyObject {
  /// Begins an input: from here on fields are those of `map`, and messages name `source`.
  func begin(source: String, names: [String]?, map: ColumnMap) throws(InputError)

  /// Whether bytes of IDX are read here, as the numbers that they are; else they are bits.
  ///
  /// - Throws: `InputError.idxOfWords` where they can be neither.
  func takesBytes(source: String) throws(InputError) -> Bool

  /// Whether a line of single digits may be read as bits, without finding its fields.
  var takesDigits: Bool { get }

  /// Reads the cells of a record that begins at `line`.
  ///
  /// - Parameter words: of a row, and then as many for the mask of empty cells.
  /// - Returns: What is wrong with the first field that is wrong.
  func read(
    _ record: UnsafeRawBufferPointer, _ fields: [FieldSpan], line: Int,
    into words: UnsafeMutablePointer<UInt64>
  ) -> InputError?

  /// Whether the record after a first one helps `isData` to decide.
  var looksBehindHeader: Bool { get }

  /// Whether a first record that looks like a header is data for all that.
  ///
  /// - Parameter next: the fields of the record after it, if it was asked for and there is one.
  func isData(
    _ fields: [FieldSpan], in record: UnsafeRawBufferPointer, next: [[UInt8]]?
  ) -> Bool
}

extension RecordCells {
  func takesBytes(source: String) throws(InputError) -> Bool { false }

  var looksBehindHeader: Bool { false }

  func isData(
    _ fields: [FieldSpan], in record: UnsafeRawBufferPointer, next: [[UInt8]]?
  ) -> Bool { false }
}

/// Which texts stand for no value at all.
///
/// A token that is a number stands for that number however it is spelled: with -999 also -999.0 is missing,
/// which as a value would be written -999 and be missing when it is read again.
struct MissingTokens {
  private let tokens: [[UInt8]]
  private let numbers: [NumberText]

  init(_ tokens: [[UInt8]]) {
    self.tokens = tokens
    numbers = tokens.compactMap { token in token.withUnsafeBytes { NumberText($0) } }
  }

  /// Whether a cell, without the blanks around it, is empty or a token.
  @inline(__always)
  func contains(_ text: UnsafeRawBufferPointer) -> Bool {
    if text.count == 0 { return true }
    return tokens.isEmpty ? false : isToken(text)
  }

  /// Whether a number stands for no value once it is rounded to the grid of its column.
  func contains(_ number: NumberText, decimals: Int) -> Bool {
    if numbers.isEmpty { return false }
    return units(decimals: decimals).contains(number.units(decimals: decimals))
  }

  /// The numbers on a grid that stand for no value, in units.
  func units(decimals: Int) -> some Sequence<Int> {
    numbers.lazy.map { $0.withoutZeros }.filter { $0.mantissa == 0 || $0.exponent >= -decimals }
      .map { NumberText(mantissa: $0.mantissa, exponent: $0.exponent).units(decimals: decimals) }
  }

  private func isToken(_ text: UnsafeRawBufferPointer) -> Bool {
    if tokens.contains(where: { $0.count == text.count && $0.elementsEqual(text) }) { return true }
    // A code is a word: 007 is not 7.
    guard !numbers.isEmpty, let number = NumberText(text), !number.isCode else { return false }
    return numbers.contains { $0.hasValue(of: number) }
  }
}

extension NumberText {
  /// Whether both are the same number, as 5, 5.0 and 0.5e1 are.
  fileprivate func hasValue(of other: NumberText) -> Bool {
    let (one, two) = (withoutZeros, other.withoutZeros)
    return one.mantissa == two.mantissa && one.exponent == two.exponent
  }

  fileprivate var withoutZeros: (mantissa: Int, exponent: Int) {
    if mantissa == 0 { return (0, 0) }
    var (mantissa, exponent) = (mantissa, exponent)
    while mantissa % 10 == 0 {
      mantissa /= 10
      exponent += 1
    }
    return (mantissa, exponent)
  }
}

extension FieldSpan {
  /// Calls `body` with the field's text: without the blanks around it unless they are quoted, and
  /// with doubled quotes undone.
  @inline(__always)
  func withValue<Value>(
    in record: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Value
  ) -> Value {
    let field = trimmed(in: record)
    if field.hasDoubledQuotes { return field.text(in: record).withUnsafeBytes { body($0) } }
    return body(UnsafeRawBufferPointer(rebasing: record[field.start..<field.end]))
  }
}

extension UnsafeRawBufferPointer {
  /// The line of a field of a record that begins at `line`.
  ///
  /// Line feeds before the field are inside quotes, each of them a physical line.
  func line(of field: FieldSpan, from line: Int) -> Int {
    line + self[..<field.start].count { $0 == UInt8(ascii: "\n") }
  }
}
