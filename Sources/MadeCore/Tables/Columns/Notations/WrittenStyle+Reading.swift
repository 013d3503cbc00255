// Written numbers to plain ones.

extension WrittenStyle {
  /// Reads written numbers; made once for many of them.
  package struct Reader: Sendable {
    private let point: DigitSeparator
    private let groups: DigitSeparators
    private let sureGroups: DigitSeparators
    private let prefix: [UInt8]
    private let suffix: [UInt8]

    package init(_ style: WrittenStyle) {
      point = style.point
      let groups = DigitSeparators.groupsOnly
      self.groups = style.group.map { groups.union(DigitSeparators($0)) } ?? groups
      // After 1.234 may follow ,50 in a column without groups.
      sureGroups = DigitSeparators(style.point == .point ? .comma : .point)
      prefix = WrittenStyle.trimmed(style.prefix)
      suffix = WrittenStyle.trimmed(style.suffix)
    }

    /// The number that a text says; nil if it says none.
    ///
    /// It may be without what stands before or after the number, have any sign style and any groups that can be
    /// nothing else, or be as programs write numbers. Where both are possible, as with 1.234 in a column that groups
    /// by points, it is read as the column writes it.
    @inline(__always)
    package func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
      written(text) ?? NumberText(text)
    }

    /// Whether a text has what stands before and after the numbers.
    func hasAffixes(_ text: UnsafeRawBufferPointer) -> Bool {
      guard let parts = WrittenParts(text) else { return false }
      return WrittenStyle.trimmed(text[parts.prefix]) == prefix
        && WrittenStyle.trimmed(text[parts.suffix]) == suffix
    }

    @inline(__always)
    private func written(_ text: UnsafeRawBufferPointer) -> NumberText? {
      guard let parts = WrittenParts(text),
        isAffix(text, parts.prefix, prefix), isAffix(text, parts.suffix, suffix)
      else { return nil }
      return withUnsafeTemporaryAllocation(
        of: UInt8.self, capacity: WrittenParts.mostBytes + 2
      ) { buffer in
        buffer[0] = 0x2D
        let digits = WrittenDigits(
          text, parts.number, point: point, groups: groups, sureGroups: sureGroups,
          into: UnsafeMutableBufferPointer(rebasing: buffer[1...]))
        guard let digits else { return nil }
        let start = parts.sign == nil ? 1 : 0
        return NumberText(
          UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[start..<digits.count + 1])))
      }
    }

    /// Whether some bytes of a text are an affix, or nothing, but for blanks.
    @inline(__always)
    private func isAffix(
      _ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ affix: [UInt8]
    ) -> Bool {
      if range.isEmpty || range.count == affix.count && text[range].elementsEqual(affix) {
        return true
      }
      let trimmed = WrittenStyle.trimmed(text[range])
      return trimmed.isEmpty || trimmed == affix
    }
  }
}
