// The header of an IDX file: 00 00, type, number of dimensions, then their sizes as big-endian
// 32-bit numbers (http://yann.lecun.com/exdb/mnist, "the IDX file format").

/// What an IDX file says about itself.
struct IDXHeader: Equatable {
  /// The number of records, the first dimension.
  let records: Int
  /// The sizes of the other dimensions.
  let shape: [Int]
  /// D, their product; at least 1.
  let columns: Int
  /// The size of the whole file.
  let totalBytes: Int

  /// The types there are; only the first is read.
  static let typeNames: [UInt8: String] = [
    0x08: "unsigned bytes", 0x09: "signed bytes", 0x0b: "16-bit integers",
    0x0c: "32-bit integers", 0x0d: "32-bit floats", 0x0e: "64-bit floats",
  ]

  /// Reads and consumes the header; nothing is allocated by what it declares.
  init(_ buffer: InputBuffer, maximumColumns: Int) throws(InputError) {
    let source = buffer.source.name
    try Self.require(4, buffer)
    let type = buffer.bytes[2]
    guard type == 0x08 else {
      throw .idxType(source: source, type: type, name: Self.typeNames[type])
    }
    let dimensions = Int(buffer.bytes[3])
    guard dimensions > 0 else { throw .idxDimensions(source: source) }
    let length = 4 + 4 * dimensions
    try Self.require(length, buffer)
    let bytes = buffer.bytes
    let sizes = (0..<dimensions).map { dimension in
      (0..<4).reduce(0) { $0 << 8 | Int(bytes[4 + 4 * dimension + $1]) }
    }
    buffer.consume(length)

    records = sizes[0]
    shape = Array(sizes[1...])
    if shape.contains(0) { throw .idxEmptyRecords(source: source) }
    var product = 1
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow { throw .idxTooLarge(source: source) }
      product = next
    }
    columns = product
    let (data, dataOverflow) = product.multipliedReportingOverflow(by: records)
    let (total, totalOverflow) = data.addingReportingOverflow(length)
    if dataOverflow || totalOverflow { throw .idxTooLarge(source: source) }
    totalBytes = total
    if columns > maximumColumns { throw .tooManyColumns(source: source, limit: maximumColumns) }
  }

  private static func require(_ length: Int, _ buffer: InputBuffer) throws(InputError) {
    try buffer.fill(atLeast: length)
    if buffer.count < length {
      throw .idxTruncated(source: buffer.source.name, expected: length, found: buffer.count)
    }
  }
}
