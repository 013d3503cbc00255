// Columns that determine others: every value of one came with a single value of the other.

/// A functional dependency in the training records.
///
/// A network gives a value that never came with another one a small probability, not none; of a pair of
/// columns that say the same thing twice, `Bachelors` and `13`, some drawn rows would show it. So rows are
/// drawn without such pairs; likelihoods do not change.
public struct Dependency: Equatable, Sendable {
  /// The column that determines.
  public var column: Int
  /// The column that is determined.
  public var determined: Int
  /// For each slot of `column` the slot of `determined` that it came with, nil for slots that no record had.
  public var slots: [Int?]

  /// A dependency.
  public init(column: Int, determined: Int, slots: [Int?]) {
    self.column = column
    self.determined = determined
    self.slots = slots
  }

  /// Whether records may have these slots in the two columns.
  public func allows(_ slot: Int, _ determinedSlot: Int) -> Bool {
    slots[slot].map { $0 == determinedSlot } ?? true
  }

  /// Records to a value, on average, below which a dependency may be there by chance.
  private static let fewestRecords = 10

  /// All dependencies between columns of several slots.
  ///
  /// A column with fewer than ten records to a value is not taken to determine anything, and one of which
  /// all records have the same slot is not taken to be determined.
  ///
  /// - Complexity: O(records x C^2) at worst; a pair of columns ends at its first contradiction.
  public static func all(in rows: PackedRows, schema: Schema) -> [Dependency] {
    var first = 0
    var columns: [(number: Int, slots: Int, found: [UInt16])] = []
    for (number, column) in schema.columns.enumerated() {
      defer { first += column.slots }
      guard column.slots > 1, column.slots <= Int(UInt16.max) else { continue }
      let found = (0..<rows.count).map {
        UInt16(rows.firstSet(inRow: $0, from: first, count: column.slots) ?? 0)
      }
      columns.append((number, column.slots, found))
    }
    var dependencies: [Dependency] = []
    for one in columns {
      let values = Set(one.found).count
      guard values > 1, values * fewestRecords <= rows.count else { continue }
      for other in columns where other.number != one.number && Set(other.found).count > 1 {
        guard let slots = map(one.found, one.slots, other.found) else { continue }
        dependencies.append(
          Dependency(column: one.number, determined: other.number, slots: slots))
      }
    }
    return dependencies
  }

  /// The slot that each slot came with, nil if one came with several.
  private static func map(_ one: [UInt16], _ slots: Int, _ other: [UInt16]) -> [Int?]? {
    var result = [Int](repeating: -1, count: slots)
    for (slot, found) in zip(one, other) {
      if result[Int(slot)] == Int(found) { continue }
      guard result[Int(slot)] < 0 else { return nil }
      result[Int(slot)] = Int(found)
    }
    return result.map { $0 < 0 ? nil : $0 }
  }
}
