// Cells that were decoded before are added to a column without being looked at again.

extension ColumnProfile {
  /// Adds the cells of records one after the other, from the one at `first` on, as far as they were there
  /// before.
  ///
  /// - Returns: the place of the first that was not, or `cells.count`.
  @inline(__always)
  func append(again cells: FoundRecords.Cells, from first: Int, _ met: RecentCells.OfColumn) -> Int
  {
    var place = first
    switch storage {
    case .codes:
      place = codes.append(from: first, to: cells.count) { met.value(of: cells.key($0)) }
      if place > first { hasRepeats = true }
    case .numbers:
      while place < cells.count, let word = met.value(of: cells.key(place)) {
        numbers.append(word)
        place &+= 1
      }
    case .nothing: break
    }
    return place
  }
}
