// Models to bytes and back, and bytes that are not models.

import Foundation
import MadeCore
import Testing

@Suite("A model file")
struct ModelFileTests {
  @Test("reads back as the same model, bit for bit, for every kind", arguments: [1, 2, 11])
  func roundTrip(inputs: Int) throws {
    for kind in ModelKind.all {
      let model = kind.model(inputs: inputs)
      let bytes = model.fileBytes(tool: "test 1")
      let read = try MadeModel(fileBytes: bytes)
      #expect(read.architecture == model.architecture, "\(kind)")
      #expect(read.masks == model.masks, "\(kind)")
      #expect(read.schema == model.schema)
      let records = model.randomRecords(count: 20)
      #expect(
        read.logLikelihoods(of: records) == model.logLikelihoods(of: records), "\(kind)")
      #expect(read.fileBytes(tool: "test 1") == bytes, "\(kind)")
    }
  }

  @Test("keeps names, image shape, threshold and summary")
  func header() throws {
    var summary = TrainingSummary()
    summary.records = 17
    summary.bestEpoch = 3
    summary.validationLogLikelihood = -1.25e-3
    let base = ModelKind.all[0].model(inputs: 4)
    let names = ["\u{301}a b", "50%\n", "\u{e9}\u{4e2d}", ""]
    var schema = Schema(
      columns: names.map { Column(name: $0) }, imageShape: [2, 2], threshold: 127)
    schema.ignoredFields = [0, 3, 4]
    schema.missingTokens = ["?", "N A", "%"].map { Array($0.utf8) }
    let model = base.with(schema: schema, summary: summary)
    let read = try MadeModel(fileBytes: model.fileBytes(tool: "test 1"))
    #expect(read.schema == schema)
    #expect(read.summary == summary)
  }

  @Test("keeps names, values, and what stands for other and missing ones")
  func categories() throws {
    let values: [[UInt8]] = [
      Array("red".utf8), [], Array(" %\n\u{e9}".utf8), [0xFF, 0x41, 0x20], [0xC3], Array("%".utf8),
    ]
    for isNamed in [false, true] {
      for number in 0..<4 {
        let categories = Categories(
          values: values, groupSizes: [[], [2], [1, 1, 3], [5, 1]][number],
          hasOther: number % 2 == 1, hasMissing: number / 2 == 1)
        var columns = [
          Column(), Column(kind: categories), Column(), Column(),
          Column(kind: Categories(values: [], hasOther: true, hasMissing: true)),
          Column(kind: Categories(values: [[0x20]], hasMissing: true)),
        ]
        if isNamed {
          for (index, name) in ["", "a b", "a b", "%", "\u{301}", "x"].enumerated() {
            columns[index].name = name
          }
        }
        let schema = Schema(columns: columns)
        let architecture = Architecture(
          slots: columns.map { $0.kind.conditional.outputs }, hidden: [3])
        let schedule = MaskSchedule(seed: 4)
        let model = MadeModel(
          schema: schema, architecture: architecture, schedule: schedule,
          masks: schedule.ensemble(count: 1, for: architecture),
          parameters: Parameters(shape: Parameters.storageShape(architecture, schedule: schedule)),
          summary: TrainingSummary())
        let bytes = model.fileBytes(tool: "test 1")
        let read = try MadeModel(fileBytes: bytes)
        #expect(read.schema == schema)
        #expect(read.architecture == architecture && read.masks == model.masks)
        #expect(read.fileBytes(tool: "test 1") == bytes)
      }
    }
  }

  @Test("in half precision scores nearly the same", arguments: [Precision.bf16, .f16])
  func precision(precision: Precision) throws {
    let model = ModelKind.all[4].model(inputs: 9)
    let read = try MadeModel(fileBytes: model.fileBytes(precision: precision, tool: "test 1"))
    let records = randomRecords(columns: 9, count: 50)
    for (a, b) in zip(read.logLikelihoods(of: records), model.logLikelihoods(of: records)) {
      #expect(abs(a - b) < (precision == .bf16 ? 0.2 : 0.02))
      #expect(a != b)
    }
    let again = read.fileBytes(precision: precision, tool: "test 1")
    #expect(again == model.fileBytes(precision: precision, tool: "test 1"))
  }

  @Test("of an endless model gives more masks on demand, a list does not")
  func moreMasks() throws {
    let endless = try MadeModel(
      fileBytes: ModelKind(
        description: "endless", schedule: MaskSchedule(regime: .endless, seed: 5)
      ).model(inputs: 6).fileBytes(tool: "test 1"))
    let more = try #require(endless.withMasks(12))
    #expect(more.masks.count == 12)
    #expect(Array(more.masks.prefix(3)) == endless.masks)
    let records = allRecords(columns: 6)
    let sum = more.logLikelihoods(of: records).reduce(0) { $0 + exp($1) }
    #expect(abs(sum - 1) < 1e-5)
    #expect(ModelKind.all[0].model(inputs: 6).withMasks(2) == nil)
    #expect(endless.withMasks(0) == nil)
  }

  @Test("is refused when cut anywhere")
  func prefixes() {
    let bytes = smallModel
    for count in 0..<bytes.count {
      #expect(throws: ModelFileError.self, "\(count) of \(bytes.count) bytes") {
        try MadeModel(fileBytes: Array(bytes.prefix(count)))
      }
    }
  }

  @Test("is refused when any single bit is flipped")
  func flips() {
    var bytes = smallModel
    for place in bytes.indices {
      for bit in 0..<8 {
        bytes[place] ^= 1 << UInt8(bit)
        #expect(throws: ModelFileError.self, "byte \(place), bit \(bit)") {
          try MadeModel(fileBytes: bytes)
        }
        bytes[place] ^= 1 << UInt8(bit)
      }
    }
  }

  private var smallModel: [UInt8] {
    ModelKind(
      description: "small", hidden: [3], direct: true, slots: [1, 3, 1], hasExtraSlots: true
    ).model(inputs: 4).fileBytes(tool: "test 1")
  }
}

