// Drawn rows as bytes.

/// How drawn rows are printed.
public struct SampleFormat: Sendable {
  /// Prints the cells, and their delimiter.
  public var writer: RecordWriter
  /// Whether the probability of 1 that a cell was drawn with stands in its place; in that of a word
  /// or number, its probability.
  ///
  /// Text only.
  public var hasProbabilities: Bool
  /// Whether the row's log-likelihood in nats is a last field.
  ///
  /// Text only.
  public var hasScore: Bool
  /// Whether a row is a picture, in place of what `writer` prints: a byte for each cell, 0 to 255,
  /// that is 255 times the cell or its probability.
  public var isGrey = false

  /// A format; by default of 0 and 1 and nothing else.
  public init(writer: RecordWriter, hasProbabilities: Bool = false, hasScore: Bool = false) {
    self.writer = writer
    self.hasProbabilities = hasProbabilities
    self.hasScore = hasScore
  }

  /// Appends the lines, or the IDX bytes, of all rows.
  ///
  /// - Parameters:
  ///   - numbers: the rows' numbers in the endless run of `seed`.
  ///   - probabilities: (rows, slots), row-major, if the format has them.
  ///   - scores: one to a row, if the format has them.
  ///   - holes: a 1 for each cell that was not known before, which a picture shows; nil if none was.
  func append(
    _ rows: PackedRows, numbers: Range<Int>, seed: UInt64, probabilities: [Float],
    scores: [Double], holes: PackedRows? = nil, to text: inout [UInt8]
  ) {
    if isGrey {
      precondition(!hasScore, "a picture has no scores")
      return appendGrey(rows, probabilities: probabilities, holes: holes, to: &text)
    }
    guard case .text(let delimiter, _) = writer.format else {
      precondition(!hasProbabilities && !hasScore, "IDX holds bytes")
      for row in 0..<rows.count { writer.append(rows, row: row, to: &text) }
      return
    }
    for row in 0..<rows.count {
      if hasProbabilities {
        var slot = 0
        for column in writer.schema.columns {
          if slot > 0 { text.append(delimiter) }
          let isDrawn = { column.slots == 1 || rows[row, $0] }
          let drawn = (slot..<slot + column.slots).first(where: isDrawn) ?? slot
          var probability = probabilities[row * rows.columns + drawn]
          if case .number(let bins) = column.kind {
            // All values of a bin share its probability.
            probability /= Float(bins.width(ofSlot: drawn - slot))
          }
          text.append(contentsOf: probability.description.utf8)
          slot += column.slots
        }
      } else {
        var random: RandomStream? = SampledRow.insideBins(
          ofRow: numbers.lowerBound + row, seed: seed)
        writer.append(rows, row: row, random: &random, to: &text)
      }
      if hasScore {
        text.append(delimiter)
        text.append(contentsOf: Float(scores[row]).description.utf8)
      }
      text.append(UInt8(ascii: "\n"))
    }
  }

  /// The greys of 0 and 1 in cells that were known: off black and white, so that they stand out.
  private static let knownGreys: [UInt8] = [72, 184]

  private func appendGrey(
    _ rows: PackedRows, probabilities: [Float], holes: PackedRows?, to bytes: inout [UInt8]
  ) {
    if hasProbabilities {
      // A probability is a number from 0 to 1; what a broken network makes of it must not trap.
      bytes += probabilities.map { $0 >= 0 ? UInt8((255 * min($0, 1)).rounded()) : 0 }
      return
    }
    for row in 0..<rows.count {
      let first = bytes.count
      for (index, word) in rows.words(ofRow: row).enumerated() {
        for bit in 0..<min(64, rows.columns - 64 * index) {
          bytes.append(word >> UInt64(bit) & 1 == 1 ? 255 : 0)
        }
      }
      guard let holes else { continue }
      for cell in 0..<rows.columns where !holes[row, cell] {
        bytes[first + cell] = Self.knownGreys[bytes[first + cell] == 0 ? 0 : 1]
      }
    }
  }
}
