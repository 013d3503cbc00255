// The values of a column of numbers, as its mixture sees them.

/// What a column of numbers may hold, and where each value lies.
///
/// A cell is a number of units of the column's grid, or a *mark*: a cell that is no number (a missing one, a word
/// among the numbers), counted from `Int.min` on. Some cells are *listed*: all marks, and the numbers that are
/// frequent enough to stand alone. Each of these has an input of its own and a probability of its own.
package final class NumberValues: Sendable {
  /// T.
  package let transform: NumberTransform
  /// Which numbers lie on the grid.
  package let steps: NumberSteps
  /// How many cells are marks.
  package let marks: Int
  /// The numbers that are listed, ascending.
  package let atoms: [Int]
  /// Other numbers that the column is known to have, ascending; empty if no number is known.
  package let known: [Int]
  /// The least and the largest number of the training records.
  package let range: ClosedRange<Int>
  /// Numbers on the grid that no cell has, ascending, because they stand for a missing cell: the grid cell of each
  /// belongs to the next number above.
  package let gaps: [Int]
  /// What their probability depends on beside their size; nil for nothing, as always where there are gaps.
  package let phasing: NumberPhasing?
  /// The cells of the known values on the scale of T: that of value k reaches from edge k to edge k + 1.
  private let edges: [Double]
  /// T of the atoms.
  let atomPlaces: [Double]

  /// What stands for infinity on the scale of T.
  static let farthest: Float = 1e30

  package init(
    transform: NumberTransform, steps: NumberSteps, marks: Int, atoms: [Int], known: [Int],
    range: ClosedRange<Int>, gaps: [Int] = [], phasing: NumberPhasing? = nil
  ) {
    precondition(phasing.map { $0.fits(steps) && gaps.isEmpty } ?? true)
    self.phasing = phasing
    self.transform = transform
    self.steps = steps
    self.marks = marks
    self.atoms = atoms
    self.known = known
    self.range = range
    self.gaps = gaps
    var places: [Double] = []
    if !known.isEmpty {
      // Half way between neighbours, on the scale of T.
      let images = known.map { transform(Double($0)) }
      places = [-Double(Self.farthest)]
      for (below, above) in zip(images, images.dropFirst()) { places.append((below + above) / 2) }
      places.append(Double(Self.farthest))
    }
    edges = places
    atomPlaces = atoms.map { transform(Double($0)) }
  }

  /// The cell of a number among the known values, on the scale of T; nil if it is none of them.
  func knownEnds(of number: Int) -> (low: Double, high: Double)? {
    known.index(ofSorted: number).map { (edges[$0], edges[$0 + 1]) }
  }

  /// How many cells are listed: marks first, then atoms.
  package var listed: Int { marks + atoms.count }
  /// How many phases have an input and an output each.
  package var phases: Int { phasing?.phases ?? 0 }
  package var hasKnown: Bool { !known.isEmpty }
  /// Rows of floats that describe a cell.
  package var cellRows: Int { (hasKnown ? 8 : 4) + (phasing == nil ? 0 : 1) }

  /// The index of a cell among the listed ones.
  package func listedIndex(_ cell: Int) -> Int? {
    if let mark = NumberLimits.mark(of: cell) { return mark < marks ? mark : nil }
    return atoms.index(ofSorted: cell).map { marks + $0 }
  }

  /// The cell with an index among the listed ones.
  package func listedCell(_ index: Int) -> Int {
    index < marks ? NumberLimits.cell(ofMark: index) : atoms[index - marks]
  }

  /// Where a cell lies.
  package func place(_ cell: Int) -> ValuePlace {
    let phase = NumberLimits.mark(of: cell) == nil ? phasing?.phase(of: cell) : nil
    let index = listedIndex(cell) ?? phase.map { listed + $0 } ?? -1
    let one = Int32(truncatingIfNeeded: index)
    let nowhere = SIMD4<Float>(0, 0, 0, -Self.farthest)
    guard NumberLimits.mark(of: cell) == nil else {
      return ValuePlace(one: one, real: 0, parts: (nowhere, nowhere))
    }
    let ends = ends(of: cell)
    let grid = Self.cell(
      transform(ends.low), transform(ends.high), transform.width(from: ends.low, to: ends.high))
    let known = known.index(ofSorted: cell).map {
      Self.cell(edges[$0], edges[$0 + 1], edges[$0 + 1] - edges[$0])
    }
    return ValuePlace(
      one: one, real: input(transform(Double(cell))),
      parts: (grid, known ?? nowhere), phase: phase, phaseRow: cellRows - 1)
  }

  /// What a network gets for T(v): what lies very far out is no further out than this.
  private func input(_ t: Double) -> Float { Float(min(max(t, -8), 8)) }

  private static func cell(_ low: Double, _ high: Double, _ width: Double) -> SIMD4<Float> {
    SIMD4(Float(low), Float(high), Float(width), Float(logarithm(width)))
  }

  /// The number nearest to a place on the scale of T, within the limits of numbers.
  package func number(at t: Double) -> Int {
    let value = transform.preimage(of: t)
    let limits = ValueRanges.limits
    if !(value > Double(limits.lowerBound)) { return nearest(to: limits.lowerBound) }
    guard value < Double(limits.upperBound) else { return nearest(to: limits.upperBound) }
    // Rounded to a whole number first, it may be nearer to the next one of the grid.
    var number = steps.nearest(to: Int(value.rounded()))
    if value > steps.above(number) {
      number = steps.next(after: number)
    } else if value < steps.below(number) {
      number = steps.last(before: number)
    }
    return nearest(to: number)
  }

  /// The known value in whose cell a place lies.
  package func knownNumber(at t: Double) -> Int {
    // Its cell begins with the last edge at or below it.
    known[min(max(edges.countUpTo(t) - 1, 0), known.count - 1)]
  }

  /// Where the grid cell of a number begins, and where it ends: with a rhythm that of its whole period, with heaps
  /// that among the numbers of its level.
  func ends(of number: Int) -> (low: Double, high: Double) {
    switch phasing {
    case nil: return (below(number), steps.above(number))
    case .heaps(let heaps): return heaps.ends(of: number)
    case .rhythm(let rhythm):
      let period = rhythm.place(of: number).period
      let numbers = cells(ofPeriods: period...period, rhythm)
      return (below(numbers.lowerBound), steps.above(numbers.upperBound))
    }
  }

  /// The first and the last number of some periods.
  func cells(ofPeriods periods: ClosedRange<Int>, _ rhythm: NumberRhythm) -> ClosedRange<Int> {
    let end = rhythm.first(ofPeriod: periods.upperBound + 1) - steps.step
    return rhythm.first(ofPeriod: periods.lowerBound)...end
  }

  /// How many numbers a phase has in one period.
  var numbersOfPhase: Int {
    if case .rhythm(let rhythm) = phasing { rhythm.phase / steps.step } else { 1 }
  }

  /// The known values in a range, and where their cells begin and end; nil if there are none.
  func knownCells(in range: ClosedRange<Int>) -> (
    low: Double, high: Double, values: ClosedRange<Int>
  )? {
    let first = known.countBelow(range.lowerBound)
    let end = known.countUpTo(range.upperBound)
    return first < end ? (edges[first], edges[end], known[first]...known[end - 1]) : nil
  }
}

