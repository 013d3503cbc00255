// Ascending arrays.

extension Array where Element: Comparable {
  /// How many elements of this ascending array come before the first one that is not below a value: where the value is, or
  /// would be put.
  ///
  /// In O(log n).
  func countBelow(_ value: Element) -> Int { countOfFirst { $0 < value } }

  /// How many elements of this ascending array are a value or below it.
  func countUpTo(_ value: Element) -> Int { countOfFirst { $0 <= value } }

  /// The index of a value in this ascending array, the first one; nil without it.
  func index(ofSorted value: Element) -> Int? {
    let index = countBelow(value)
    return index < count && self[index] == value ? index : nil
  }

  /// How many elements at the beginning fulfil a condition that none fulfils after the first one that does not.
  private func countOfFirst(_ isMeant: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isMeant(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
