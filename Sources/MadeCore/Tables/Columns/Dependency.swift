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

  /// Records that a pair of columns is looked at in first.
  private static let firstLook = 20_000

  /// Pairs of a value of the one column and one of the other, for all dependencies together: each takes a byte
  /// where rows are drawn.
  package static let mostValuePairs = 1 << 25

  /// Pairs of columns that are looked at: about 2,000 columns with all others.
  private static let mostPairs = 1 << 22

  /// All dependencies between columns of several slots.
  ///
  /// None are found in a table with too many pairs of columns, which would take hours; and none after those
  /// whose values make up `mostValuePairs`.
  ///
  /// A column with fewer than ten records to a value is not taken to determine anything, and one of which
  /// all records have the same slot is not taken to be determined.
  ///
  /// - Complexity: O(records x columns of pairs that some records all over the table do not contradict).
  public static func all(in rows: Rows, schema: Schema) -> [Dependency] {
    var first = 0
    var columns: [ColumnSlots] = []
    for (number, column) in schema.columns.enumerated() {
      if column.slots > 1, column.slots <= Int(UInt16.max) {
        columns.append(ColumnSlots(number: number, first: first, slots: column.slots))
      }
      first += column.slots
    }
    let stride = max(rows.count / firstLook, 1)
    let some = columns.map { $0.found(in: rows, every: stride) }
    let mayDetermine = columns.indices.filter {
      count(some[$0], columns[$0].slots) * fewestRecords <= rows.count
    }
    guard mayDetermine.count * columns.count <= mostPairs else { return [] }
    let pairs = mayDetermine.flatMap { one in
      columns.indices.filter { other in
        one != other && map(some[one], columns[one].slots, some[other]) != nil
      }.map { (one, $0) }
    }
    var whole: [Int: [UInt16]] = [:]
    var values: [Int: Int] = [:]
    for column in Set(pairs.flatMap { [$0.0, $0.1] }) {
      let found = columns[column].found(in: rows, every: 1)
      whole[column] = found
      values[column] = count(found, columns[column].slots)
    }
    var room = mostValuePairs
    return pairs.compactMap { one, other in
      guard let determining = whole[one], let determined = whole[other],
        let count = values[one], count > 1, count * fewestRecords <= rows.count,
        values[other] ?? 0 > 1,
        columns[one].slots * columns[other].slots <= room,
        let slots = map(determining, columns[one].slots, determined)
      else { return nil }
      room -= columns[one].slots * columns[other].slots
      return Dependency(
        column: columns[one].number, determined: columns[other].number, slots: slots)
    }
  }

  /// A column's place in packed records.
  private struct ColumnSlots {
    let number: Int
    let first: Int
    let slots: Int

    /// The slot of every so many records.
    func found(in rows: Rows, every step: Int) -> [UInt16] {
      stride(from: 0, to: rows.count, by: step).map {
        UInt16(rows.firstSet(inRow: $0, from: first, count: slots) ?? 0)
      }
    }
  }

  /// How many of the slots there are.
  private static func count(_ found: [UInt16], _ slots: Int) -> Int {
    var isThere = [Bool](repeating: false, count: slots)
    for slot in found { isThere[Int(slot)] = true }
    return isThere.count { $0 }
  }

  /// The slot that each slot came with, nil if one came with several.
  private static func map(_ one: [UInt16], _ slots: Int, _ other: [UInt16]) -> [Int?]? {
    var result = [Int](repeating: -1, count: slots)
    for index in 0..<min(one.count, other.count) {
      let (slot, found) = (Int(one[index]), Int(other[index]))
      if result[slot] == found { continue }
      guard result[slot] < 0 else { return nil }
      result[slot] = found
    }
    return result.map { $0 < 0 ? nil : $0 }
  }
}
