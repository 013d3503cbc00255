// Joint distributions of pairs of columns, one table a pair.

/// Which pairs there are, and where the table of each lies.
struct PairLayout: Sendable {
  /// Of a pair's table, its class counts and where it begins; (first, second), row-major.
  struct TablePlace: Sendable {
    let first: Int
    let second: Int
    let start: Int
    let rows: Int
    let columns: Int
  }

  let classes: [ColumnClasses]
  let pairs: [TablePlace]
  /// Cells of all tables.
  let cells: Int
  /// The column that all pairs have in common; nil if there are all pairs.
  private let common: Int?

  /// Those of one column with all others, or of all.
  ///
  /// - Returns: nil if the tables have more cells than `most`.
  init?(_ classes: [ColumnClasses], with common: Int?, most: Int) {
    self.classes = classes
    self.common = common
    var pairs: [TablePlace] = []
    var cells = 0
    func seconds(_ first: Int) -> Range<Int> {
      guard let common, first != common else { return first + 1..<classes.count }
      return first < common ? common..<common + 1 : common..<common
    }
    for first in classes.indices {
      for second in seconds(first) {
        let (rows, width) = (classes[first].count, classes[second].count)
        pairs.append(
          TablePlace(first: first, second: second, start: cells, rows: rows, columns: width))
        // Neither is more than a column can have codes, 2^20.
        cells += rows * width
        guard cells <= most else { return nil }
      }
    }
    self.pairs = pairs
    self.cells = cells
  }

  /// The pair of two columns; nil where there is none.
  func pair(_ a: Int, _ b: Int) -> TablePlace? {
    let (first, second) = (min(a, b), max(a, b))
    guard let common else {
      return pairs[first * (2 * classes.count - first - 1) / 2 + second - first - 1]
    }
    // Pairs below the common column come first, in the order of the other one.
    if second == common { return pairs[first] }
    return first == common ? pairs[second - 1] : nil
  }

  /// Mutual information in nats of the two columns of each table.
  ///
  ///     I = sum over a, b of p(a, b) log( p(a, b) / (p(a) p(b)) )
  ///
  /// - Parameter weight: what the tables hold of each cell; they need not sum to 1.
  func information(_ weight: (_ cell: Int) -> Double) -> [Double] {
    pairs.map { pair in
      var ofRow = [Double](repeating: 0, count: pair.rows)
      var ofColumn = [Double](repeating: 0, count: pair.columns)
      for row in 0..<pair.rows {
        for column in 0..<pair.columns {
          let own = weight(pair.start + row * pair.columns + column)
          ofRow[row] += own
          ofColumn[column] += own
        }
      }
      let total = ofRow.reduce(0, +)
      guard total > 0 else { return 0 }
      var sum = 0.0
      for row in 0..<pair.rows where ofRow[row] > 0 {
        for column in 0..<pair.columns {
          let own = weight(pair.start + row * pair.columns + column)
          if own > 0 { sum += own * logarithm(own * total / (ofRow[row] * ofColumn[column])) }
        }
      }
      return sum / total
    }
  }
}

/// Tables of all pairs, as drawn records fill them; used by one thread.
final class PairTables: @unchecked Sendable {
  let layout: PairLayout
  let cells: DoubleBuffer

  init(_ layout: PairLayout) {
    self.layout = layout
    cells = DoubleBuffer(count: max(layout.cells, 1))
  }

  /// Adds records that were drawn under one mask.
  ///
  /// Of a pair's later column not the code that was drawn is counted, but each with its probability given the
  /// columns before it. That has the same mean and less noise; and if it does not depend on the earlier column, the
  /// table says so exactly.
  func add(_ draws: FreeDraws, _ schema: Schema) {
    let rows = draws.rows
    let mask = draws.ensemble.masks[draws.mask]
    let ordering = mask.ordering.columns
    let (cells, layout, weight) = (cells, layout, draws.weight)
    draws.ensemble.forEachLogits(of: rows, mask: draws.mask) { row, logit in
      for (position, column) in ordering.enumerated() {
        let earlier = ordering[..<position].compactMap { other -> (Int, Int)? in
          // Where the table's entries of the earlier cell begin, and how far apart they are.
          guard let pair = layout.pair(column, other) else { return nil }
          let own = layout.classes[other].index(of: rows.code(row, other))
          return pair.first == other
            ? (pair.start + own * pair.columns, 1) : (pair.start + own, pair.columns)
        }
        if earlier.isEmpty { continue }
        let first = mask.firstOutputs[column]
        guard let codes = schema.columns[column].kind.conditional.ofCodes else {
          let own = layout.classes[column].index(of: rows.code(row, column))
          for (start, stride) in earlier { cells.base[start + own * stride] += weight }
          continue
        }
        let scores = codes.scores { Double(logit(first + $0)) }
        let total = logSumExp(scores)
        let shares = scores.map { weight * exponential($0 - total) }
        for (start, stride) in earlier {
          for (code, share) in shares.enumerated() { cells.base[start + code * stride] += share }
        }
      }
    }
  }
}

/// Records drawn from p under one mask.
struct FreeDraws {
  let rows: Rows
  let ensemble: Ensemble
  /// The mask's index in the ensemble.
  let mask: Int
  /// Of each record.
  let weight: Double
}

extension ConditionalSampler {
  /// Records of which nothing is known, as many from each component, drawn from the distribution that scores are of.
  func freeDraws(number: Int) -> [FreeDraws] {
    let none = schema.columns.map { _ in false }
    let components = components(
      for: EvidencePattern(isKnown: none, isLimited: none), of: .score, keepsRows: true)
    let evidence = Evidence(
      count: 1, schema: schema, constraints: schema.columns.map { _ in nil })
    var offset = 0
    return components.map { component in
      let particles = (offset..<offset + component.particles).map {
        Particle(record: 0, number: number, place: $0, member: 0)
      }
      offset += component.particles
      var rows = Rows(layout: schema.layout)
      rows.reserveCapacity(particles.count)
      draw(evidence, component, by: component.network, nil, particles) { _, _, words in
        rows.append(words: words)
      }
      return FreeDraws(
        rows: rows, ensemble: models[component.model].ensemble, mask: component.maskIndex,
        weight: exponential(component.logShare))
    }
  }
}
