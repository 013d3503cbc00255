// Values that repeat far from all others: -999 among temperatures, 9999 among ages.

/// The values at the ends of a column that are no part of its curve.
///
/// Such a value stands for something, and nothing lies between it and the others: so it stands alone, however few cells
/// have it, and is not a bump whose slopes would be drawn.
struct FarValues {
  /// Ascending.
  let values: [Int]

  /// As many values at most are far at one end.
  private static let most = 3
  /// Cells that each has.
  private static let fewest = 3
  /// Different values among the others.
  private static let fewestOthers = 8

  /// Those whose distance to the others is more than these are apart.
  ///
  /// - Parameter counts: the values of a column.
  init(_ counts: ValueCounts) {
    let values = counts.values
    func repeats(_ place: Int) -> Bool { counts.counts[place] >= Self.fewest }
    var best: (low: Int, high: Int) = (0, 0)
    for low in 0...Self.most {
      for high in 0...Self.most where low + high > best.low + best.high {
        let (first, last) = (low, values.count - 1 - high)
        guard last - first + 1 >= Self.fewestOthers else { continue }
        // Both ends are within the limits of numbers, so that differences are exact.
        let span = values[last] - values[first]
        let isFar =
          (low == 0 || values[first] - values[first - 1] > span)
          && (high == 0 || values[last + 1] - values[last] > span)
        if isFar, (0..<low).allSatisfy(repeats), ((last + 1)..<values.count).allSatisfy(repeats) {
          best = (low, high)
        }
      }
    }
    self.values = Array(values.prefix(best.low) + values.suffix(best.high))
  }
}
