// What a kind of column has to say for itself, so that nothing else has to know the kinds.

/// A kind of column: what its cells are as text, in rows, to a network, and in questions.
///
/// A cell is a *code* in a row, one of `storage.states`. A code stands for one *value* or several: a bit, the
/// number of a word, a number in units of its grid. Text says a value; the network gives a probability to each
/// code. Two codes may stand for no value: that of all values that are not listed (other), and that of cells
/// without a value (missing).
///
/// A new kind is a folder with a type that conforms to this, and a line in `ColumnKinds`.
package protocol ColumnKind: Equatable, Sendable {
  /// The word for the kind in a model file.
  static var word: String { get }

  /// How cells are kept in rows.
  var storage: CellStorage { get }
  /// p(cell | earlier columns), and what the network gives it as parameters.
  var conditional: any Conditional { get }

  // MARK: Codes and values

  /// The values that a code stands for, all of them equally likely; nil for other and missing.
  func values(ofCode code: Int) -> ClosedRange<Int>?
  /// How many values share the probability of a code, at least 1.
  func width(ofCode code: Int) -> Int
  /// log of the size of the last place to which a cell is written, where the cell has a density: log p - this is the
  /// log of the density. 0 for other kinds, and for cells that are no numbers.
  func logWidth(ofCell cell: Int) -> Double
  /// The code of all values that are not listed; it is never drawn, because it has no text.
  var otherCode: Int? { get }
  /// The code of cells without a value.
  var missingCode: Int? { get }
  /// The cells without a value, where these are told apart by how they are written.
  var missingCells: [Int] { get }
  /// The one code that cells had in training, where there was no other; nil for columns that are not constant.
  var constantCode: Int? { get }
  /// The text of a cell that is a word among values of another sort; nil for others.
  func word(ofCell cell: Int) -> [UInt8]?

  // MARK: Text

  /// What reads cells of text.
  func decoder(_ policy: CellPolicy) -> any CellDecoder
  /// What writes them.
  func printer(_ dialect: CellDialect) -> any CellPrinter
  /// A value as a Swift program has it.
  func cell(ofValue value: Int) -> Cell
  /// The same for a text that is not a listed value.
  func cell(ofText text: [UInt8]) -> Cell
  /// The value of a cell that was kept as a number; nil for kinds whose cells are not.
  func value(ofNumber number: NumberText) -> Int?
  /// Whether each value is a byte of IDX, and no cell is missing.
  var fitsByte: Bool { get }
  /// The byte of the value 1; for a bit it may be `one`.
  func byte(ofOne one: UInt8) -> Int
  /// The mean value of a cell that is neither other nor missing, given the probabilities of its outputs.
  func mean(_ probabilities: ArraySlice<Float>) -> Float
  /// Whether the texts of all values are numbers, so that a byte of IDX may be one of them.
  var takesBytes: Bool { get }

  // MARK: Questions

  /// The values that a condition allows.
  ///
  /// - Parameter column: its name, for errors.
  func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint
  /// Why no cell of a column of that name fulfils its conditions.
  func impossible(column: String) -> ConditionError
  /// What a constraint lets fill a hole.
  func limit(of constraint: Constraint) -> CellLimit
  /// What fills a hole best: the mode of words, the mean of numbers in bins, the median of others.
  ///
  /// - Parameter allowed: the values that conditions allow.
  /// - Returns: a code, and the value, where the kind and not the code decides it.
  func expectation(_ belief: CellBelief, allowed: ValueRanges) -> (code: Int, value: Int?)
  /// Text for people that says what was expected.
  func expected(_ belief: CellBelief, _ dialect: CellDialect) -> [UInt8]
  /// The values that can be labels, each with its code; nil where values cannot be listed one by one.
  var labels: [(text: [UInt8], code: Int)]? { get }

  // MARK: Model file

  /// The keys of the lines that follow the line `column` in a header.
  static var headerKeys: [String] { get }
  /// These lines.
  var headerLines: [String] { get }
  /// What reads these lines, and makes the kind of them.
  ///
  /// - Parameter room: the most codes that the column may have.
  static func lines(room: Int) -> any KindLines

  // MARK: Inference

  /// The kind's names in `--type`.
  static var forms: [ColumnForm] { get }
  /// The form of a column that looks like this kind; nil if it does not, as always of kinds that have to be asked for.
  static func claim(_ profile: ColumnProfile) -> ColumnForm?
  /// Why a column cannot be of the kind.
  static func fault(of summary: ColumnSummary, limit: Int) -> ColumnFault?
  /// The kind fitted to the cells that were read, and what turns them into codes; nil if it does not fit.
  static func fitted(to profile: ColumnProfile) -> (kind: Self, packer: CellPacker)?
  /// What a table has of the kind, for people: `9 categorical of 101 values`.
  static func tally(_ columns: [Self]) -> String
  /// What was chosen when the kind was fitted, for people; empty where the summary of the column says all.
  var detail: String { get }
}

