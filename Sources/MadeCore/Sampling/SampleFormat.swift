// Drawn rows as bytes.

/// How drawn rows are printed.
public struct SampleFormat: Sendable {
  /// Prints the cells, and their delimiter.
  public var writer: RecordWriter
  /// Whether probabilities are printed in place of cells: for a binary cell that of 1, for a word or number the
  /// one it was drawn with.
  ///
  /// Text only.
  public var hasProbabilities: Bool
  /// Whether the row's log-likelihood in nats is a last field.
  ///
  /// Text only.
  public var hasScore: Bool
  /// Prints rows that are pictures, in place of `writer`: a byte for each cell, its level or the mean of the
  /// distribution that it was drawn from.
  package var pixels: LevelBytes?

  /// A format; by default of 0 and 1 and nothing else.
  public init(writer: RecordWriter, hasProbabilities: Bool = false, hasScore: Bool = false) {
    self.writer = writer
    self.hasProbabilities = hasProbabilities
    self.hasScore = hasScore
  }

  /// Appends the lines, or the IDX bytes, of all rows.
  ///
  /// - Parameters:
  ///   - numbers: the rows' numbers in the endless run of `seed`; nil to print the median of a code's values, not
  ///     a random one.
  ///   - probabilities: (rows, outputs), row-major, if the format has them.
  ///   - scores: one to a row, if the format has them.
  ///   - holes: a 1 for each cell that was not known before, which a picture shows; nil if no cell was known.
  func append(
    _ rows: Rows, numbers: Range<Int>?, seed: UInt64, probabilities: [Float],
    scores: [Double], holes: Rows? = nil, to text: inout [UInt8]
  ) {
    let width = rows.count > 0 ? probabilities.count / rows.count : 0
    func insideCodes(_ row: Int) -> RandomStream? {
      numbers.map { SampledRow.insideCodes(ofRow: $0.lowerBound + row, seed: seed) }
    }
    if let pixels {
      precondition(!hasScore, "a picture has no scores")
      for row in 0..<rows.count {
        if hasProbabilities {
          let outputs = row * width..<(row + 1) * width
          pixels.appendMeans(probabilities[outputs], to: &text)
          continue
        }
        var random = insideCodes(row)
        pixels.append(
          rows, row: row, random: &random, isKnown: holes.map { holes in { !holes[row, $0] } },
          to: &text)
      }
      return
    }
    guard case .text(let delimiter, _) = writer.format else {
      precondition(!hasProbabilities && !hasScore, "IDX holds bytes")
      for row in 0..<rows.count {
        var random = insideCodes(row)
        writer.append(rows, row: row, number: row, random: &random, to: &text)
      }
      return
    }
    let end = writer.lineEnd
    for row in 0..<rows.count {
      if hasProbabilities {
        var first = row * width
        for (column, description) in writer.schema.columns.enumerated() {
          if column > 0 { text.append(delimiter) }
          let kind = description.kind
          let code = rows.code(row, column)
          // All values of a code share its probability. For a silent code, without an output, the first is
          // printed.
          guard let conditional = kind.conditional.ofCodes else {
            preconditionFailure("a number is not drawn with one probability")
          }
          let output = max(code - conditional.silentCodes, 0)
          let probability = probabilities[first + output] / Float(kind.width(ofCode: code))
          text.append(contentsOf: probability.description.utf8)
          first += conditional.outputs
        }
      } else {
        var random = insideCodes(row)
        writer.append(
          rows, row: row, number: (numbers?.lowerBound ?? 0) + row, random: &random, to: &text)
      }
      if hasScore {
        text.append(delimiter)
        text.append(contentsOf: Float(scores[row]).description.utf8)
      }
      text += end
    }
  }
}