@Suite("A hostile model file with correct checksums")
struct HostileModelTests {
  static let small = ModelKind(description: "small", hidden: [3], direct: true)
  static let words = ModelKind(description: "words", hidden: [3], slots: [1, 3, 1])
  private static let stack = ModelKind(
    description: "stack", hidden: [3, 3, 3], residual: true,
    schedule: MaskSchedule(regime: .endless, seed: 3), ensemble: 2)

  /// The small model's header with one line replaced or added, and its payload.
  func forged(
    _ replacements: [String: String?] = [:], adding: String = "", of kind: ModelKind = small,
    payload change: (inout [UInt8]) -> Void = { _ in }
  ) -> [UInt8] {
    let model = kind.model(inputs: 4)
    let bytes = model.fileBytes(tool: "test 1")
    let headerBytes = Int(bytes[12]) + Int(bytes[13]) << 8
    var header = ""
    let text = String(decoding: bytes[32..<32 + headerBytes], as: UTF8.self)
    for line in text.split(separator: "\n") {
      let key = String(line.prefix { $0 != " " })
      if let replacement = replacements[key] {
        if let replacement { header += "\(key) \(replacement)\n" }
      } else {
        header += line + "\n"
      }
    }
    header += adding
    var payload = Array(bytes[(32 + headerBytes)...])
    change(&payload)
    var result = ModelFormat.magic + littleEndian(UInt32(1))
    result += littleEndian(UInt32(header.utf8.count))
    result += littleEndian(UInt64(32 + header.utf8.count + payload.count))
    result += littleEndian(Checksum(Array(header.utf8)[...]).value)
    result += littleEndian(Checksum(payload[...]).value)
    return result + header.utf8 + payload
  }

  private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  @Test("is the honest one when nothing is changed")
  func honest() throws {
    _ = try MadeModel(fileBytes: forged())
    _ = try MadeModel(fileBytes: forged(adding: "x-note anything at all\n"))
  }

  @Test(
    "is refused for its header",
    arguments: [
      ("inputs", "0"), ("inputs", "5"), ("inputs", "16777216"), ("inputs", "4294967295"),
      ("inputs", "9223372036854775807"), ("inputs", "-1"), ("inputs", "04"), ("inputs", "4 "),
      ("hidden", "0"), ("hidden", ""), ("hidden", "4"), ("hidden", "3 3"),
      ("hidden", "16777216 16777216 16777216"), ("hidden", "9223372036854775807"),
      ("hidden", "16777216"), ("activation", "cube"), ("direct", "maybe"), ("direct", "no"),
      ("residual", "maybe"), ("residual", "yes"),
      ("mask-weights", "yes"), ("masks", "0"), ("masks", "2"), ("masks", "65537"),
      ("masks", "endless"), ("ensemble", "2"), ("ensemble", "65536"), ("ensemble", "0"),
      ("precision", "f64"), ("precision", "f16"), ("columns", "5 binary"), ("columns", "3 binary"),
      ("columns", "4 real"), ("resample", "none"), ("mask-seed", "x"),
      ("mask-seed", "+1"), ("mask-seed", "01"), ("hidden", " 3"), ("hidden", "3 "),
      ("first-ordering", "maybe"),
      ("validation-records", "-3"), ("epochs", "1e3"),
    ])
  func headers(key: String, value: String) {
    #expect(throws: ModelFileError.self) { try MadeModel(fileBytes: forged([key: value])) }
  }

