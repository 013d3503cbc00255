// Conditions on what columns may hold: `age>=40`, `sex=Female|Male`.

/// What a condition could not be taken for.
public enum ConditionError: Error, Equatable, Sendable {
  /// There is no operator, or no column of that name before it.
  case noColumn(String, nearest: String? = nil)
  /// The column holds words that are not all numbers, or 0 and 1: they have no order.
  case noOrder(column: String)
  /// The value is no number, in a column of numbers.
  case notANumber(column: String, value: String)
  /// No value that a record may have fulfils all conditions on the column.
  case impossible(column: String)
}

/// The conditions on the columns of a schema.
public struct Conditions: Sendable {
  /// For each column the share of each slot that fulfils its conditions (of a binary column those of 0
  /// and of 1), nil without a condition.
  public private(set) var limits: [[Float]?]
  /// For each column of words or numbers with a condition the values that fulfil it, ascending and disjoint:
  /// numbers in units, words by their numbers.
  public private(set) var within: [[ClosedRange<Int>]?]
  private let schema: Schema

  /// None.
  public init(schema: Schema) {
    self.schema = schema
    limits = schema.columns.map { _ in nil }
    within = limits.map { _ in nil }
  }

  /// Whether there is none.
  public var isEmpty: Bool { limits.allSatisfy { $0 == nil } }

  /// Adds a condition: the name of a column or its number from 1, an operator, and a value or several.
  ///
  ///     NAME=VALUE|VALUE...   one of the values, `a..b` among numbers being all from a to b
  ///     NAME!=VALUE|...       any value but these
  ///     NAME<VALUE   NAME<=VALUE   NAME>VALUE   NAME>=VALUE   numbers
  ///
  /// An empty value stands for a missing cell, which fulfils no other condition. Values never seen in
  /// training fulfil none. Several conditions on a column hold together.
  public mutating func add(_ text: String) throws(ConditionError) {
    guard let (column, comparison, value) = split(Array(text.utf8)) else {
      let name = text.prefix { !"=<>!".contains($0) }
      throw .noColumn(
        text, nearest: nearestName(to: String(name), among: schema.columns.compactMap(\.name)))
    }
    let name = schema.columns[column].name ?? "\(column + 1)"
    var new: [Float]
    var newWithin = within[column]
    switch schema.columns[column].kind {
    case .binary:
      guard comparison.isEquality else { throw .noOrder(column: name) }
      let listed = Self.alternatives(value).compactMap { $0.withUnsafeBytes { NumberText($0) } }
        .map { $0.units(decimals: 0) }
      new = [0, 1].map { listed.contains($0) == (comparison == .equal) ? 1 : 0 }
    case .categorical(let categories):
      let (fulfils, hasEmpty) = try Self.fulfilling(comparison, value, categories, column: name)
      let numbers = fulfils.indices.filter { fulfils[$0] }
      let both = (within[column].map { UnitRanges($0) } ?? .all)
        .intersection(UnitRanges(numbers.map { $0...$0 }))
      newWithin = both.ranges
      new = (0..<categories.valueSlots).map { slot in
        Self.share(of: categories.values(inSlot: slot).map { ClosedRange($0) }, in: both)
      }
      if categories.hasOther { new.append(0) }
      if categories.hasMissing { new.append(hasEmpty && comparison == .equal ? 1 : 0) }
    case .number(let bins):
      let (ranges, hasEmpty) = try UnitRanges.fulfilling(comparison, value, bins, column: name)
      let earlier = within[column].map { UnitRanges($0) } ?? .all
      let both = earlier.intersection(ranges)
      newWithin = both.ranges
      new = bins.ranges.map { Self.share(of: $0, in: both) }
      if bins.hasOther { new.append(0) }
      if bins.hasMissing { new.append(hasEmpty && comparison == .equal ? 1 : 0) }
    }
    if let old = limits[column] {
      // Shares of values are those of all conditions already, others are 0 or 1.
      new = zip(old, new).map { min($0, $1) }
    }
    guard new.contains(where: { $0 > 0 }) else { throw .impossible(column: name) }
    limits[column] = new
    within[column] = newWithin
  }

