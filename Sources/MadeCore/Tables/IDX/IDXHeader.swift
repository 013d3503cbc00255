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

  /// All types of IDX; only unsigned bytes are read.
  static let typeNames: [UInt8: String] = [
    0x08: "unsigned bytes", 0x09: "signed bytes", 0x0b: "16-bit integers",
    0x0c: "32-bit integers", 0x0d: "32-bit floats", 0x0e: "64-bit floats",
  ]

  /// How many bytes it takes to know how long the header is.
  static let beginning = 4

  /// The length of the header that `bytes` begin with.
  static func length(_ bytes: UnsafeRawBufferPointer) throws(IDXFault) -> Int {
    try require(beginning, bytes)
    let type = bytes[2]
    guard type == 0x08 else { throw .type(type, name: typeNames[type]) }
    let dimensions = Int(bytes[3])
    guard dimensions > 0 else { throw .dimensions }
    return beginning + 4 * dimensions
  }

  /// The header that `bytes` begin with; no allocation has a size that the header declares.
  init(_ bytes: UnsafeRawBufferPointer) throws(IDXFault) {
    let length = try Self.length(bytes)
    try Self.require(length, bytes)
    let sizes = stride(from: Self.beginning, to: length, by: 4).map { place in
      bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    records = sizes[0]
    shape = Array(sizes[1...])
    if shape.contains(0) { throw .emptyRecords }
    var product = 1
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow { throw .tooLarge }
      product = next
    }
    columns = product
    let (data, dataOverflow) = product.multipliedReportingOverflow(by: records)
    let (total, totalOverflow) = data.addingReportingOverflow(length)
    if dataOverflow || totalOverflow { throw .tooLarge }
    totalBytes = total
  }

  private static func require(
    _ length: Int, _ bytes: UnsafeRawBufferPointer
  ) throws(IDXFault) {
    if bytes.count < length { throw .truncated(expected: length, found: bytes.count) }
  }
}
