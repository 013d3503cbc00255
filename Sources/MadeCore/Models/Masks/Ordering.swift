// The order in which the columns of a record are predicted.

/// A permutation of the columns: column `columns[p]` is the (p+1)-th to be predicted.
public struct Ordering: Equatable, Sendable {
  /// Position to column, both from 0.
  public let columns: [Int]
  /// Column to position; the inverse of `columns`.
  public let positions: [Int]

  /// An ordering from a list of columns; nil unless it is a permutation of 0..<count.
  public init?(columns: [Int]) {
    var positions = [Int](repeating: -1, count: columns.count)
    for (position, column) in columns.enumerated() {
      guard positions.indices.contains(column), positions[column] == -1 else { return nil }
      positions[column] = position
    }
    self.columns = columns
    self.positions = positions
  }

  private init(permutation columns: [Int]) {
    self.columns = columns
    positions = inverse(columns)
  }

  /// Columns in the order of the data.
  public static func natural(count: Int) -> Ordering {
    Ordering(permutation: Array(0..<count))
  }

  /// A uniformly random ordering.
  package static func random(count: Int, using random: inout RandomStream) -> Ordering {
    var columns = Array(0..<count)
    random.shuffle(&columns)
    return Ordering(permutation: columns)
  }

  /// The same ordering with some columns, all different, moved to its beginning.
  package func leading(with first: [Int]) -> Ordering {
    if first.isEmpty { return self }
    return Ordering(permutation: first + columns.filter { !first.contains($0) })
  }

  /// The same ordering with columns moved behind those that they have to follow.
  ///
  /// Column by column the first one is taken whose sources have all been taken.
  ///
  /// - Parameter sources: of each column; without a cycle.
  package func following(_ sources: [[Int]]) -> Ordering {
    if sources.allSatisfy(\.isEmpty) { return self }
    var isTaken = [Bool](repeating: false, count: columns.count)
    var rest = columns
    var taken: [Int] = []
    while !rest.isEmpty {
      let index = rest.firstIndex { sources[$0].allSatisfy { isTaken[$0] } } ?? 0
      let column = rest.remove(at: index)
      isTaken[column] = true
      taken.append(column)
    }
    return Ordering(permutation: taken)
  }

  /// Whether columns come after those that they have to follow.
  package func follows(_ sources: [[Int]]) -> Bool {
    sources.enumerated().allSatisfy { column, sources in
      sources.allSatisfy { positions[$0] < positions[column] }
    }
  }

  /// The same ordering with one column moved to another position, both drawn uniformly.
  ///
  /// - Parameter leading: how many columns, the first ones, stay where they are.
  package func movingColumn(after leading: Int, using random: inout RandomStream) -> Ordering {
    let free = columns.count - leading
    guard free > 1 else { return self }
    var columns = columns
    let column = columns.remove(at: leading + random.nextInteger(below: free))
    columns.insert(column, at: leading + random.nextInteger(below: free))
    return Ordering(permutation: columns)
  }

  /// Number of columns.
  public var count: Int { columns.count }
}
