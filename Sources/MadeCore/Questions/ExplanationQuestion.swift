// Which cells make a record improbable.

/// log p(x) of each record, and its most surprising columns: their names, their values, what was expected
/// in their place, and by how many nats they surprise.
///
///     surprise of column d = -log p(x_d | earlier) - (mean of -log p(y | earlier) over y ~ p(y | earlier))
///
/// The conditional entropy is taken off because a column of many values is always improbable and never
/// a surprise: on average over the model's own records every surprise is 0. With several masks it is the
/// mean over them, in each of which other columns come earlier.
///
/// Under a flow the columns are those of its last network, of numbers the places u where the flow has put them; what was
/// expected is what such places are in x, if those of all other numbers stay what they are.
public struct ExplanationQuestion: RecordQuestion {
  private let density: any RowDensity
  /// The masks and flows that the density is a mixture of.
  private let parts: [DensityPart]
  private let schema: Schema
  private let count: Int
  private let delimiter: UInt8
  private let dialect: CellDialect
  /// By column: where its codes begin among those of all columns, and log(width) of each; none for numbers.
  private let codeRanges: [(first: Int, logWidths: [Double])]
  private let codes: Int
  /// Columns of numbers.
  private let numbers: [Int: any ValueConditional]
  private let cells: RowText

  /// - Parameters:
  ///   - count: how many columns are named.
  ///   - delimiter: of the text that names them.
  ///   - threads: CPUs to use to get ready.
  /// - Throws: `QuestionError.notOfNetworks`.
  public init(
    count: Int, _ density: any RowDensity, delimiter: UInt8, threads: Int = 1
  ) throws(QuestionError) {
    guard let parts = density.densityParts else { throw .notOfNetworks }
    self.density = density
    self.parts = parts
    schema = density.schema
    self.count = min(count, schema.columns.count)
    self.delimiter = delimiter
    dialect = CellDialect(delimiter: delimiter)
    var next = 0
    codeRanges = schema.columns.map { column in
      let states = column.kind.storage.states ?? 0
      defer { next += states }
      let logWidths = column.kind.logWidths
      return (next, logWidths.isEmpty ? Array(repeating: 0, count: states) : logWidths)
    }
    codes = next
    numbers = Dictionary(
      uniqueKeysWithValues: schema.columns.enumerated().compactMap { column, description in
        description.kind.conditional.ofValues.map { (column, $0) }
      })
    cells = RowText(schema: schema, TableDialect(delimiter: delimiter))
    density.prepare(threads: threads)
  }

  /// Names of the fields that follow the score.
  public var fieldNames: [String] {
    (1...count).flatMap { ["column_\($0)", "value_\($0)", "expected_\($0)", "surprise_\($0)"] }
  }

