// Columns of numbers in model files.

import MadeCore
import Testing

@Suite("A model file with numbers")
struct NumberFileTests {
  @Test("keeps bins")
  func bins() throws {
    let limit = Bins.limits.upperBound
    let all = [
      Bins(decimals: 2, ranges: [-5 ... -5, -4...7, 9...9], hasOther: true, hasMissing: true),
      Bins(decimals: -600, hasFixedDecimals: false, ranges: [-limit...0, 1...limit]),
      Bins(decimals: 600, ranges: [limit...limit], hasMissing: true),
    ]
    for name in [nil, "a b"] {
      let columns =
        [Column(name: name), Column(name: name)] + all.map { Column(name: name, kind: $0) }
        + [Column(name: name)]
      let architecture = Architecture(
        slots: columns.map { $0.kind.conditional.outputs }, hidden: [3])
      let schedule = MaskSchedule(seed: 4)
      let model = MadeModel(
        schema: Schema(columns: columns), architecture: architecture, schedule: schedule,
        masks: schedule.ensemble(count: 1, for: architecture),
        parameters: Parameters(shape: Parameters.storageShape(architecture, schedule: schedule)),
        summary: TrainingSummary())
      let bytes = model.fileBytes(tool: "test 1")
      let read = try MadeModel(fileBytes: bytes)
      #expect(read.schema == model.schema && read.architecture == architecture)
      #expect(read.fileBytes(tool: "test 1") == bytes)
    }
  }
}

extension HostileModelTests {
  @Test("is refused for bins that no column has")
  func bins() throws {
    let none: [String: String?] = ["columns": String?.none, "categories": String?.none]
    func model(_ line: String) throws -> MadeModel {
      let columns = "columns 1 binary\ncolumns 1 number\n\(line)\ncolumns 2 binary\n"
      return try MadeModel(fileBytes: forged(none, adding: columns, of: Self.words))
    }
    // Three codes each.
    for line in [
      "bins none 0 fixed 0 1 2", "bins other 2 shortest -7:-3 -2:9",
      "bins other+missing -600 fixed 5",
      "bins missing 600 fixed -9007199254740991:0 9007199254740991",
    ] {
      #expect(try model(line).architecture.ones == 6, "\(line)")
    }
    for line in [
      "", "bins", "bins ", "bins none 0 fixed", "bins none 0 fixed ", "bins none 0 fixed 0 1",
      "bins none 0 fixed 0 1 2 3", "bins none 0 fixed 0 0 1", "bins none 0 fixed 0 2 1",
      "bins none 0 fixed 0:2 2 3", "bins none 0 fixed 0 1:1 2", "bins none 0 fixed 0 2:1 3",
      "bins none 0 fixed 0 1: 2", "bins none 0 fixed 0 :1 2", "bins none 0 fixed 0 1:2:3 4",
      "bins none 0 fixed 0 1 9007199254740992", "bins none 0 fixed -9007199254740992 1 2",
      "bins none 0 fixed 0 1 9223372036854775808", "bins none 0 fixed 0 1 1e3",
      "bins none 0 fixed 0 1 +2", "bins none 0 fixed 0 1 02", "bins none 0 fixed -0 1 2",
      "bins none 0 fixed 0 1 2.0", "bins none 0 fixed 0  1", "bins none 601 fixed 0 1 2",
      "bins none -601 fixed 0 1 2", "bins none 1.5 fixed 0 1 2", "bins none 0 float 0 1 2",
      "bins words 0 fixed 0 1 2", "bins other 0 fixed 0 1 2", "categories none v0 v1 v2",
      "bins none 0 fixed 0 1 2\nbins none 0 fixed 0 1 2",
      "bins none 0 fixed" + (0..<100_000).map { " \($0)" }.joined(),
    ] {
      #expect(throws: ModelFileError.self, "\(line.prefix(60))") { try model(line) }
    }
  }
}
