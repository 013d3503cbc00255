// What a fit is like where nothing was said: the table of made-fit(1).

import MadeCore
import Testing

@Suite("Defaults of a fit")
struct FitDefaultsTests {
  /// A table of 0 and 1, and the fit that suits it.
  struct Case: CustomTestStringConvertible {
    var columns: Int
    var records: Int
    var hidden: Int
    var masks: Int
    var dropout: Double
    var rate: Double
    var testDescription: String { "\(records) records of \(columns) columns" }
  }

  @Test(
    "go by records and by outputs where there are no densities",
    arguments: [
      Case(columns: 1, records: 1, hidden: 500, masks: 16, dropout: 0.6, rate: 0.003),
      Case(columns: 1556, records: 2999, hidden: 500, masks: 16, dropout: 0.6, rate: 0.003),
      Case(columns: 16, records: 3000, hidden: 1000, masks: 4, dropout: 0.3, rate: 0.003),
      Case(columns: 100, records: 29_999, hidden: 1000, masks: 4, dropout: 0.3, rate: 0.003),
      Case(columns: 100, records: 30_000, hidden: 1000, masks: 2, dropout: 0.3, rate: 0.003),
      Case(columns: 100, records: 159_999, hidden: 1000, masks: 2, dropout: 0.3, rate: 0.003),
      Case(columns: 100, records: 160_000, hidden: 1000, masks: 1, dropout: 0.3, rate: 0.001),
      Case(columns: 1 << 20, records: 20, hidden: 1000, masks: 1, dropout: 0.3, rate: 0.001),
      Case(columns: 1, records: .max, hidden: 1000, masks: 1, dropout: 0.3, rate: 0.001),
      Case(columns: 2, records: .max, hidden: 1000, masks: 1, dropout: 0.3, rate: 0.001),
    ])
  func words(_ expected: Case) {
    let options = FitOptions(
      for: Schema(binaryColumns: expected.columns), records: expected.records)
    #expect(options.hidden == [expected.hidden])
    #expect(options.masks == .cycle(expected.masks))
    #expect(options.training.dropout == expected.dropout)
    #expect(options.training.optimizer.learningRate == expected.rate)
    #expect(options.ordering == nil)
  }

  @Test(
    "go by records and columns where there are densities",
    arguments: [
      (3, 2999, 1, 0.2, 0.001), (4, 2999, 4, 0.2, 0.001), (4, 3000, 1, 0.2, 0.001),
      (900, 20, 4, 0.2, 0.001), (4, 9999, 1, 0.2, 0.001), (2, 10_000, 1, 0, 0.002),
    ])
  func numbers(columns: Int, records: Int, masks: Int, dropout: Double, rate: Double) throws {
    var rows: [[(any CellValue)?]] = []
    for i in 0..<40 { rows.append((0..<columns).map { Double(i * (7 + $0) % 41) * 0.37 }) }
    let schema = try Table(rows, columns: (0..<columns).map { "x\($0)" }).schema
    #expect(schema.hasDensities)
    let options = FitOptions(for: schema, records: records)
    #expect(options.hidden == [256, 256])
    #expect(options.masks == .cycle(masks))
    #expect(options.training.dropout == dropout)
    #expect(options.training.optimizer.learningRate == rate)
    #expect(options.ordering == .natural(count: columns))
  }

  @Test(
    "a batch has a hundredth of the records, from 20 to 100",
    arguments: [
      (0, 20), (2099, 20), (2100, 21), (9999, 99), (10_000, 100), (1_000_000, 100),
    ])
  func batches(records: Int, size: Int) {
    let options = FitOptions(for: Schema(binaryColumns: 3), records: records)
    #expect(options.training.batchSize == size)
  }

  @Test("several masks are sharpened, one is not, and what was asked for holds")
  func sharpening() {
    var options = FitOptions()
    let one = ModelKind.all.first { $0.schedule.regime == .cycle(1) }?.model(inputs: 5)
    let several = ModelKind.all.first { $0.schedule.regime != .cycle(1) }?.model(inputs: 5)
    guard let one, let several else { return #expect(Bool(false)) }
    #expect(!options.sharpens(one) && options.sharpens(several))
    // Nothing was better than the start, which is the result.
    var summary = several.summary
    (summary.epochs, summary.bestEpoch, summary.validationLogLikelihood) = (5, 0, -1)
    #expect(!options.sharpens(several.with(summary: summary)))
    options.sharpens = false
    #expect(!options.sharpens(several))
    options.sharpens = true
    #expect(options.sharpens(one) && options.sharpens(several.with(summary: summary)))
  }

  @Test("a few validation records that a bold model happens to predict do not make it bold")
  func fewRecords() throws {
    // Validation records of which all are the likeliest one: factors without a limit would suit them.
    let kind = try #require(ModelKind.all.first { $0.schedule.regime != .cycle(1) })
    let model = kind.model(inputs: 7)
    let drawn = model.rows(0..<2000, seed: 3)
    let scores = model.logLikelihoods(of: drawn)
    let likeliest = try #require(scores.indices.max { scores[$0] < scores[$1] })
    let row = (0..<7).map { drawn.code(likeliest, $0) == 1 }
    for (count, limit) in [(5, 1.2), (20, 1.5)] {
      let few = Rows(columns: 7, rows: Array(repeating: row, count: count))
      let (_, factors) = model.sharpened(on: few)
      #expect((1 / limit...limit).contains(factors.hidden), "\(count): \(factors)")
      #expect((1 / limit...limit).contains(factors.direct), "\(count): \(factors)")
    }
    // Many such records are evidence.
    let many = Rows(columns: 7, rows: Array(repeating: row, count: 5000))
    let factor = model.sharpened(on: many).factors.hidden
    #expect(factor > 2 || factor < 0.5, "\(factor)")
  }

  @Test("a fit of several masks ends with sharpening, by the records that chose the epoch")
  func fits() throws {
    let rows: [[(any CellValue)?]] = (0..<400).map { [$0 / 3 % 2, $0 / 3 % 2, $0 / 5 % 2] }
    let table = try Table(rows, columns: ["a", "b", "c"])
    var options = FitOptions()
    options.hidden = [6]
    options.masks = .cycle(3)
    options.training.dropout = 0.7
    options.training.optimizer.learningRate = 0.03
    options.training.optimizer.weightDecay = 0.5
    options.training.epochs = 30
    let sharpened = try MadeModel.fit(to: table, validation: table, options: options)
    options.sharpens = false
    let plain = try MadeModel.fit(to: table, validation: table, options: options)
    let (expected, factors) = plain.sharpened(on: table.rows)
    #expect(factors.gain > 0)
    #expect(sharpened.fileBytes(tool: "test") == expected.fileBytes(tool: "test"))
    #expect(sharpened.fileBytes(tool: "test") != plain.fileBytes(tool: "test"))
  }
}
