// Binary numbers that C printed with more digits than they were given: 8.89999962 for 8.9.

/// Decimal numbers that a program kept in 32 or 64 bits and printed with a fixed number of digits.
///
/// `%.9g` of C and `%.18e`, which numpy.savetxt writes, show the digits of the binary number that was nearest to 8.9:
/// 8.89999962, 8.900000000000000355e+00. Such a text stands for the shortest decimal number that this binary number is
/// nearest to, so that a column lies on the grid of what was measured. Any other text is written, and read, as it is.
package struct PrintedNotation: Notation {
  package static let word = "printed"

  let isSingle: Bool
  let form: PrintedForm
  package var digits: DecimalNotation

  init(isSingle: Bool, form: PrintedForm, digits: DecimalNotation) {
    self.isSingle = isSingle
    self.form = form
    self.digits = digits
  }

  /// In how many different texts of a column the shortest number has at least two digits fewer, and in one of how many
  /// cells.
  private static let fewest = 8
  private static let fewCells = 20
  /// Decimal numbers of six digits are told apart by 32 bits, and are meant as they are written.
  private static let exact: UInt = 1_000_000

  package static func found(in values: WrittenValues) -> FoundNotation? {
    guard let form = PrintedForm(of: values.texts) else { return nil }
    return [true, false].lazy
      .map {
        PrintedNotation(
          isSingle: $0, form: form,
          digits: DecimalNotation(decimals: 0, hasFixedDecimals: form.isFixed))
      }
      .first { $0.explains(values) }
      .map { FoundNotation($0) }
  }

  /// Whether nearly all numbers are printed so, and enough of them are longer than they need to be.
  ///
  /// Of other numbers of nine digits one in 30 happens to be a float's.
  private func explains(_ values: WrittenValues) -> Bool {
    let all = values.counts.reduce(0, +)
    var (cells, others) = (0, 0)
    var long = (values: 0, cells: 0)
    for (text, count) in zip(values.texts, values.counts) {
      let digits = text.withUnsafeBytes { DecimalText($0)?.significant.digits.count }
      guard let digits else { continue }
      cells += count
      guard let shortest = shortest(text) else {
        others += count
        // Most columns end here.
        if !OddCells.areNegligible(others, of: all) { return false }
        continue
      }
      if Self.digits(shortest) + 2 <= digits {
        long = (long.values + 1, long.cells + count)
      }
    }
    return long.values >= Self.fewest && Self.fewCells * long.cells >= cells
      && OddCells.areNegligible(others, of: cells)
  }

  private static func digits(_ text: String) -> Int {
    Array(text.utf8).withUnsafeBytes { DecimalText($0)?.significant.digits.count } ?? 0
  }

  /// The shortest text of the binary number that is printed so; nil if none is.
  private func shortest(_ text: [UInt8]) -> String? {
    let spelling = String(decoding: text, as: UTF8.self)
    if isSingle {
      guard let float = Float(spelling), form.text(Double(float)) == text else { return nil }
      return float.description
    }
    guard let double = Double(spelling), form.text(double) == text else { return nil }
    return double.description
  }

  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    guard words.count == 2, let first = words.first, let last = words.last,
      ["single", "double"].contains(first), let form = PrintedForm(headerWord: last)
    else { return nil }
    self.init(isSingle: first == "single", form: form, digits: digits)
  }

  package var headerWords: [String] { [isSingle ? "single" : "double", form.headerWord] }

  package var isBinary: Bool { true }

  package var keptDigits: Int? { isSingle ? 7 : nil }

  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
    guard let plain = NumberText(text) else { return nil }
    guard plain.canonical.mantissa.magnitude >= Self.exact,
      var shortest = shortest(Array(text[...].withoutBlanks))
    else { return plain }
    return shortest.withUTF8 { NumberText(UnsafeRawBufferPointer($0)) } ?? plain
  }

  /// Appends how the binary number that is nearest is printed, if that is read as the same number.
  package func append(_ units: Int, to bytes: inout [UInt8]) {
    var plain = digits
    (plain.hasFixedDecimals, plain.leastDecimals, plain.exponent) = (false, 0, nil)
    let text = plain.text(units)
    let spelling = String(decoding: text, as: UTF8.self)
    let value = isSingle ? Float(spelling).map(Double.init) : Double(spelling)
    if let value, let printed = form.text(value), isRead(printed, as: units) {
      bytes += printed
    } else {
      // A text that happens to be what is printed of another number is not with a power of ten.
      bytes += isRead(text, as: units) ? text : text + Array("e0".utf8)
    }
  }

  private func isRead(_ text: [UInt8], as units: Int) -> Bool {
    text.withUnsafeBytes { self.units($0) } == units
  }
}