  @Test("is refused when a required line is missing, doubled or unknown")
  func lines() {
    for key in [
      "tool", "inputs", "hidden", "residual", "masks", "precision", "ensemble", "columns",
    ] {
      #expect(throws: ModelFileError.self, "\(key)") {
        try MadeModel(fileBytes: forged([key: String?.none]))
      }
    }
    for line in [
      "inputs 4\n", "unknown 1\n", "novalue\n", "image 2 3\n", "image 4294967296 1\n",
      // The product of these is 4 modulo 2^64.
      "image 4 3 13 157 3373 4127 25819 469411 1\n", "image 2  2\n", "columns 4 binary\n",
      "column binary a\n", "ignored-fields 2 1\n", "ignored-fields 0\n", "ignored-fields 1 1\n",
      "condition-on \n", "condition-on 0\n", "condition-on 5\n", "condition-on 2 2\n",
      "condition-on 1 2 3 4\n", "determines 2 1 0 0 0\n", "determines 2 2 0 0 0\n",
      "determines 2\n", "determines 1 2 0\n", "missing \n", "missing a  b\n", "missing %zz\n",
      "threshold .5\n", "threshold 1.\n",
      "threshold +1\n", "threshold 0x1\n", "threshold nan\n", "threshold 1e999\n", "x-nospace\n",
      "no final line end",
    ] {
      #expect(throws: ModelFileError.self, "\(line)") {
        try MadeModel(fileBytes: forged(adding: line))
      }
    }
    for name in ["%", "%4", "%41", "%2f", "a b", "\u{7f}"] {
      #expect(throws: ModelFileError.self, "\(name)") {
        try MadeModel(fileBytes: forged(["columns": String?.none], adding: named(name)))
      }
    }
  }

  @Test("may name its columns, in the one form that a name has")
  func names() throws {
    let model = try MadeModel(
      fileBytes: forged(["columns": String?.none], adding: named("a%20b%25%2F".dropLast(3) + "/")))
    #expect(model.schema.names == ["x", "y", "z", "a b%/"])
  }

  private func named(_ last: some StringProtocol) -> String {
    ["x", "y", "z", String(last)].map { "column binary \($0)\n" }.joined()
  }

  @Test("is refused for categories that no column has")
  func categories() throws {
    // Columns of the honest one: binary, v0 v1 v2, two binary ones.
    let whole = """
      columns 1 binary
      columns 1 categorical
      categories none v0 v1 v2
      columns 2 binary

      """
    let none: [String: String?] = ["columns": String?.none, "categories": String?.none]
    func model(_ columns: String) throws -> MadeModel {
      try MadeModel(fileBytes: forged(none, adding: columns, of: Self.words))
    }
    #expect(try model(whole).schema == Self.words.schema(columns: 4))
    // Others with as many codes are honest, too.
    for line in [
      "none v0 v1 ", "other v0 v1", "missing  a", "other+missing %20", "none a %FF A%C3",
    ] {
      #expect(
        try model(whole.replacing("none v0 v1 v2", with: line)).architecture.ones == 6, "\(line)")
    }
    for line in [
      "none v0 v1 v0", "none v0 v1", "none v0 v1 v2 v3", "other v0 v1 v2", "v0 v1 v2", "none", "",
      "none  v0 ", "none v0 v1 %76", "none v0 v1 %2", "none v0 v1 %c3", "none v0 v1 \u{e9}%C3",
      "none v0 v1 %C3%A9", "missing+other v0", "other+missing v0 v1", "other,missing v0",
      "none" + String(repeating: " x", count: 100_000),
    ] {
      #expect(throws: ModelFileError.self, "\(line.prefix(40))") {
        try model(whole.replacing("none v0 v1 v2", with: line))
      }
    }
    for (old, new) in [
      ("categories none v0 v1 v2\n", ""), ("columns 1 categorical\n", ""),
      ("columns 1 categorical\n", "columns 3 categorical\n"),
      ("columns 1 categorical\n", "columns 0 categorical\n"),
      ("columns 1 categorical\n", "columns 1 words\n"),
      ("columns 1 categorical\n", "column categorical a\n"),
      ("columns 1 categorical\n", "columns 1 categorical\ncolumns 1 categorical\n"),
      ("columns 1 binary\ncolumns 1 categorical\n", "columns 1 categorical\ncolumns 1 binary\n"),
      ("v2\n", "v2\ncategories none v0 v1 v2\n"), ("columns 2 binary\n", ""),
      ("columns 2 binary\n", "columns 3 binary\n"),
      ("columns 2 binary\n", "columns 2 binary\ncolumns 1 categorical\n"),
    ] {
      #expect(throws: ModelFileError.self, "\(new) for \(old)") {
        try model(whole.replacing(old, with: new))
      }
    }
    // Orderings count columns, not outputs: a permutation of six is none of four.
    let slots = try MadeModel(
      fileBytes: forged(["hidden": "3", "columns": String?.none], adding: "columns 4 binary\n"))
    #expect(slots.architecture.columns == 4)
    #expect(throws: ModelFileError.self) { try model("columns 6 binary\n") }
  }

  @Test("is refused for orderings, degrees and weights that no model has")
  func payloads() {
    // Ordering of 4 columns (2 bytes each), degrees of 3 units, then floats.
    let changes: [(String, (inout [UInt8]) -> Void)] = [
      ("a column twice", { $0[0] = $0[2] }),
      ("a column out of range", { $0[0] = 4 }),
      ("a column far out of range", { $0[1] = 255 }),
      ("degree 0", { $0[8] = 0 }),
      ("degree D", { $0[8] = 4 }),
      (
        "degree 65535",
        {
          $0[8] = 255; $0[9] = 255
        }
      ),
      ("not a number", { $0.replaceSubrange($0.count - 4..<$0.count, with: [0, 0, 0xC0, 0x7F]) }),
      ("infinity", { $0.replaceSubrange($0.count - 4..<$0.count, with: [0, 0, 0x80, 0x7F]) }),
      ("one weight too few", { $0.removeLast(4) }),
      ("one weight too many", { $0 += [0, 0, 0, 0] }),
      ("a byte too many", { $0.append(0) }),
      ("nothing", { $0 = [] }),
    ]
    for (name, change) in changes {
      #expect(throws: ModelFileError.self, "\(name)") {
        try MadeModel(fileBytes: forged(payload: change))
      }
    }
  }

  @Test("is refused before its masks take more memory than there is")
  func manyMasks() {
    // 65,536 masks of 100,000 codes in 400 KB: as masks they would take 400 GB.
    let bits = Array("other".utf8) + (0..<100_000).flatMap { Array(" \($0)".utf8) }
    let bytes = forged(
      [
        "inputs": "100001", "hidden": "1", "direct": "no", "masks": "65536", "ensemble": "65536",
        "columns": String?.none,
      ],
      adding: "columns 1 categorical\ncategories \(String(decoding: bits, as: UTF8.self))\n"
    ) { payload in
      payload = Array(repeating: 0, count: 65536 * 4 + 4 * 100_002)
      for mask in 0..<65536 { payload[4 * mask + 2] = 0 }
    }
    let error = #expect(throws: ModelFileError.self) { try MadeModel(fileBytes: bytes) }
    guard case .noMemory(let room) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(room > 65536 * 100_000 * 16)
  }

  @Test("is refused for a residual stack whose layers are not alike")
  func residual() throws {
    #expect(try MadeModel(fileBytes: forged(of: Self.stack)).architecture.residual)
    // All masks are live, so without the key the same bytes are a plain network.
    let plain = try MadeModel(fileBytes: forged(["residual": "no"], of: Self.stack))
    #expect(!plain.architecture.residual)
    for hidden in ["3", "3 3", "3 3 3 3", "3 4 3", "3 3 4", "4 3 3", "3 2 3 3 3"] {
      let error = #expect(throws: ModelFileError.self, "\(hidden)") {
        try MadeModel(fileBytes: forged(["hidden": hidden], of: Self.stack))
      }
      guard case .size(let problem)? = error, problem.contains("residual") else {
        Issue.record("\(hidden): \(String(describing: error))")
        continue
      }
    }
    // Per mask: an ordering of 4, then degrees of 3 units in 3 layers; 2 bytes each.
    for (mask, start) in [(1, 0), (2, 26)] {
      for unit in 0..<9 {
        let change = { (bytes: inout [UInt8]) in
          let place = start + 8 + 2 * unit
          bytes[place] = bytes[place] == 3 ? 2 : bytes[place] + 1
        }
        let error = #expect(throws: ModelFileError.self, "unit \(unit)") {
          try MadeModel(fileBytes: forged(of: Self.stack, payload: change))
        }
        guard case .mask(mask, _)? = error else {
          Issue.record("unit \(unit): \(String(describing: error))")
          continue
        }
      }
    }
  }

  @Test("of the next version is told apart")
  func version() {
    var bytes = forged()
    bytes[8] = 2
    #expect(throws: ModelFileError.newerFormat(2)) { try MadeModel(fileBytes: bytes) }
  }
}
