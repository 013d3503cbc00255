// What a rule says of one record.

/// From where the numbers of a column are counted in one record, and which of them are drawn there.
package struct NumberFrame: Equatable, Sendable {
  /// f of the record.
  package var offset = 0
  /// Differences that are drawn; nil for all of them.
  package var range: ClosedRange<Int>?
  /// Which marks are drawn: all, those of missing cells alone, or all but these.
  var isMissing: Bool?
  var missingMarks = 0
  /// Whether numbers lie as wide as the relation says where f is none.
  package var isStretched = false

  /// That of a column without a rule.
  static let plain = NumberFrame()

  /// A cell, counted from f; as it is if it is a mark.
  package func relative(_ cell: Int) -> Int { shifted(cell, by: -offset) }
  /// Undoes `relative`.
  package func absolute(_ cell: Int) -> Int { shifted(cell, by: offset) }

  private func shifted(_ cell: Int, by distance: Int) -> Int {
    if distance == 0 || NumberLimits.mark(of: cell) != nil { return cell }
    let limits = ValueRanges.limits
    return min(max(cell + distance, limits.lowerBound), limits.upperBound)
  }

  /// Limits of cells, as those of differences.
  package func relative(_ limits: NumberLimits) -> NumberLimits {
    if offset == 0 { return limits }
    var limits = limits
    limits.ranges = limits.ranges.map { relative($0.lowerBound)...relative($0.upperBound) }
    return limits
  }

  /// What of the limits of differences the rule leaves to draw.
  package func within(_ limits: NumberLimits) -> NumberLimits {
    var limits = limits
    if let range {
      let ranges = limits.ranges.filter { $0.overlaps(range) }.map { $0.clamped(to: range) }
      if ranges.isEmpty, let last = limits.ranges.last {
        // All that is drawn otherwise breaks the rule: what keeps it and is nearest.
        let nearest = last.upperBound < range.lowerBound ? range.lowerBound : range.upperBound
        limits.ranges = [nearest...nearest]
      } else {
        limits.ranges = ranges
      }
    }
    guard let isMissing,
      !isMissing || limits.marks.dropFirst().prefix(missingMarks).contains(true)
    else { return limits }
    for mark in limits.marks.indices {
      let isOfMissing = mark > 0 && mark <= missingMarks
      if isOfMissing != isMissing { limits.marks[mark] = false }
    }
    if isMissing { limits.ranges = [] }
    return limits
  }
}

extension NumberRule {
  /// The frame of a record.
  ///
  /// - Parameters:
  ///   - step: of the grid.
  ///   - cell: of a column of the record.
  func frame(step: Int, _ cell: (_ column: Int) -> Int) -> NumberFrame {
    var frame = NumberFrame.plain
    if let relation, relation.isBound {
      let limits = ValueRanges.limits
      if let value = relation.value(step: step, cell) {
        frame.range =
          relation.form == .largest ? value...limits.upperBound : limits.lowerBound...value
      }
    } else if let relation {
      if let value = relation.value(step: step, cell) {
        frame.offset = value
        let isRounded = relation.isHalfWay(step: step, cell) || !relation.range.contains(0)
        frame.range = isRounded ? relation.range : 0...0
      } else {
        frame.offset = relation.fallback
        frame.isStretched = relation.stretch != 1
      }
    }
    if let tie {
      let mark = NumberLimits.mark(of: cell(tie.column)) ?? 0
      frame.isMissing = mark > 0 && mark <= tie.marks
      frame.missingMarks = tie.ownMarks
    }
    return frame
  }
}
