// What a model file says about its columns beside their kinds.

import MadeCore
import Testing

@Suite("A model file")
struct ColumnFactsTests {
  @Test("keeps columns that come first, and columns that determine others")
  func leadingAndDependencies() throws {
    let kind = try #require(ModelKind.all.first { $0.description == "mixed, direct" })
    var schedule = MaskSchedule(regime: .cycle(3), leading: [4, 1], seed: 7)
    let plain = kind.model(inputs: 5)
    let parameters = Parameters(
      shape: Parameters.storageShape(plain.architecture, schedule: schedule))
    var schema = plain.schema
    schema.dependencies = [
      Dependency(column: 1, determined: 4, slots: [3, nil, 0]),
      Dependency(column: 4, determined: 2, slots: [0, 1, nil, 1]),
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
    let wrong = MadeModel(
      schema: schema, architecture: plain.architecture, schedule: schedule, masks: masks,
      parameters: parameters, summary: TrainingSummary())
    #expect(throws: ModelFileError.self) { try MadeModel(fileBytes: wrong.fileBytes(tool: "test")) }
    for dependency in [
      Dependency(column: 1, determined: 4, slots: [3, nil]),
      Dependency(column: 1, determined: 4, slots: [4, nil, 0]),
      Dependency(column: 1, determined: 0, slots: [0, nil, 0]),
      Dependency(column: 1, determined: 5, slots: [0, nil, 0]),
    ] {
      schema.dependencies = [dependency]
      let bad = plain.with([dependency]).fileBytes(tool: "test")
      #expect(throws: ModelFileError.self, "\(dependency)") { try MadeModel(fileBytes: bad) }
    }
  }
}
