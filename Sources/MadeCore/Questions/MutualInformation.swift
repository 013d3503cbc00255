// Which columns hang together: mutual information of pairs.

/// How much two columns say about each other.
public struct PairInformation: Equatable, Sendable {
  /// Indices of the columns, the lower one first.
  public let (first, second): (Int, Int)
  /// Mutual information in nats.
  public let nats: Double
  /// Its standard error; 0 if it is exact.
  public let standardError: Double
}

/// Why it cannot be told.
public enum InformationError: Error, Equatable, Sendable {
  /// The tables of all pairs would take more memory than there is, or than is reasonable.
  case tooManyPairs
}

extension RowDensity {
  /// Mutual information of pairs of columns, from the model alone.
  ///
  ///     I(X; Y) = sum over x, y of p(x, y) log( p(x, y) / (p(x) p(y)) )   in nats
  ///
  /// It is exact for tables with few possible rows, whose scores are all added up. Else p(x, y) is estimated from
  /// draws (`PairTables`), of 16 equal parts. A table that is not exact has too much information in it; leaving out
  /// one part at a time tells how much, to first order in one over the number of draws, and what the error is (the
  /// jackknife: Quenouille, 1956; Tukey, 1958). So an estimate may be below 0, within its error.
  ///
  /// Numbers with a density count by the range they are in, of 32 of about equal probability, so that of two smooth
  /// columns that determine each other no more than log 32 = 3.47 nats are seen.
  ///
  /// - Parameters:
  ///   - column: the index of one that all others are compared with; nil for all pairs.
  ///   - draws: how many, at least 16; nil for up to 65,536, fewer where there are many pairs.
  ///   - threads: CPUs to use; nil for all. Bits do not depend on it.
  /// - Returns: pairs in the order of their columns.
  /// - Throws: `InformationError`, `QuestionError.notOfNetworks`.
  public func mutualInformation(
    with column: Int? = nil, draws: Int? = nil, threads: Int? = nil
  ) throws -> [PairInformation] {
    let threads = threads ?? availableThreads()
    if let exact = listedInformation(with: column, threads: threads) { return exact }
    let columns = schema.columns
    let isNumber = columns.map { $0.kind.conditional.ofValues != nil }
    let few =
      isNumber.contains(true)
      ? try ConditionalSampler(
        self, seed: 1, particles: drawsOfPart, fillsMissing: false
      ).freeDraws(number: 0) : []
    let classes = columns.indices.map { column in
      ColumnClasses(
        columns[column],
        cells: isNumber[column]
          ? few.flatMap { draws in
            (0..<draws.rows.count).map { draws.rows.code($0, column) }
          } : [])
    }
    guard let layout = PairLayout(classes, with: column, most: mostCells),
      Memory.has(bytes: parts * layout.cells * 8)
    else { throw InformationError.tooManyPairs }
    // What a record adds to, at most.
    let work = layout.pairs.reduce(1) { $0 + max($1.rows, $1.columns) }
    let each = draws.map { max($0 / parts, 1) } ?? min(max(workOfPart / work, 128), drawsOfPart)
    let sampler = try ConditionalSampler(self, seed: 1, particles: each, fillsMissing: false)
    let schema = schema
    let tables = WorkerTeam(threads: min(threads, parts)).map(parts) { part in
      let tables = PairTables(layout)
      for draws in sampler.freeDraws(number: part) { tables.add(draws, schema) }
      return tables
    }
    let whole = PairTables(layout)
    for part in tables {
      for cell in 0..<layout.cells { whole.cells.base[cell] += part.cells.base[cell] }
    }
    let all = layout.information { whole.cells.base[$0] }
    let without = WorkerTeam(threads: min(threads, parts)).map(parts) { part in
      layout.information { max(whole.cells.base[$0] - tables[part].cells.base[$0], 0) }
    }
    return layout.pairs.indices.map { pair in
      let n = Double(parts)
      let mean = without.reduce(0) { $0 + $1[pair] } / n
      let squares = without.reduce(0) { $0 + ($1[pair] - mean) * ($1[pair] - mean) }
      return PairInformation(
        first: layout.pairs[pair].first, second: layout.pairs[pair].second,
        nats: n * all[pair] - (n - 1) * mean,
        standardError: ((n - 1) / n * squares).squareRoot())
    }
  }

  /// The same from the scores of all rows; nil if there are too many, or infinitely many.
  private func listedInformation(with column: Int?, threads: Int) -> [PairInformation]? {
    var choices = Choices()
    for (column, description) in schema.columns.enumerated() {
      guard let states = description.kind.conditional.ofCodes?.states,
        states <= mostListed / choices.count
      else { return nil }
      choices.columns.append((column, states))
    }
    let classes = choices.columns.map { ColumnClasses.codes($0.states) }
    guard let layout = PairLayout(classes, with: column, most: mostCells) else { return nil }
    var rows = Rows(layout: schema.layout)
    rows.appendZeros(count: choices.count)
    for row in 0..<rows.count { choices.set(row, in: &rows, row: row) }
    // Of codes, not of one value of each.
    var widths = [Double](repeating: 0, count: rows.count)
    CodeWidths(schema).subtract(from: &widths, rows)
    let scores = logLikelihoods(of: rows, threads: threads)
    var cells = [Double](repeating: 0, count: layout.cells)
    for row in 0..<rows.count {
      let probability = exponential(scores[row] - widths[row])
      for pair in layout.pairs {
        cells[
          pair.start + rows.code(row, pair.first) * pair.columns + rows.code(row, pair.second)] +=
          probability
      }
    }
    return zip(layout.pairs, layout.information { cells[$0] }).map {
      PairInformation(first: $0.first, second: $0.second, nats: $1, standardError: 0)
    }
  }
}

/// Parts of the draws that are left out in turn.
private let parts = 16
/// Draws of a part, at most, and what they may add to tables.
private let (drawsOfPart, workOfPart) = (4096, 1 << 27)
/// Cells of all tables, at most: 512 MiB for all parts.
private let mostCells = 1 << 22
/// Rows that are listed, at most.
private let mostListed = 1 << 16
