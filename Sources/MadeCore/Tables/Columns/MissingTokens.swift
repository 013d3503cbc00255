// What stands for a missing cell.

/// The texts that stand for a missing cell.
///
/// A token that is a number stands for that number however it is spelled: with -999, -999.0 is missing as well. As
/// a value it would be written -999, and be missing when it is read again.
package struct MissingTokens: Sendable {
  private let tokens: [[UInt8]]
  private let numbers: [NumberText]
  /// What the tokens say in the notation of a column.
  private let numbersOfColumn: [NumberText]

  init(_ tokens: [[UInt8]]) {
    self.tokens = tokens
    numbers = tokens.compactMap { token in token.withUnsafeBytes { NumberText($0) } }
    numbersOfColumn = numbers
  }

  private init(_ tokens: MissingTokens, _ notation: some Notation) {
    (self.tokens, numbers) = (tokens.tokens, tokens.numbers)
    numbersOfColumn = self.tokens.compactMap { token in
      token.withUnsafeBytes { notation.number($0) }
    }
  }

  /// The tokens as a column in this notation takes them: `units` are those of its numbers.
  func read(by notation: any Notation) -> MissingTokens { MissingTokens(self, notation) }

  /// Whether a cell, without the blanks around it, is empty or a token.
  @inline(__always)
  func contains(_ text: UnsafeRawBufferPointer) -> Bool {
    if text.count == 0 { return true }
    return tokens.isEmpty ? false : isToken(text)
  }

  /// What programs write for a missing number: read so in all columns of numbers, without being told.
  static let known = [
    "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "-nan", "null", "NULL", "None", "?", "\\N",
  ].map { Array($0.utf8) }

  /// Whether a cell of a column of numbers is one of these.
  static func isKnown(_ text: UnsafeRawBufferPointer) -> Bool {
    text.count <= 4 && known.contains { $0.count == text.count && $0.elementsEqual(text) }
  }

  /// Whether a number of units of a column's grid stands for a missing cell.
  func contains(units: Int, decimals: Int) -> Bool {
    if numbersOfColumn.isEmpty { return false }
    return self.units(decimals: decimals).contains(units)
  }

  /// The numbers on a grid that stand for a missing cell, in units.
  func units(decimals: Int) -> some Sequence<Int> {
    numbersOfColumn.lazy.map { $0.canonical }.filter {
      $0.mantissa == 0 || $0.exponent >= -decimals
    }
    .map { NumberText(mantissa: $0.mantissa, exponent: $0.exponent).units(decimals: decimals) }
  }

  private func isToken(_ text: UnsafeRawBufferPointer) -> Bool {
    if tokens.contains(where: { $0.count == text.count && $0.elementsEqual(text) }) { return true }
    // Digits after zeros are a word: 007 is not 7.
    guard !numbers.isEmpty, let number = NumberText(text), !number.isCode else { return false }
    return numbers.contains { $0.hasValue(of: number) }
  }
}

extension NumberText {
  /// Whether both are the same number, as 5, 5.0 and 0.5e1 are.
  fileprivate func hasValue(of other: NumberText) -> Bool {
    let (one, two) = (canonical, other.canonical)
    return one.mantissa == two.mantissa && one.exponent == two.exponent
  }
}