/// What is believed of a cell that is not known.
package enum CellBelief: Equatable, Sendable {
  /// The probability of each code.
  case shares([Double])
  /// Cells with their weights.
  case cells([WeightedCell])

  /// The probability of each of `states` codes.
  package func shares(_ states: Int) -> [Double] {
    switch self {
    case .shares(let shares): return shares
    case .cells(let cells):
      var shares = [Double](repeating: 0, count: states)
      for cell in cells { shares[cell.cell] += cell.weight }
      return shares
    }
  }
}

/// A cell that stands for a share of what may be.
package struct WeightedCell: Equatable, Sendable {
  package let cell: Int
  package let weight: Double

  package init(_ cell: Int, weight: Double) {
    self.cell = cell
    self.weight = weight
  }
}

extension [WeightedCell] {
  /// The least number that a share of the numbers does not exceed; nil if there is no number.
  package func quantile(_ share: Double) -> Int? {
    let numbers = filter { NumberLimits.mark(of: $0.cell) == nil }.sorted { $0.cell < $1.cell }
    var left = share * numbers.reduce(0) { $0 + $1.weight }
    for number in numbers {
      left -= number.weight
      if left <= 0 { return number.cell }
    }
    return numbers.last?.cell
  }
}

/// A kind whose cells are codes.
package protocol CodeKind: ColumnKind {
  /// `ColumnKind.expectation` of the probabilities of codes.
  func expectation(_ shares: [Double], allowed: ValueRanges) -> (code: Int, value: Int?)
  /// `ColumnKind.expected` of the probabilities of codes.
  func expected(_ shares: [Double], _ dialect: CellDialect) -> [UInt8]
}

extension CodeKind {
  package func expectation(_ belief: CellBelief, allowed: ValueRanges) -> (code: Int, value: Int?) {
    expectation(belief.shares(storage.states ?? 0), allowed: allowed)
  }

  package func expected(_ belief: CellBelief, _ dialect: CellDialect) -> [UInt8] {
    expected(belief.shares(storage.states ?? 0), dialect)
  }
}

extension ColumnKind {
  package func width(ofCode code: Int) -> Int {
    values(ofCode: code).map { $0.upperBound - $0.lowerBound + 1 } ?? 1
  }

  package func logWidth(ofCell cell: Int) -> Double { 0 }
  package var missingCells: [Int] { missingCode.map { [$0] } ?? [] }
  package func word(ofCell cell: Int) -> [UInt8]? { nil }
  package var constantCode: Int? { nil }

  /// log(width) of each code; empty where every code stands for one value.
  package var logWidths: [Double] {
    guard let states = storage.states else { return [] }
    let widths = (0..<states).map { width(ofCode: $0) }
    return widths.allSatisfy { $0 == 1 } ? [] : widths.map { logarithm(Double($0)) }
  }

  package func cell(ofText text: [UInt8]) -> Cell { .word(String(decoding: text, as: UTF8.self)) }
  package func value(ofNumber number: NumberText) -> Int? { nil }
  package func byte(ofOne one: UInt8) -> Int { 1 }

