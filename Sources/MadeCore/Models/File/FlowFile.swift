// Flows as model files: the transforms' networks come before that of the last one.

extension Flow {
  /// The model file: prefix, header text, payload.
  ///
  /// Equal flows give equal bytes; those of a flow without transforms are its network's.
  ///
  /// - Parameters:
  ///   - precision: how weights are rounded.
  ///   - tool: name and version of the program that made it.
  public func fileBytes(precision: Precision = .f32, tool: String) -> [UInt8] {
    let text = Array(header(precision: precision, tool: tool).text.utf8)
    var payload: [UInt8] = []
    for transform in transforms {
      transform.mask.appendIntegers(to: &payload)
      transform.parameters.appendLive(
        to: &payload, schedule: MaskSchedule(), masks: [transform.mask], precision: precision)
    }
    payload += last.payloadBytes(precision)
    let total = ModelFormat.prefixLength + text.count + payload.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(total)
    bytes += ModelFormat.magic
    bytes.append(littleEndian: ModelFormat.version)
    bytes.append(littleEndian: UInt32(text.count))
    bytes.append(littleEndian: UInt64(total))
    bytes.append(littleEndian: Checksum(text[...]).value)
    bytes.append(littleEndian: Checksum(payload[...]).value)
    bytes += text
    bytes += payload
    return bytes
  }

  /// Whether every weight stays finite when it is rounded to `precision`.
  public func fits(_ precision: Precision) -> Bool {
    last.fits(precision) && transforms.allSatisfy { $0.parameters.fits(precision) }
  }

  /// The header of the model's file, one `key value` line each, for people to read.
  public var headerText: String { header(precision: last.precision, tool: last.tool).text }

  private func header(precision: Precision, tool: String) -> ModelHeader {
    var header = last.header(precision: precision, tool: tool)
    header.transforms = transforms.map {
      ModelHeader.Transform(
        map: $0.map, direction: $0.direction, hidden: $0.parameters.shape.architecture.hidden)
    }
    return header
  }

  /// Reads a model file, of a flow or of a network alone; see `MadeModel.init(fileBytes:)`.
  public init(fileBytes bytes: [UInt8]) throws(ModelFileError) {
    let headerBytes = try MadeModel.checkPrefix(bytes)
    let headerEnd = ModelFormat.prefixLength + headerBytes
    let header = try ModelHeader(
      parsing: bytes[ModelFormat.prefixLength..<headerEnd],
      payloadBytes: bytes.count - headerEnd)
    var payload = Payload(bytes: bytes[headerEnd...], precision: header.precision)
    var transforms: [MaskedTransform] = []
    let columns = MovableColumns(header.schema)
    for transform in header.transforms {
      let plan = FlowPlan(
        transforms: 1, map: transform.map, direction: transform.direction,
        hidden: transform.hidden, activation: header.architecture.activation)
      transforms.append(try payload.transform(plan, columns, leading: header.schedule.leading))
    }
    let last = try MadeModel(header, &payload)
    self.init(transforms, last: last)
  }

  /// Reads a source to its end as a model; stops early once there is more than the declared length.
  public static func read(from source: some ByteSource) throws -> Flow {
    try Flow(fileBytes: MadeModel.modelBytes(of: source))
  }
}

extension Payload {
  /// The next bytes as the network of a transform.
  fileprivate mutating func transform(
    _ plan: FlowPlan, _ columns: MovableColumns, leading: [Int]
  ) throws(ModelFileError) -> MaskedTransform {
    let architecture = plan.architecture(columns)
    let width = ModelFormat.integerBytes(columns: architecture.columns)
    try expect(
      architecture.hidden.reduce(architecture.columns, +), times: 1, bytes: width,
      what: "orderings and degrees")
    // Columns without an output count once more.
    let places = architecture.widths.reduce(architecture.columns, +)
    let (room, overflow) = places.multipliedReportingOverflow(by: Mask.bytesOfPlace)
    guard !overflow, Memory.has(bytes: room) else {
      throw .noMemory(bytes: overflow ? .max : room)
    }
    let (ordering, degrees) = try orderAndDegrees(of: architecture, mask: 1)
    guard ordering.columns.starts(with: leading) else {
      throw .mask(1, problem: "its ordering does not begin with the columns conditioned on")
    }
    let mask = Mask(ordering: ordering, degrees: degrees, shapes: architecture.shapes)
    let parameters = try parameters(
      architecture: architecture, schedule: MaskSchedule(), masks: [mask], isLast: false)
    return MaskedTransform(plan.map, plan.direction, parameters, mask: mask, columns: columns)
  }
}

extension ModelHeader {
  /// What a line says of a transform: what it does to numbers, the hidden layers of its network, and what that reads.
  struct Transform: Equatable {
    let map: NumberMap
    let direction: TransformDirection
    let hidden: [Int]

    var text: String {
      ([direction.words(map)] + hidden.map(String.init)).joined(separator: " ")
    }
  }

  /// Takes a line about a transform; false when it is not legal.
  mutating func takeTransform(_ value: Substring) -> Bool {
    let words = value.split(separator: " ", omittingEmptySubsequences: false)
    guard transforms.count < Flow.mostTransforms,
      let map = words.first.flatMap({ NumberMap(rawValue: String($0)) })
    else { return false }
    var rest = words.dropFirst()
    let isInverse = rest.first == TransformDirection.iaf.rawValue[...]
    if isInverse { rest.removeFirst() }
    let sizes = rest.map { HeaderText.integer($0, 1...ModelFormat.maximumUnits) }
    transforms.append(
      Transform(map: map, direction: isInverse ? .iaf : .maf, hidden: sizes.compactMap { $0 }))
    return (1...ModelFormat.maximumLayers).contains(sizes.count) && !sizes.contains(nil)
  }

  /// What transforms need of the network behind them.
  func checkTransforms() throws(ModelFileError) {
    guard schedule.regime == .cycle(1), !architecture.maskWeights else {
      throw .size("steps before a network of several masks, or with mask weights")
    }
    guard MovableColumns(schema).count > 0 else {
      throw .size("steps, but no column whose numbers they could move")
    }
  }
}
