// Cells that were decoded before are added to a column without being looked at again.

extension ColumnProfile {
  /// Adds cells one after another, from the one at `first` on, as long as they are among those decoded recently.
  ///
  /// - Returns: the place of the first that is not, or `cells.count`.
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