  /// The sum over the codes k of p(k) (low of k + high of k) / 2, divided by the sum of p(k).
  package func mean(_ probabilities: ArraySlice<Float>) -> Float {
    var sum: Float = 0
    var total: Float = 0
    for (code, probability) in probabilities.enumerated() {
      guard let range = values(ofCode: code) else { continue }
      sum += probability * Float(range.lowerBound + range.upperBound) / 2
      total += probability
    }
    return sum / total
  }

  package func isEqual(to other: any ColumnKind) -> Bool { (other as? Self) == self }

  /// The tally of those columns that are of this kind; nil if none is.
  package static func tally(in columns: [Column]) -> String? {
    let own = columns.compactMap { $0.kind as? Self }
    return own.isEmpty ? nil : tally(own)
  }

  // MARK: Constraints

  package static func claim(_ profile: ColumnProfile) -> ColumnForm? { nil }
  package var detail: String { "" }

  package static func fault(of summary: ColumnSummary, limit: Int) -> ColumnFault? {
    summary.values == 0 ? .noValues : nil
  }

  package func impossible(column: String) -> ConditionError { .impossible(column: column) }

  package func limit(of constraint: Constraint) -> CellLimit { .shares(shares(of: constraint)) }

  /// How much of each code a constraint allows, from 0 to 1: the share of its values.
  package func shares(of constraint: Constraint) -> [Float] {
    (0..<(storage.states ?? 0)).map { code in
      if code == missingCode { return constraint.allowsMissing ? 1 : 0 }
      guard let own = values(ofCode: code).map({ ValueRanges([$0]) }) else { return 0 }
      // The share of a single value of the widest bin is still above 0.
      return Float(Double(own.intersection(constraint.values).count) / Double(own.count))
    }
  }

  /// A value of a code, uniform over those within `ranges`; nil for other and missing.
  ///
  /// Without random numbers it is the median. A code of a single value consumes none.
  package func value(
    ofCode code: Int, within ranges: ValueRanges?, _ random: inout RandomStream?
  ) -> Int? {
    values(ofCode: code).map { $0.value(within: ranges?.ranges, &random) }
  }
}

/// What reads the lines of one column in a model's header.
package protocol KindLines {
  /// Takes a line; false when it is not legal here.
  mutating func take(_ key: String, _ value: Substring) -> Bool
  /// The kind, once all of its lines were taken.
  var kind: (any ColumnKind)? { get }
}

/// Turns the cells of a column, kept while its kind was being inferred, into codes.
package struct CellPacker: Sendable {
  /// The code of the value with number n at index n + 1; at index 0 that of a missing cell.
  package var codes: [Int]
  /// The code of a cell that is kept without the dictionary; nil if cells are kept by it.
  package var number: (@Sendable (KeptNumber) -> Int)?
  /// How many different values there are, where the column's dictionary does not say.
  package var values: Int?
  /// How many cells are missing, where that is more than those that are empty or have a token.
  package var missing: Int?
  /// Of `ColumnSummary`.
  package var (words, cellsOfWords, rounded) = (0, 0, 0)

  package init(
    codes: [Int], number: (@Sendable (KeptNumber) -> Int)? = nil, values: Int? = nil
  ) {
    self.codes = codes
    self.number = number
    self.values = values
  }

  /// Sets the cells of a column in some rows.
  ///
  /// - Parameter words: of these rows, `wordsPerRow` of each.
  func pack(
    _ profile: ColumnProfile, _ rows: Range<Int>, at place: CellPlace,
    into words: UnsafeMutablePointer<UInt64>, wordsPerRow: Int
  ) {
    let base = UnsafeMutableRawPointer(words)
    let stride = wordsPerRow * 8
    if let number {
      profile.forEachNumber(rows) { row, value in
        place.set(number(value), in: base + (row &- rows.lowerBound) &* stride)
      }
    } else {
      codes.withUnsafeBufferPointer { codes in
        profile.forEachCode(rows) { row, code in
          place.set(codes[code], in: base + (row &- rows.lowerBound) &* stride)
        }
      }
    }
  }
}
