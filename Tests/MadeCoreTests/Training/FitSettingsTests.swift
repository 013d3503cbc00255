// Settings of a fit, and numbers of rows, that cannot be.

import MadeCore
import Testing

@Suite("Arguments of the library")
struct FitSettingsTests {
  private static func table() throws -> Table {
    let rows: [[(any CellValue)?]] = (0..<60).map { [$0 % 2, ["red", "green", "blue"][$0 % 3]] }
    return try Table(rows, columns: ["a", "b"])
  }

  private static var quick: FitOptions {
    var options = FitOptions()
    options.hidden = [4]
    options.training.epochs = 1
    return options
  }

  /// A change to good settings, and the setting that is bad then.
  struct Change: Sendable {
    let setting: FitOptions.Setting
    let make: @Sendable (inout FitOptions) -> Void

    init(_ setting: FitOptions.Setting, make: @escaping @Sendable (inout FitOptions) -> Void) {
      self.setting = setting
      self.make = make
    }
  }

  private static let changes: [Change] = [
    Change(.hidden) { $0.hidden = [] },
    Change(.hidden) { $0.hidden = [0] },
    Change(.hidden) { $0.hidden = [3, -1] },
    Change(.residual) { $0.residual = true },
    Change(.masks) { $0.masks = .cycle(0) },
    Change(.ordering) { $0.ordering = .natural(count: 3) },
    Change(.leading) { $0.leading = [2] },
    Change(.leading) { $0.leading = [-1] },
    Change(.leading) { $0.leading = [1, 1] },
    Change(.holdout) { $0.holdout = 1 },
    Change(.holdout) { $0.holdout = .nan },
    Change(.holdout) { $0.holdout = -0.1 },
    Change(.batchSize) { $0.training.batchSize = 0 },
    Change(.epochs) { $0.training.epochs = 0 },
    Change(.patience) { $0.training.patience = 0 },
    Change(.dropout) { $0.training.dropout = 1 },
    Change(.dropout) { $0.training.dropout = .nan },
    Change(.inputDropout) { $0.training.inputDropout = 1 },
    Change(.average) { $0.training.average = 1 },
    Change(.ensemble) { $0.training.ensemble = 0 },
    Change(.learningRate) { $0.training.optimizer.learningRate = 0 },
    Change(.learningRate) { $0.training.optimizer.learningRate = -1 },
    Change(.learningRate) { $0.training.optimizer.learningRate = .infinity },
    Change(.rateDecay) { $0.training.optimizer.rateDecay = -1 },
    Change(.momentum) { $0.training.optimizer.momentum = 1 },
    Change(.epsilon) { $0.training.optimizer.epsilon = .nan },
    Change(.weightDecay) { $0.training.optimizer.weightDecay = -1 },
    Change(.clip) { $0.training.optimizer.clip = -1 },
    Change(.warmUp) { $0.training.optimizer.schedule.warmUp = -1 },
  ]

  @Test("are refused by name where no fit can have them", arguments: changes)
  func settings(change: Change) throws {
    var options = Self.quick
    change.make(&options)
    #expect(throws: TrainingError.setting(change.setting)) {
      try MadeModel.fit(to: Self.table(), options: options)
    }
  }

  @Test("do not matter where an initial model brings network and masks")
  func initial() throws {
    let model = try MadeModel.fit(to: Self.table(), options: Self.quick)
    var options = Self.quick
    options.hidden = []
    #expect(throws: Never.self) {
      try MadeModel.fit(to: Self.table(), options: options, initial: model)
    }
  }

  @Test("that count rows or draws are refused where they are negative")
  func counts() throws {
    let model = try MadeModel.fit(to: Self.table(), options: Self.quick)
    let holes = try Table(
      [[nil, "red"]] as [[(any CellValue)?]], columns: ["a", "b"], schema: model.schema,
      emptyCells: .holes)
    #expect(throws: QuestionError.count(-2)) {
      try model.completions(of: holes, count: -2, seed: 1)
    }
    #expect(throws: QuestionError.count(-1)) {
      try model.samples(-1, where: ["b=red"], seed: 1)
    }
    #expect(throws: QuestionError.count(-1)) { try model.samples(-1, where: [], seed: 1) }
    #expect(throws: QuestionError.count(0)) { try model.marginals(of: holes, particles: 0) }
    #expect(throws: QuestionError.count(-3)) {
      try model.completions(of: holes, seed: 1, particles: -3)
    }
    #expect(try model.completions(of: holes, count: 0, seed: 1).count == 0)
  }
}
