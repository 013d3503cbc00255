// A relation between numbers, solved for one of its columns.

/// What is known of one cell of a column of numbers.
package enum CellSpan: Equatable {
  /// A number between two others, both included.
  case numbers(ClosedRange<Int>)
  /// No number.
  case mark(Int)
}

extension NumberRelation {
  /// All that its column may hold, if its sources are within these spans; nil where it says nothing.
  ///
  /// - Parameters:
  ///   - step: of the grid.
  ///   - span: of a column of the record.
  package func numbers(step: Int, _ span: (_ column: Int) -> CellSpan) -> ClosedRange<Int>? {
    guard let terms = terms(span), let ends = ends(terms.map(\.ends)) else { return nil }
    let low = onGrid(ends.low, Double(step))
    let high = onGrid(ends.high, Double(step))
    let limits = ValueRanges.limits
    if isBound {
      return form == .largest ? low...limits.upperBound : limits.lowerBound...high
    }
    return (low + range.lowerBound)...(high + range.upperBound)
  }

  /// All that one of its sources may hold, if its column and the other sources are within these spans; nil where it says
  /// nothing, and where no number would do.
  ///
  ///     x - f(sources) in range, solved for the source; for a bound, f(sources) <= x or f(sources) >= x
  ///
  /// - Parameters:
  ///   - source: the column that it is solved for, one of the sources.
  ///   - numbers: what its own column may hold.
  package func numbers(
    of source: Int, from numbers: ClosedRange<Int>, step: Int, _ span: (_ column: Int) -> CellSpan
  ) -> ClosedRange<Int>? {
    guard let terms = terms(span), let own = terms.first(where: { $0.source.column == source })
    else { return nil }
    let others = terms.filter { $0.source.column != source }.map(\.ends)
    let wanted = wanted(others, numbers, step: Double(step))
    let (a, b) = (own.source.cell(wanted.low), own.source.cell(wanted.high))
    let limits = ValueRanges.limits
    let least = Self.whole(min(a, b).rounded(.up))
    let most = Self.whole(max(a, b).rounded(.down))
    var (low, high) = (
      max(least, own.numbers.lowerBound, limits.lowerBound),
      min(most, own.numbers.upperBound, limits.upperBound)
    )
    /// Whether its column may hold what goes with a number of the source.
    func isPossible(_ number: Int) -> Bool {
      let reach = self.numbers(step: step) {
        $0 == source ? .numbers(number...number) : span($0)
      }
      return reach?.overlaps(numbers) ?? true
    }
    // Where f is rounded the ends are a little too far out.
    for _ in 0..<2 where low <= high && !isPossible(low) { low += 1 }
    for _ in 0..<2 where low <= high && !isPossible(high) { high -= 1 }
    return low <= high && isPossible(low) && isPossible(high) ? low...high : nil
  }

  /// A source that is a number, and between which two it lies, in units of the grid.
  private typealias Term = (
    source: Source, numbers: ClosedRange<Int>, ends: (low: Double, high: Double)
  )

  /// Those of all sources that are numbers; nil where f is none.
  private func terms(_ span: (_ column: Int) -> CellSpan) -> [Term]? {
    var terms: [Term] = []
    for source in sources {
      guard case .numbers(let numbers) = span(source.column) else {
        if isOrder { continue }
        return nil
      }
      let (a, b) = (source.number(numbers.lowerBound), source.number(numbers.upperBound))
      terms.append((source, numbers, (min(a, b), max(a, b))))
    }
    return terms
  }

  /// Between which numbers f lies, before it is rounded; nil without a term.
  private func ends(_ terms: [(low: Double, high: Double)]) -> (low: Double, high: Double)? {
    guard let first = terms.first else { return nil }
    switch form {
    case .sum:
      return terms.dropFirst().reduce(first) { ($0.low + $1.low, $0.high + $1.high) }
    case .largest:
      return terms.dropFirst().reduce(first) { (max($0.low, $1.low), max($0.high, $1.high)) }
    case .smallest:
      return terms.dropFirst().reduce(first) { (min($0.low, $1.low), min($0.high, $1.high)) }
    case .multiple(let factor):
      let (a, b) = (first.low * factor, first.high * factor)
      return (min(a, b), max(a, b))
    }
  }

  /// Between which numbers a term lies, as far as the column and the other terms say.
  private func wanted(
    _ others: [(low: Double, high: Double)], _ numbers: ClosedRange<Int>, step: Double
  ) -> (low: Double, high: Double) {
    let low = isBound ? -Double.infinity : Double(numbers.lowerBound) - Double(range.upperBound)
    let high = isBound ? Double.infinity : Double(numbers.upperBound) - Double(range.lowerBound)
    let rest = ends(others)
    switch form {
    case .sum:
      let (least, most) = rest ?? (0, 0)
      return (low - step / 2 - most, high + step / 2 - least)
    case .multiple(let factor):
      let (a, b) = ((low - step / 2) / factor, (high + step / 2) / factor)
      return (min(a, b), max(a, b))
    case .largest:
      let most = isBound ? Double(numbers.upperBound) : high
      // It has to be the largest itself where no other one is large enough.
      let isNeeded = rest.map { Double(onGrid($0.high, step)) < low } ?? true
      return (isNeeded ? low - step : -.infinity, most)
    case .smallest:
      let least = isBound ? Double(numbers.lowerBound) : low
      let isNeeded = rest.map { Double(onGrid($0.low, step)) > high } ?? true
      return (least, isNeeded ? high + step : .infinity)
    }
  }
}
