// What the cells of a column are counted as, where columns are compared in pairs.

/// Classes of a column's cells: its codes; or of numbers with a density its marks, and ranges of about equal
/// probability.
enum ColumnClasses: Sendable {
  case codes(Int)
  /// Each edge is the least number of a range; below the first one lies one more range.
  case numbers(marks: Int, edges: [Int])

  /// Ranges of numbers, at most.
  private static let ranges = 32

  /// How many there are.
  var count: Int {
    switch self {
    case .codes(let states): states
    case .numbers(let marks, let edges): marks + edges.count + 1
    }
  }

  /// The class of a cell.
  func index(of cell: Int) -> Int {
    switch self {
    case .codes: return cell
    case .numbers(let marks, let edges):
      if let mark = NumberLimits.mark(of: cell) { return min(mark, max(marks - 1, 0)) }
      return marks + edges.countUpTo(cell)
    }
  }

  /// Those of a column.
  ///
  /// - Parameter cells: of the column, drawn; only those of numbers are looked at.
  init(_ column: Column, cells: [Int]) {
    guard let values = column.kind.conditional.ofValues else {
      self = .codes(column.kind.conditional.ofCodes?.states ?? 1)
      return
    }
    let numbers = cells.filter { NumberLimits.mark(of: $0) == nil }.sorted()
    var edges: [Int] = []
    if !numbers.isEmpty {
      let cuts = (1..<Self.ranges).map { numbers[$0 * numbers.count / Self.ranges] }
      for (index, cut) in cuts.enumerated() {
        // A number that fills a range of its own has one.
        edges.append(cut)
        if index > 0, cuts[index - 1] == cut { edges.append(cut + 1) }
      }
      edges = Set(edges).filter { $0 > numbers[0] }.sorted()
    }
    self = .numbers(marks: values.limits.marks.count, edges: edges)
  }
}
