// Cells as bytes: those of IDX, and the pixels of a picture.

/// Turns records of bits and whole numbers from 0 to 255 into a byte for each cell.
public struct LevelBytes: Sendable {
  private struct Cell: Sendable {
    let firstSlot: Int
    /// Nil for a bit.
    let bins: Bins?
    /// The values that may be drawn, ascending and disjoint; nil for all of `bins`.
    let within: [ClosedRange<Int>]?
  }

  private let cells: [Cell]
  private let one: UInt8

  /// Bytes of records of a schema that `fitsBytes`.
  ///
  /// - Parameters:
  ///   - one: the byte of a bit that is 1.
  ///   - within: for each number column the values that are drawn from its bins; nil for all.
  public init(_ schema: Schema, one: UInt8, within: [[ClosedRange<Int>]?]? = nil) {
    precondition(schema.fitsBytes, "bytes hold no words")
    self.one = one
    var next = 0
    cells = schema.columns.enumerated().map { index, column in
      defer { next += column.slots }
      guard case .number(let bins) = column.kind else {
        return Cell(firstSlot: next, bins: nil, within: nil)
      }
      return Cell(firstSlot: next, bins: bins, within: within?[index])
    }
  }

  /// The greys of levels 0 and 255 in cells that were known: off black and white, so that they stand out.
  private static let knownGreys = (dark: 72, bright: 184)

  /// Appends the cells of a record.
  ///
  /// - Parameters:
  ///   - random: chooses among the values of bins, in the order of the columns; without it the middle one is
  ///     taken.
  ///   - isKnown: whether the cell that begins with a slot was known before; it is made grey, and of its bin
  ///     the middle is shown.
  func append(
    _ words: ArraySlice<UInt64>, random: inout RandomStream?,
    isKnown: ((_ firstSlot: Int) -> Bool)? = nil, to bytes: inout [UInt8]
  ) {
    var none: RandomStream?
    words.withUnsafeBufferPointer { words in
      for cell in cells {
        let isKnown = isKnown?(cell.firstSlot) == true
        var level: UInt8
        if let bins = cell.bins {
          // A value that no training record has is never drawn; given, it is known not to be in a bin.
          let slot = words.firstSet(from: cell.firstSlot, count: bins.ranges.count) ?? -1
          let value =
            slot < 0
            ? 0
            : isKnown
              ? bins.ranges[slot].value(within: nil, &none)
              : bins.ranges[slot].value(within: cell.within, &random)
          level = UInt8(clamping: value)
        } else {
          level = words[cell.firstSlot / 64] >> UInt64(cell.firstSlot % 64) & 1 == 1 ? one : 0
        }
        if isKnown {
          let (dark, bright) = Self.knownGreys
          level = UInt8(dark + Int(level) * (bright - dark) / 255)
        }
        bytes.append(level)
      }
    }
  }

  /// Appends the mean level of each cell of a record under its conditional distribution.
  ///
  /// That of a bit is 255 p(1), that of a number
  ///
  ///     sum over the bins b of p(b) (low of b + high of b) / 2, over the sum of p(b).
  ///
  /// - Parameter probabilities: of the slots.
  package func appendMeans(_ probabilities: ArraySlice<Float>, to bytes: inout [UInt8]) {
    let first = probabilities.startIndex
    for cell in cells {
      let start = first + cell.firstSlot
      guard let bins = cell.bins else {
        bytes.append(Self.level(255 * probabilities[start]))
        continue
      }
      var sum: Float = 0
      var total: Float = 0
      for (probability, range) in zip(probabilities[start...], bins.ranges) {
        sum += probability * Float(range.lowerBound + range.upperBound) / 2
        total += probability
      }
      bytes.append(Self.level(sum / total))
    }
  }

  /// What a broken network makes of a level may be no number, and must not trap.
  private static func level(_ value: Float) -> UInt8 {
    value >= 0 ? UInt8(min(value, 255).rounded()) : 0
  }
}