  /// The share of the values of a slot that is in others; that of a single one of the widest bin is still
  /// above 0.
  private static func share(of slot: ClosedRange<Int>?, in values: UnitRanges) -> Float {
    guard let slot = slot.map({ UnitRanges([$0]) }) else { return 0 }
    return Float(Double(slot.intersection(values).count) / Double(slot.count))
  }

  /// Which words fulfil a comparison, and whether an empty value is among those listed.
  private static func fulfilling(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, _ categories: Categories, column: String
  ) throws(ConditionError) -> (fulfils: [Bool], hasEmpty: Bool) {
    guard comparison.isEquality else {
      return (try ordered(categories, comparison, value, column: column), false)
    }
    // A value that has a bar in it is meant as a whole.
    let isWhole = categories.values.contains { $0.elementsEqual(value) }
    let listed = Set(isWhole ? [Array(value)] : alternatives(value))
    return (
      categories.values.map { listed.contains($0) == (comparison == .equal) }, listed.contains([])
    )
  }

  /// Which of the words, all of which are numbers, though too few to need bins, fulfil a comparison.
  private static func ordered(
    _ categories: Categories, _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> [Bool] {
    func number(_ text: [UInt8]) -> Double? {
      text.withUnsafeBytes { NumberText($0) == nil ? nil : decimalValue($0[...]) }
    }
    let numbers = categories.values.compactMap(number)
    guard numbers.count == categories.values.count else { throw .noOrder(column: column) }
    guard let limit = number(Array(value)) else {
      throw .notANumber(column: column, value: String(decoding: value, as: UTF8.self))
    }
    return numbers.map { comparison.holds($0, limit) }
  }

  // MARK: Parts

  enum Comparison: String, CaseIterable {
    // Longer ones first: they begin with the shorter ones.
    case notEqual = "!="
    case atMost = "<="
    case atLeast = ">="
    case equal = "="
    case below = "<"
    case above = ">"

    var isEquality: Bool { self == .equal || self == .notEqual }

    func holds(_ a: Double, _ b: Double) -> Bool {
      switch self {
      case .equal: a == b
      case .notEqual: a != b
      case .below: a < b
      case .atMost: a <= b
      case .above: a > b
      case .atLeast: a >= b
      }
    }
  }

  private typealias Parts = (column: Int, comparison: Comparison, value: ArraySlice<UInt8>)

  /// The longest name of a column that an operator follows; else a number of one.
  private func split(_ text: [UInt8]) -> Parts? {
    var best: (length: Int, parts: Parts)?
    for (index, column) in schema.columns.enumerated() {
      let name = column.name.map { Array($0.utf8) } ?? Array("\(index + 1)".utf8)
      if text.starts(with: name), name.count > best?.length ?? -1,
        let (comparison, value) = Self.comparison(text[name.count...])
      {
        best = (name.count, (index, comparison, value))
      }
    }
    if let best { return best.parts }
    let digits = text.prefix { (0x30...0x39).contains($0) }
    guard let number = Int(String(decoding: digits, as: UTF8.self)),
      schema.columns.indices.contains(number - 1),
      let (comparison, value) = Self.comparison(text[digits.endIndex...])
    else { return nil }
    return (number - 1, comparison, value)
  }

  private static func comparison(
    _ text: ArraySlice<UInt8>
  ) -> (Comparison, ArraySlice<UInt8>)? {
    let rest = text.drop { $0.isBlank }
    guard let found = Comparison.allCases.first(where: { rest.starts(with: $0.rawValue.utf8) })
    else { return nil }
    return (found, trimmed(rest.dropFirst(found.rawValue.utf8.count)))
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop { $0.isBlank }
    while text.last?.isBlank == true { text = text.dropLast() }
    return text
  }

  static func alternatives(_ value: ArraySlice<UInt8>) -> [[UInt8]] {
    value.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map {
      Array(trimmed($0))
    }
  }
}
