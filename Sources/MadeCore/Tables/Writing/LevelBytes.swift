// Cells as bytes: those of IDX, and the pixels of a picture.

/// Turns records of bits and whole numbers from 0 to 255 into a byte for each cell.
package struct LevelBytes: Sendable {
  /// A class, because a struct of existentials is retained part by part for each cell.
  private final class Column: Sendable {
    let place: CellPlace
    let kind: any ColumnKind
    /// What a value is multiplied by: a bit that is 1 is not always the level 1.
    let scale: Int
    /// The values that may be drawn; nil for all.
    let within: ValueRanges?
    /// Where its outputs begin among those of all columns.
    let firstOutput: Int

    init(
      place: CellPlace, kind: any ColumnKind, scale: Int, within: ValueRanges?, firstOutput: Int
    ) {
      self.place = place
      self.kind = kind
      self.scale = scale
      self.within = within
      self.firstOutput = firstOutput
    }
  }

  private let columns: [Column]

  /// Bytes of records of a schema that `fitsBytes`.
  ///
  /// - Parameters:
  ///   - one: the byte of a bit that is 1.
  ///   - constraints: for each column the values that are drawn from its codes; nil for all.
  package init(_ schema: Schema, one: UInt8, constraints: [Constraint?]? = nil) {
    precondition(schema.fitsBytes, "bytes hold no words")
    var next = 0
    let places = schema.layout.places
    columns = schema.columns.enumerated().map { index, column in
      defer { next += column.kind.conditional.outputs }
      return Column(
        place: places[index], kind: column.kind,
        scale: column.kind.byte(ofOne: one), within: constraints?[index]?.values,
        firstOutput: next)
    }
  }

  /// The greys of levels 0 and 255 in cells that were known: off black and white, so that they stand out.
  private static let knownGreys = (dark: 72, bright: 184)

  /// Appends the cells of a record.
  ///
  /// - Parameters:
  ///   - random: chooses among the values of codes, in the order of the columns; without it the median is
  ///     taken.
  ///   - isKnown: whether a cell was known before; then it is made grey, and shows the median of its code.
  func append(
    _ rows: Rows, row: Int, random: inout RandomStream?, isKnown: ((_ column: Int) -> Bool)? = nil,
    to bytes: inout [UInt8]
  ) {
    var none: RandomStream?
    for (index, column) in columns.enumerated() {
      let isKnown = isKnown?(index) == true
      let code = rows.withRow(row) { column.place.cell(in: $0) }
      let value =
        isKnown
        ? column.kind.value(ofCode: code, within: nil, &none)
        : column.kind.value(ofCode: code, within: column.within, &random)
      // The code of other values is never drawn; where it is given, its value is not known and shown as 0.
      var level = UInt8(clamping: (value ?? 0) * column.scale)
      if isKnown {
        let (dark, bright) = Self.knownGreys
        level = UInt8(dark + Int(level) * (bright - dark) / 255)
      }
      bytes.append(level)
    }
  }

  /// Appends the mean level of each cell of a record under its conditional distribution, 255 p(1) for a bit.
  ///
  /// - Parameter probabilities: of the network's outputs.
  package func appendMeans(_ probabilities: ArraySlice<Float>, to bytes: inout [UInt8]) {
    for column in columns {
      let first = probabilities.startIndex + column.firstOutput
      let own = probabilities[first..<first + column.kind.conditional.outputs]
      bytes.append(Self.level(Float(column.kind.byte(ofOne: 255)) * column.kind.mean(own)))
    }
  }

  /// The level nearest to a value; a broken network may give one that is not a number, which must not trap.
  private static func level(_ value: Float) -> UInt8 {
    value >= 0 ? UInt8(min(value, 255).rounded()) : 0
  }
}
