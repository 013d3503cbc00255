// The random numbers of a record: an address that follows from what is known of it.

/// Addresses of random numbers that are a function of a record's known cells alone: equal records get equal
/// estimates, wherever they stand.
///
/// What is hashed are two sets of outputs of the network, as bits: those of the record's codes (silent ones have
/// none), and those of its holes; then the numbers of columns of numbers, and which of these are holes. The first release kept rows that way, and its estimates must not change.
struct RecordAddress: Sendable {
  private let columns: [(first: Int, silentCodes: Int, outputs: Int)?]
  private let words: Int

  init(_ schema: Schema) {
    var next = 0
    columns = schema.columns.map { column in
      guard let conditional = column.kind.conditional.ofCodes else { return nil }
      defer { next += conditional.outputs }
      return (next, conditional.silentCodes, conditional.outputs)
    }
    words = (next + 63) / 64
  }

  /// The address of a record's random numbers.
  ///
  /// - Parameter holes: a 1 for each hole; nil where there can be none.
  func address(_ rows: Rows, _ row: Int, holes: Rows?) -> Int {
    var bits = [UInt64](repeating: 0, count: holes == nil ? words : 2 * words)
    for (column, place) in columns.enumerated() {
      guard let place else {
        let isHole = holes?[row, column] == true
        bits.append(isHole ? 1 : 0)
        bits.append(isHole ? 0 : UInt64(bitPattern: Int64(rows.code(row, column))))
        continue
      }
      if holes?[row, column] == true {
        for output in place.first..<place.first + place.outputs {
          bits[words + output / 64] |= 1 << UInt64(output % 64)
        }
        continue
      }
      let output = place.first + rows.code(row, column) - place.silentCodes
      if output >= place.first { bits[output / 64] |= 1 << UInt64(output % 64) }
    }
    return bits.withUnsafeBytes { Int(truncatingIfNeeded: ByteHash.value(of: $0)) }
  }
}