  public var isInNats: Bool { true }
  public var recordsAtOnce: Int { parts.map(\.recordsAtOnce).max() ?? 1 }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    let scores = density.logLikelihoods(of: batch.rows)
    let columns = codeRanges.count
    let surprises = DoubleBuffer(count: batch.count * columns)
    let shares = DoubleBuffer(count: batch.count * codes)
    // Of each record and column of numbers, the cells that stand for what was expected.
    let expected = ExpectedNumbers(batch.count * columns)
    let moved = parts.map { part in part.flow.map { expectations($0, batch.count) } }
    for (part, moved) in zip(parts, moved) {
      part.forEachRecord(of: batch.rows) { record, logit, place, _ in
        self.add(
          batch.rows, record, part, logit: logit, place, moved,
          to: surprises.base + record * columns, shares.base + record * codes,
          expected, first: record * columns)
      }
    }
    let named = (0..<batch.count).map { record in
      batch.isGood(record) ? ranked(surprises.base + record * columns) : []
    }
    for (part, moved) in zip(parts, moved) {
      guard let moved else { continue }
      for (record, column, cells) in moved.cells(of: batch.rows, named, weight: part.weight) {
        expected.cells[record * columns + column] += cells
      }
    }
    let texts = (0..<batch.count).map { record in
      batch.isGood(record)
        ? text(
          batch, record, named[record], surprises.base + record * columns,
          shares.base + record * codes,
          (0..<columns).map { expected.cells[record * columns + $0] })
        : Array(repeating: delimiter, count: 4 * count)
    }
    return BatchAnswer(numbers: scores, width: 1, texts: texts)
  }

  /// The columns that surprise most, of equals the earlier one first, so that the order is always the same.
  private func ranked(_ surprises: UnsafeMutablePointer<Double>) -> [Int] {
    Array(
      codeRanges.indices.sorted {
        surprises[$0] == surprises[$1] ? $0 < $1 : surprises[$0] > surprises[$1]
      }.prefix(count))
  }

  private func expectations(_ flow: FlowLikelihood, _ count: Int) -> MovedExpectations {
    MovedExpectations(flow, count) { index, outputs in
      let member = flow.columns.members[index]
      return self.draws(member.column, member.conditional, outputs)
    }
  }

  /// What stands for all that is drawn in a column that moves.
  private func draws(
    _ column: Int, _ conditional: any MovableConditional, _ outputs: [Float]
  ) -> [MovableDraw] {
    guard let limits = numbers[column]?.limits else { return [] }
    return conditional.evenly(outputs, within: limits, count: Self.cellsOfNumber)
  }

  /// Adds what one part says of a record: the surprise of each column, the probability of each code.
  private func add(
    _ rows: Rows, _ record: Int, _ part: DensityPart, logit: (Int) -> Float,
    _ place: (_ column: Int) -> Double?, _ moved: MovedExpectations?,
    to surprises: UnsafeMutablePointer<Double>, _ shares: UnsafeMutablePointer<Double>,
    _ expected: ExpectedNumbers, first: Int
  ) {
    let weight = part.weight
    var firstOutput = 0
    for (column, codes) in codeRanges.enumerated() {
      let conditional = schema.columns[column].kind.conditional
      func output(_ index: Int) -> Double { Double(logit(firstOutput + index)) }
      defer { firstOutput += conditional.outputs }
      if let movable = part.movable[column] {
        let outputs = (0..<conditional.outputs).map { logit(firstOutput + $0) }
        surprises[column] +=
          weight
          * movable.surprise(
            of: rows.code(record, column), movedTo: place(column), output,
            beside: draws(column, movable, outputs))
        moved?.note(record, column, place(column), outputs)
        continue
      }
      if let conditional = numbers[column]?.inRecord(record, of: rows) {
        let cells = conditional.evenly(
          output, within: conditional.limits, count: Self.cellsOfNumber)
        let entropy =
          cells.reduce(0) { $0 - conditional.logProbability(of: $1, output) }
          / Double(cells.count)
        let surprise = -conditional.logProbability(of: rows.code(record, column), output)
        surprises[column] += weight * (surprise - entropy)
        expected.cells[first + column] += cells.map {
          WeightedCell($0, weight: weight / Double(cells.count))
        }
      }
      guard let conditional = conditional.ofCodes else { continue }
      let scores = conditional.scores(output)
      let total = logSumExp(scores)
      let code = rows.code(record, column)
      var entropy = 0.0
      for (index, score) in scores.enumerated() {
        let share = exponential(score - total)
        if share > 0 { entropy -= share * (score - total - codes.logWidths[index]) }
        shares[codes.first + index] += weight * share
      }
      let surprise = total - scores[code] + codes.logWidths[code]
      surprises[column] += weight * (surprise - entropy)
    }
  }

  // MARK: Text

  private func text(
    _ batch: RecordBatch, _ record: Int, _ named: [Int],
    _ surprises: UnsafeMutablePointer<Double>, _ shares: UnsafeMutablePointer<Double>,
    _ numbers: [[WeightedCell]]
  ) -> [UInt8] {
    let fields = fields(batch, record)
    var bytes: [UInt8] = []
    for column in named {
      let name = schema.columns[column].name.map { Array($0.utf8) } ?? Array("\(column + 1)".utf8)
      for text in [
        quoted(name, delimiter: delimiter),
        fields[column] ?? drawn(batch, record, column),
        broken(batch.rows, record, column) ?? expected(column, shares, numbers[column]),
        Array(Float(surprises[column]).description.utf8),
      ] {
        bytes.append(delimiter)
        bytes += text
      }
    }
    return bytes
  }

  /// For each column its field as it was read, quoted where that is needed; nil for columns without a field.
  private func fields(_ batch: RecordBatch, _ record: Int) -> [[UInt8]?] {
    var result = [[UInt8]?](repeating: nil, count: codeRanges.count)
    guard let layout = batch.layout else { return result }
    batch.text(ofRecord: record).withUnsafeBytes { text in
      var scanner = FieldScanner(
        delimiter: layout.delimiter, maximumFields: layout.columnOfField.count + 1,
        joinsBlanks: layout.joinsBlanks)
      _ = scanner.scan(text, isAtEnd: true)
      for (field, column) in zip(scanner.fields, layout.columnOfField) {
        guard let column else { continue }
        let value = field.trimmed(in: text).text(in: text)
        result[column] = quoted(value, delimiter: delimiter)
      }
    }
    return result
  }

  /// The text of a cell that no field was read for.
  private func drawn(_ batch: RecordBatch, _ record: Int, _ column: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var random: RandomStream?
    cells.append(batch.rows, row: record, column: column, random: &random, to: &bytes)
    return bytes
  }

  /// The rule that a cell breaks, `>= start`; nil if it breaks none.
  private func broken(_ rows: Rows, _ record: Int, _ column: Int) -> [UInt8]? {
    guard let conditional = self.numbers[column], conditional.rule != nil,
      !conditional.inRecord(record, of: rows).keepsRule(rows.code(record, column))
    else { return nil }
    return schema.expectedByRule(column).map { quoted(Array($0.utf8), delimiter: delimiter) }
  }

  /// What was expected in a column: the most probable of words; of numbers a range, `25..47`.
  private func expected(
    _ column: Int, _ allShares: UnsafeMutablePointer<Double>, _ numbers: [WeightedCell]
  ) -> [UInt8] {
    let kind = schema.columns[column].kind
    guard let states = kind.storage.states else { return kind.expected(.cells(numbers), dialect) }
    let shares = (0..<states).map { allShares[codeRanges[column].first + $0] }
    return kind.expected(.shares(shares), dialect)
  }

  /// How many cells stand for what is expected of a number.
  private static let cellsOfNumber = 64
}

/// Where the cells that stand for what was expected are collected; used by one thread.
private final class ExpectedNumbers: @unchecked Sendable {
  var cells: [[WeightedCell]]

  init(_ count: Int) { cells = Array(repeating: [], count: count) }
}
