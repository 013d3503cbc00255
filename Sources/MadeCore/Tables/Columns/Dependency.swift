// Columns that determine others: every value of one came with a single value of the other.

/// A functional dependency in the training records.
///
/// A network gives two values that never came together a small probability, not 0. With two columns that say the
/// same thing, `Bachelors` and `13`, some drawn rows would contradict themselves. So rows are drawn without such
/// pairs; likelihoods do not change.
public struct Dependency: Equatable, Sendable {
  /// The column that determines.
  public var column: Int
  /// The column that is determined.
  public var determined: Int
  /// For each code of `column` the code of `determined` that it came with, nil for codes that no record had.
  public var codes: [Int?]

  /// The dependency of the column `determined` on another one.
  package init(column: Int, determined: Int, codes: [Int?]) {
    self.column = column
    self.determined = determined
    self.codes = codes
  }

  /// Whether records may have these codes in the two columns.
  package func allows(_ code: Int, _ determinedCode: Int) -> Bool {
    codes[code].map { $0 == determinedCode } ?? true
  }

  /// With fewer records to a value than this, on average, a dependency may be there by chance.
  private static let fewestRecords = 10

  /// About how many records, from all over the table, a pair of columns is compared in first.
  private static let firstLook = 20_000

  /// Limit on the total size of the tables of allowed pairs of codes, one byte per pair.
  package static let mostValuePairs = 1 << 25

  /// The most pairs of columns that are compared: about 2,000 columns with all others.
  private static let mostPairs = 1 << 22

  /// All dependencies between columns of codes.
  ///
  /// A table with too many pairs of columns, which would take hours, is taken to have no dependencies; and those
  /// whose tables of pairs no longer fit into `mostValuePairs` are left out.
  ///
  /// A column with fewer than ten records to a value is not taken to determine anything, and one of which
  /// all records have the same code is not taken to be determined.
  ///
  /// - Complexity: O(records x pairs of columns that the first comparison does not rule out).
  package static func all(in rows: Rows, schema: Schema) -> [Dependency] {
    var columns: [ColumnCodes] = []
    for (number, column) in schema.columns.enumerated() {
      if case .code(let states) = column.kind.storage, states <= Int(UInt16.max) {
        columns.append(ColumnCodes(number: number, states: states))
      }
    }
    let stride = max(rows.count / firstLook, 1)
    let some = columns.map { $0.found(in: rows, every: stride) }
    let mayDetermine = columns.indices.filter {
      count(some[$0], columns[$0].states) * fewestRecords <= rows.count
    }
    guard mayDetermine.count * columns.count <= mostPairs else { return [] }
    let pairs = mayDetermine.flatMap { one in
      columns.indices.filter { other in
        one != other && map(some[one], columns[one].states, some[other]) != nil
      }.map { (one, $0) }
    }
    var whole: [Int: [UInt16]] = [:]
    var values: [Int: Int] = [:]
    for column in Set(pairs.flatMap { [$0.0, $0.1] }) {
      let found = columns[column].found(in: rows, every: 1)
      whole[column] = found
      values[column] = count(found, columns[column].states)
    }
    var left = mostValuePairs
    return pairs.compactMap { one, other in
      guard let determining = whole[one], let determined = whole[other],
        let count = values[one], count > 1, count * fewestRecords <= rows.count,
        values[other] ?? 0 > 1,
        columns[one].states * columns[other].states <= left,
        let codes = map(determining, columns[one].states, determined)
      else { return nil }
      left -= columns[one].states * columns[other].states
      return Dependency(
        column: columns[one].number, determined: columns[other].number, codes: codes)
    }
  }

  /// A column of codes.
  private struct ColumnCodes {
    let number: Int
    let states: Int

    /// The code of every `step`-th record.
    func found(in rows: Rows, every step: Int) -> [UInt16] {
      stride(from: 0, to: rows.count, by: step).map { UInt16(rows.code($0, number)) }
    }
  }

  /// How many different codes there are.
  private static func count(_ found: [UInt16], _ states: Int) -> Int {
    var isThere = [Bool](repeating: false, count: states)
    for code in found { isThere[Int(code)] = true }
    return isThere.count { $0 }
  }

  /// The code that each code came with, nil if one came with several.
  private static func map(_ one: [UInt16], _ states: Int, _ other: [UInt16]) -> [Int?]? {
    var result = [Int](repeating: -1, count: states)
    for index in 0..<min(one.count, other.count) {
      let (code, found) = (Int(one[index]), Int(other[index]))
      if result[code] == found { continue }
      guard result[code] < 0 else { return nil }
      result[code] = found
    }
    return result.map { $0 < 0 ? nil : $0 }
  }
}
