// Bytes as a model, or the reason why not.

extension MadeModel {
  /// Reads a model file.
  ///
  /// No allocation is sized by an unchecked number in the file: every size is derived from the header, and
  /// checked without overflow against the declared total and the bytes that are there. Masks are rebuilt from
  /// validated orderings and degrees, so whatever the bytes, the result is autoregressive.
  ///
  /// - Throws: `ModelFileError.flow`, if there are transforms before the network: `Flow` reads those.
  public init(fileBytes bytes: [UInt8]) throws(ModelFileError) {
    let flow = try Flow(fileBytes: bytes)
    guard flow.count == 0 else { throw .flow(transforms: flow.count) }
    self = flow.last
  }

  /// What a header describes, from the rest of a payload.
  init(_ header: ModelHeader, _ payload: inout Payload) throws(ModelFileError) {
    let architecture = header.architecture
    let integers = [architecture.columns] + architecture.hidden
    let width = ModelFormat.integerBytes(columns: architecture.columns)
    try payload.expect(
      integers.reduce(0, +), times: header.ensemble, bytes: width, what: "orderings and degrees")
    // The file has a number for each column and unit, but a mask several for each input, output and unit.
    let places = architecture.widths.reduce(0, +)
    let (room, overflow) = places.multipliedReportingOverflow(
      by: header.ensemble * Mask.bytesOfPlace)
    guard !overflow, Memory.has(bytes: room) else {
      throw .noMemory(bytes: overflow ? .max : room)
    }
    var masks: [Mask] = []
    for number in 1...header.ensemble {
      let (ordering, degrees) = try payload.orderAndDegrees(of: architecture, mask: number)
      guard ordering.follows(architecture.shapes.map(\.sources)) else {
        throw .mask(number, problem: "a column comes before one that it follows from")
      }
      guard !architecture.residual || degrees.areShared else {
        throw .mask(number, problem: "a residual stack whose layers differ in degrees")
      }
      masks.append(Mask(ordering: ordering, degrees: degrees, shapes: architecture.shapes))
    }
    var schedule = header.schedule
    for (number, mask) in masks.enumerated()
    where !mask.ordering.columns.starts(with: schedule.leading) {
      throw .mask(
        number + 1, problem: "its ordering does not begin with the columns conditioned on")
    }
    if header.isOrderingGiven { schedule.firstOrdering = masks[0].ordering }
    let parameters = try payload.parameters(
      architecture: architecture, schedule: schedule, masks: masks)
    self.init(
      schema: header.schema, architecture: architecture, schedule: schedule, masks: masks,
      parameters: parameters, summary: header.summary)
    tool = header.tool
    precision = header.precision
  }

  /// Reads a source to its end as a model; stops early once there is more than the declared length.
  public static func read(from source: some ByteSource) throws -> MadeModel {
    try MadeModel(fileBytes: modelBytes(of: source))
  }

  /// The bytes of a source, as far as they are a model and a little more.
  static func modelBytes(of source: some ByteSource) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try chunk.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { break }
      if bytes.count + count > bytes.capacity {
        let room = 2 * max(bytes.capacity, count)
        guard Memory.has(bytes: room) else { throw ModelFileError.noMemory(bytes: room) }
      }
      bytes += chunk[..<count]
      if bytes.count >= 24 {
        guard bytes.starts(with: ModelFormat.magic) else { break }
        if UInt64(bytes.count) > bytes.littleEndian(at: 16, as: UInt64.self) { break }
      }
    }
    return bytes
  }

  /// Checks all that comes before the header text; returns the text's length.
  static func checkPrefix(_ bytes: [UInt8]) throws(ModelFileError) -> Int {
    let magic = ModelFormat.magic
    guard bytes.starts(with: magic.prefix(bytes.count)), !bytes.isEmpty else {
      throw .notAModel(looksLike: likeness(bytes))
    }
    guard bytes.count >= ModelFormat.prefixLength else {
      throw .truncated(bytes: bytes.count, of: UInt64(ModelFormat.prefixLength))
    }
    let version = bytes.littleEndian(at: 8, as: UInt32.self)
    guard version == ModelFormat.version else {
      throw version == 0 ? .header(line: 0, problem: "format 0") : .newerFormat(Int(version))
    }
    let total = bytes.littleEndian(at: 16, as: UInt64.self)
    guard UInt64(bytes.count) >= total else { throw .truncated(bytes: bytes.count, of: total) }
    guard UInt64(bytes.count) == total else { throw .trailingBytes(after: total) }
    let header = Int(bytes.littleEndian(at: 12, as: UInt32.self))
    let headerEnd = ModelFormat.prefixLength + header
    guard header <= ModelFormat.maximumHeaderBytes, headerEnd <= bytes.count else {
      throw .size("a header of \(header) bytes in a file of \(bytes.count)")
    }
    let text = bytes[ModelFormat.prefixLength..<headerEnd]
    guard Checksum(text).value == bytes.littleEndian(at: 24, as: UInt32.self) else {
      throw .checksum(part: "header")
    }
    guard Checksum(bytes[headerEnd...]).value == bytes.littleEndian(at: 28, as: UInt32.self)
    else { throw .checksum(part: "payload") }
    return header
  }

  private static func likeness(_ bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "an empty file" }
    if bytes.starts(with: [0x1F, 0x8B]) { return "gzip" }
    if bytes.starts(with: [0, 0, 8]) { return "IDX data" }
    if bytes.starts(with: [0x89, 0x4D, 0x41, 0x44, 0x45, 0x0A]) {
      return "a model changed by a text-mode transfer"
    }
    let isText = bytes.prefix(256).allSatisfy { $0 >= 0x20 || $0 == 9 || $0 == 10 || $0 == 13 }
    return isText ? "text" : nil
  }
}
