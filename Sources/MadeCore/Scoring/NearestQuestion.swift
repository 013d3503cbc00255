// How far a record is from the nearest record of a file: whether it is a copy.

/// The distance of each record to the nearest of some records, and the number of that one, from 1.
///
///     d(x, y) = 1/D sum over columns of d_c(x_c, y_c)
///
/// Of words and bins d_c is 0 where they are equal and else 1. Of numbers that have a density it is |F(x_c) - F(y_c)|,
/// where F(v) is the share of the records whose number is below v, plus half of the share of those that have v: so it is
/// 0 only where they are equal, and neither the unit of a column nor its far ends count. A missing number is 1 from any
/// other, and so are words among numbers.
///
/// This is Gower's similarity of mixed columns, with ranks in place of ranges, turned into a distance; the distance to the
/// closest record is what copies are looked for by where tables are synthesised. Of equally near records the first one
/// counts.
///
/// Source: Gower, "A general coefficient of similarity and some of its properties", Biometrics 27, 1971.
public struct NearestQuestion: RecordQuestion {
  private let columns: [ComparedColumn]
  /// Of each block of records its columns one after another: shape (columns, records of the block).
  private let blocks: [[Float]]
  private let count: Int

  /// Records of a block: few enough for their cells to stay in the cache while a whole batch is compared with them.
  private static let blockRecords = 1024

  /// The question about the nearest of `records`, of columns like those of `schema`; nil without any.
  public init?(_ records: Rows, schema: Schema) {
    guard records.count > 0 else { return nil }
    count = records.count
    let columns = schema.columns.indices.map { column in
      ComparedColumn(
        schema.columns[column].kind, (0..<records.count).lazy.map { records.code($0, column) })
    }
    blocks = stride(from: 0, to: records.count, by: Self.blockRecords).map { first in
      let block = first..<min(first + Self.blockRecords, records.count)
      return columns.enumerated().flatMap { column, compared in
        block.map { compared.place(of: records.code($0, column)) }
      }
    }
    self.columns = columns
  }

  /// Names of the fields of the answer.
  public var fieldNames: [String] { ["distance", "nearest"] }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int { 256 }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    let rows = batch.rows
    var nearest = Array(repeating: (distance: Float.infinity, record: 0), count: rows.count)
    let sums = FloatBuffer(count: Self.blockRecords)
    for (number, block) in blocks.enumerated() {
      let length = block.count / max(columns.count, 1)
      block.withUnsafeBufferPointer { cells in
        guard let cells = cells.baseAddress else { return }
        for row in 0..<rows.count {
          for record in 0..<length { sums.base[record] = 0 }
          for (column, compared) in columns.enumerated() {
            let mine = compared.place(of: rows.code(row, column))
            let others = cells + column * length
            for record in 0..<length {
              sums.base[record] += min(abs(others[record] - mine), 1)
            }
          }
          for record in 0..<length where sums.base[record] < nearest[row].distance {
            nearest[row] = (sums.base[record], number * Self.blockRecords + record)
          }
        }
      }
    }
    return BatchAnswer(
      numbers: nearest.flatMap {
        [Double($0.distance) / Double(max(columns.count, 1)), Double($0.record + 1)]
      }, width: 2)
  }
}

/// A column whose cells have places, so that the distance of two cells is that of their places, at most 1.
private struct ComparedColumn {
  private let holdsNumbers: Bool
  /// The numbers that the records have, ascending, and of each how many records are below it; then the count of all.
  private var numbers: [Int] = []
  private var recordsBelow = [0]

  init(_ kind: any ColumnKind, _ cells: some Sequence<Int>) {
    holdsNumbers = kind.conditional.ofValues != nil
    guard holdsNumbers else { return }
    for cell in cells.filter({ NumberLimits.mark(of: $0) == nil }).sorted() {
      let below = recordsBelow[numbers.count]
      if cell == numbers.last {
        recordsBelow[numbers.count] = below + 1
      } else {
        numbers.append(cell)
        recordsBelow.append(below + 1)
      }
    }
  }

  /// F of numbers; codes are 2 apart, more than the largest distance, and so are marks, which follow all numbers.
  func place(of cell: Int) -> Float {
    guard holdsNumbers else { return Float(2 * cell) }
    if let mark = NumberLimits.mark(of: cell) { return Float(3 + 2 * mark) }
    let (below, notAbove) = (numbers.countBelow(cell), numbers.countUpTo(cell))
    return Float(
      (Double(recordsBelow[below]) + Double(recordsBelow[notAbove]))
        / Double(2 * max(recordsBelow[numbers.count], 1)))
  }
}
