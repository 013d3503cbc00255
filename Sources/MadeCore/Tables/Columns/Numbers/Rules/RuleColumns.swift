// Columns of numbers side by side, in one unit, to be compared.

/// Columns of numbers that can be compared, and what some records have in them.
struct RuleColumns {
  /// One of them.
  struct Column {
    /// Its index in the schema.
    let index: Int
    let numbers: Numbers
    /// What a cell is in units of all: factor cell + shift.
    let factor: Int
    let shift: Int
    /// Whether it is a number without a unit among dates, which may say how far two of them are apart.
    let isSpan: Bool

    var decimals: Int { numbers.notation.decimals }
    /// The step of its grid, in units of all.
    var step: Int { numbers.values.steps.step * factor }
    var origin: Int { numbers.notation.scale.origin }

    /// A cell in units of all; nil for a mark.
    @inline(__always)
    func number(_ cell: Int) -> Int? {
      NumberLimits.mark(of: cell) == nil ? cell &* factor &+ shift : nil
    }
  }

  let columns: [Column]
  let isCalendar: Bool
  /// For each column what it has in some records from all over the table.
  let sample: [[Int?]]
  private let rows: Rows

  var count: Int { columns.count }
  var records: Int { rows.count }
  /// Whether they are times of a day.
  var areOfDay: Bool { columns[0].numbers.notation.scale.isOfDay }

  /// About how many records are looked at first.
  private static let firstLook = 2000
  /// Numbers are no larger than this in units of all, so that sums of a few are exact.
  private static let mostUnits = 1 << 50
  /// The most columns of one unit that are compared.
  private static let mostColumns = 300

  private init(_ columns: [Column], isCalendar: Bool, _ rows: Rows) {
    self.columns = columns
    self.isCalendar = isCalendar
    self.rows = rows
    let step = max(rows.count / Self.firstLook, 1)
    sample = columns.map { column in
      stride(from: 0, to: rows.count, by: step).map { column.number(rows.code($0, column.index)) }
    }
  }

  /// What a record has in a column, by its number among these.
  @inline(__always)
  func number(_ column: Int, _ record: Int) -> Int? {
    columns[column].number(rows.code(record, columns[column].index))
  }

  /// The columns of numbers of a table, those of one unit together.
  static func all(in rows: Rows, _ schema: Schema) -> [RuleColumns] {
    var groups: [(unit: String, columns: [(index: Int, numbers: Numbers)])] = []
    for (index, column) in schema.columns.enumerated() {
      // A notation of several scales cannot write all that a rule says, and places are no sums of places.
      guard let numbers = column.kind as? Numbers, numbers.values.steps.digits == 0,
        numbers.notation.stepsBySize.isEmpty, numbers.notation.powerScale == nil,
        numbers.mixture.rule == nil,
        // What is read as missing must not come out of a rule.
        !numbers.values.gaps.contains(where: numbers.values.range.contains)
      else { continue }
      let unit = numbers.notation.scale.unit
      if let group = groups.firstIndex(where: { $0.unit == unit }) {
        groups[group].columns.append((index, numbers))
      } else {
        groups.append((unit, [(index, numbers)]))
      }
    }
    let spans = (groups.first { $0.unit.isEmpty }?.columns ?? [])
      .filter { (0...1).contains($0.numbers.notation.decimals) }
    return groups.compactMap { group in
      var columns = comparable(group.columns)
      let isCalendar = !group.unit.isEmpty
      if isCalendar, columns.count > 1, columns.count + spans.count <= mostColumns {
        columns = comparable(group.columns, spans: spans)
      }
      guard (2...mostColumns).contains(columns.count) else { return nil }
      return RuleColumns(columns, isCalendar: isCalendar, rows)
    }
  }

  /// Columns in units of the most decimals that any has, but for those that get too large.
  ///
  /// - Parameter spans: numbers without a unit that are compared with these.
  private static func comparable(
    _ columns: [(index: Int, numbers: Numbers)], spans: [(index: Int, numbers: Numbers)] = []
  ) -> [Column] {
    let all =
      columns.map { ($0.index, $0.numbers, false) } + spans.map { ($0.index, $0.numbers, true) }
    let decimals = all.map { $0.1.notation.decimals }.max() ?? 0
    return all.compactMap { index, numbers, isSpan in
      guard let factor = power(decimals - numbers.notation.decimals),
        let unit = power(max(decimals, 0))
      else { return nil }
      let (shift, overflow) = numbers.notation.scale.origin.multipliedReportingOverflow(by: unit)
      let range = numbers.values.range
      let most = max(range.lowerBound.magnitude, range.upperBound.magnitude)
        .multipliedReportingOverflow(by: UInt(factor))
      guard !overflow, !most.overflow, shift.magnitude < mostUnits,
        most.partialValue < UInt(mostUnits) - shift.magnitude
      else { return nil }
      return Column(
        index: index, numbers: numbers, factor: factor, shift: shift, isSpan: isSpan)
    }
  }

  private static func power(_ exponent: Int) -> Int? {
    guard (0...NumberRelation.mostPower).contains(exponent) else { return nil }
    return (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// The sources of a rule in the units of its target; nil if their decimals are too different.
  func sources(of rule: FoundRule) -> [NumberRelation.Source]? {
    let sources = rule.sources.compactMap {
      source($0.column, of: rule.target, isNegative: $0.isNegative)
    }
    return sources.count == rule.sources.count ? sources : nil
  }

  private func source(_ source: Int, of target: Int, isNegative: Bool) -> NumberRelation.Source? {
    let (from, to) = (columns[source], columns[target])
    guard let unit = Self.power(max(to.decimals, 0)) else { return nil }
    // What dates are apart does not depend on the day that they are counted from.
    let origin = from.isSpan ? 0 : from.origin - (to.isSpan ? 0 : to.origin)
    let (shift, overflow) = origin.multipliedReportingOverflow(by: unit)
    let power = to.decimals - from.decimals
    guard !overflow, ValueRanges.limits.contains(shift),
      abs(power) <= NumberRelation.mostPower
    else { return nil }
    return NumberRelation.Source(
      column: from.index, isNegative: isNegative, power: power, shift: shift)
  }
}