// MARK: - The grid

extension NumberValues {
  /// Where gaps may be: there neighbours are told from each other also where the step is 1.
  static let gapLimits = -(1 << 51)...(1 << 51)

  private func isGap(_ number: Int) -> Bool {
    !gaps.isEmpty && gaps.index(ofSorted: number) != nil
  }

  /// The number on the grid that is nearest, within the limits of numbers.
  package func nearest(to number: Int) -> Int {
    let limits = ValueRanges.limits
    var nearest = min(max(steps.nearest(to: number), limits.lowerBound), limits.upperBound)
    while isGap(nearest) { nearest = steps.next(after: nearest) }
    return nearest
  }

  /// The numbers on the grid within a range, from the first to the last; nil if there are none.
  package func range(_ range: ClosedRange<Int>) -> ClosedRange<Int>? {
    guard let range = steps.range(range) else { return nil }
    var (low, high) = (range.lowerBound, range.upperBound)
    while isGap(low) { low = steps.next(after: low) }
    while isGap(high) { high = steps.last(before: high) }
    return low <= high ? low...high : nil
  }

  /// Where the grid cell of a number begins, and those of gaps just below it.
  private func below(_ number: Int) -> Double {
    if gaps.isEmpty { return steps.below(number) }
    var first = number
    while case let last = steps.last(before: first), isGap(last) { first = last }
    return steps.below(first)
  }
}

extension NumberValues: Hashable {
  package static func == (one: NumberValues, other: NumberValues) -> Bool {
    one === other
      || one.transform == other.transform && one.steps == other.steps && one.marks == other.marks
        && one.atoms == other.atoms
        && one.known == other.known && one.range == other.range && one.gaps == other.gaps
        && one.phasing == other.phasing
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(transform)
    hasher.combine(atoms.count)
    hasher.combine(known.count)
  }
}
