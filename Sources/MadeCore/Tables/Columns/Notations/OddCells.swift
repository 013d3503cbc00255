// A few cells that are unlike all others do not say what a column is.

/// How many cells may be off a grid that the others lie on.
enum OddCells {
  /// Whether so few of all cells are negligible: one in two hundred.
  static func areNegligible(_ cells: Int, of all: Int) -> Bool { 200 * cells <= all }

  /// Whether the cells with some values are negligible: they are few, and so are their values among all different
  /// ones.
  ///
  /// A column that is nearly always 0 has few other cells, but these say what its grid is.
  static func areNegligible(cells: Int, of all: Int, values: Int, of allValues: Int) -> Bool {
    areNegligible(cells, of: all) && 20 * values <= allValues
  }

  /// The least number that is exceeded by negligibly few cells.
  ///
  /// - Parameter values: for each different value a number, and how many cells have the value.
  static func least(_ values: some Sequence<(number: Int, cells: Int)>) -> Int? {
    var sums: [Int: (cells: Int, values: Int)] = [:]
    var all = (cells: 0, values: 0)
    // Most values have the number of the one before, so few are looked up.
    var run = (number: 0, cells: 0, values: 0)
    func endRun() {
      let sum = sums[run.number] ?? (0, 0)
      sums[run.number] = (sum.cells + run.cells, sum.values + run.values)
      all = (all.cells + run.cells, all.values + run.values)
    }
    for value in values {
      if value.number != run.number {
        if run.values > 0 { endRun() }
        run = (value.number, 0, 0)
      }
      run = (run.number, run.cells + value.cells, run.values + 1)
    }
    if run.values > 0 { endRun() }
    var above = (cells: 0, values: 0)
    for (number, sum) in sums.sorted(by: { $0.key > $1.key }) {
      above = (above.cells + sum.cells, above.values + sum.values)
      let isOdd = areNegligible(
        cells: above.cells, of: all.cells, values: above.values, of: all.values)
      if !isOdd { return number }
    }
    return nil
  }
}
