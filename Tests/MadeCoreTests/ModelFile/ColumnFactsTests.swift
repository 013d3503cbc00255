// What a model file says about its columns beside their kinds.

import MadeCore
import Testing

/// An untrained model of one mask.
private func untrained(_ columns: [Column], hidden: [Int], direct: Bool) -> MadeModel {
  let architecture = Architecture(
    slots: columns.map { $0.kind.conditional.outputs }, hidden: hidden, activation: .relu,
    direct: direct)
  let schedule = MaskSchedule()
  return MadeModel(
    schema: Schema(columns: columns), architecture: architecture, schedule: schedule,
    masks: schedule.ensemble(count: 1, for: architecture),
    parameters: Parameters(shape: Parameters.storageShape(architecture, schedule: schedule)),
    summary: TrainingSummary())
}

private func words(_ count: Int) -> Column {
  Column(
    kind: Categories(values: (0..<count).map { Array("w\($0)".utf8) }, hasOther: true)
  )
}

@Suite("A model file")
struct ColumnFactsTests {
  @Test(
    "is read again, however many of its weights are dead for ever",
    arguments: [
      (columns: 1, hidden: 16, direct: true), (1, 500, true), (1, 500, false), (2, 16, true),
      (41, 16, true),
    ])
  func dead(columns: Int, hidden: Int, direct: Bool) throws {
    // A column of many values has a block of direct connections to itself that no mask allows.
    let binary = Array(repeating: Column(), count: columns - 1)
    let model = untrained([words(4096)] + binary, hidden: [hidden], direct: direct)
    let bytes = model.fileBytes(tool: "test")
    #expect(try MadeModel(fileBytes: bytes).fileBytes(tool: "test") == bytes)
  }

  @Test("keeps columns that come first, and columns that determine others")
  func leadingAndDependencies() throws {
    let kind = try #require(ModelKind.all.first { $0.description == "mixed, direct" })
    var schedule = MaskSchedule(regime: .cycle(3), leading: [4, 1], seed: 7)
    let plain = kind.model(inputs: 5)
    let parameters = Parameters(
      shape: Parameters.storageShape(plain.architecture, schedule: schedule))
    var schema = plain.schema
    schema.dependencies = [
      Dependency(column: 1, determined: 4, codes: [3, nil, 0]),
      Dependency(column: 4, determined: 2, codes: [0, 1, nil, 1]),
    ]
    let model = MadeModel(
      schema: schema, architecture: plain.architecture, schedule: schedule,
      masks: schedule.ensemble(count: 3, for: plain.architecture), parameters: parameters,
      summary: TrainingSummary())
    #expect(model.masks.allSatisfy { $0.ordering.columns.starts(with: [4, 1]) })
    let bytes = model.fileBytes(tool: "test")
    let read = try MadeModel(fileBytes: bytes)
    #expect(read.schedule.leading == [4, 1])
    #expect(read.schema.dependencies == schema.dependencies)
    #expect(read.fileBytes(tool: "test") == bytes)
    // Orderings that do not begin with them contradict the header.
    schedule.leading = []
    let masks = schedule.ensemble(count: 3, for: plain.architecture)
    schedule.leading = [4, 1]
    let wrong = model.with(masks: masks)
    #expect(throws: ModelFileError.self) { try MadeModel(fileBytes: wrong.fileBytes(tool: "test")) }
    // Tables of values by values have a limit together.
    let wide = untrained([words(5800), words(5800)], hidden: [1], direct: false)
    for (count, isLegal) in [(1, false), (0, true)] {
      let dependency = Dependency(
        column: 0, determined: 1, codes: Array(repeating: nil, count: 5801))
      let bytes = wide.with(Array(repeating: dependency, count: count)).fileBytes(tool: "test")
      let refusal = ModelFileError.size(
        "dependencies of columns with more than 33554432 pairs of values")
      if isLegal {
        #expect(throws: Never.self) { try MadeModel(fileBytes: bytes) }
      } else {
        #expect(throws: refusal) { try MadeModel(fileBytes: bytes) }
      }
    }
    for dependency in [
      Dependency(column: 1, determined: 4, codes: [3, nil]),
      Dependency(column: 1, determined: 4, codes: [4, nil, 0]),
      Dependency(column: 1, determined: 0, codes: [0, nil, 0]),
      Dependency(column: 1, determined: 5, codes: [0, nil, 0]),
    ] {
      schema.dependencies = [dependency]
      let bad = plain.with([dependency]).fileBytes(tool: "test")
      #expect(throws: ModelFileError.self, "\(dependency)") { try MadeModel(fileBytes: bad) }
    }
  }
}
