// Blanks, and bytes without those around them.

extension UInt8 {
  /// A space or a tab.
  package var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension BidirectionalCollection<UInt8> {
  /// This collection without the blanks at either end.
  @inline(__always)
  package var withoutBlanks: SubSequence {
    var (first, last) = (startIndex, endIndex)
    while first < last && self[first].isBlank { formIndex(after: &first) }
    while first < last {
      let before = index(before: last)
      if !self[before].isBlank { break }
      last = before
    }
    return self[first..<last]
  }
}
