// Models that are made here or were read from a stranger's bytes, asked everything that can be asked.

import MadeCore

/// Small models with weights as they are before training.
enum SmallModel {
  static func of(_ schema: Schema, isEndless: Bool) -> MadeModel {
    let architecture = Architecture(
      shapes: schema.columns.map(\.shape), hidden: [3])
    let schedule = MaskSchedule(regime: isEndless ? .endless : .cycle(2), seed: 5)
    let parameters = Parameters(
      shape: Parameters.storageShape(architecture, schedule: schedule))
    parameters.initialise(
      .glorot, seed: 1, outputLogits: Array(repeating: 0, count: architecture.outputs))
    return MadeModel(
      schema: schema, architecture: architecture, schedule: schedule,
      masks: schedule.ensemble(count: 2, for: architecture), parameters: parameters,
      summary: TrainingSummary())
  }

  private static func schema(isNamed: Bool) -> Schema {
    // The last two share a code.
    func words(_ values: [String]) -> Categories {
      Categories(
        values: values.map { Array($0.utf8) }, groupSizes: [2], hasOther: true, hasMissing: true)
    }
    let columns: [(String, any ColumnKind)] = [
      (
        "age",
        Bins(
          decimals: 0, ranges: [-4...1, 21...21, 25...34, 35...90], hasOther: true,
          hasMissing: true)
      ),
      ("sex", words(["Male", "a|b", "x, \"y\"\nz"])), ("member", Binary()),
      ("height", Bins(decimals: 2, ranges: [100...149, 150...199])),
      ("age=x", Categories(values: [[0x31], [0x39, 0x2E, 0x35]])),
    ]
    return Schema(columns: columns.map { Column(name: isNamed ? $0.0 : nil, kind: $0.1) })
  }

  /// What is found out about a table of dates, amounts that add up, times, percentages and numbers over orders of
  /// magnitude; with cells that are missing.
  private static let foundSchema: Schema = {
    var text = "day,net,tax,total,time,share,size\n"
    for row in 0..<150 {
      let (net, tax) = (1000 + row * 37 % 997, row * 61 % 211)
      func money(_ cents: Int) -> String { "\(cents / 100).\(cents / 10 % 10)\(cents % 10)" }
      text += "2024-0\(1 + row % 9)-1\(row % 7),\(money(net)),\(money(tax)),\(money(net + tax)),"
      text += "1\(row % 9):\(10 + row % 50),\(row % 11 == 3 ? "NA" : "\(row % 101)%"),"
      text += "\(row * row % 89 + 1)e\(row % 6)\n"
    }
    do {
      return try RecordReader(sources: [MemorySource(Array(text.utf8))]).readTable(Typing())
        .packed().schema
    } catch {
      fatalError("a table of the probes cannot be read: \(error)")
    }
  }()

  /// Named and nameless columns, under masks of each kind; and kinds that are found in a table.
  static let all: [MadeModel] =
    [true, false].flatMap { isNamed in
      [true, false].map { of(schema(isNamed: isNamed), isEndless: $0) }
    }
    + [false, true].map { of(foundSchema, isEndless: $0) }
}

/// What a log-likelihood may be above 0 by rounding.
///
/// That of words is no difference of large numbers. That of a number is: of what the network says of heads, weights and
/// phases, which are floats up to the largest weight times the width of a layer, once for each layer, at inputs up to 8.
func rounding(of model: MadeModel) -> Double {
  guard model.architecture.reals > 0 else { return 1e-3 }
  let weights = UnsafeBufferPointer(
    start: model.parameters.values.base, count: model.parameters.shape.count)
  let largest = weights.reduce(1) { max($0, abs(Double($1))) }
  let hidden = model.architecture.hidden
  let width = Double(([model.architecture.ones + model.architecture.reals + 1] + hidden).max() ?? 1)
  let layers = hidden.count + 1
  return 1e-3 + 1e-6 * 8 * (0..<layers).reduce(1) { size, _ in size * largest * width }
}

/// Every question about some of a model's own rows; nothing is asked of large ones, which takes long.
func interrogate(_ model: MadeModel) -> String? {
  let schema = model.schema
  guard schema.outputCount <= 256, model.masks.count <= 8 else { return nil }
  let rows = model.rows(0..<2, seed: 1)
  var holes = Rows(columns: rows.columns)
  holes.appendZeros(count: rows.count)
  var known = rows
  for column in 0..<rows.columns {
    for row in 0..<rows.count where (column + row) % 2 == 0 {
      holes[row, column] = true
      known.setCode(0, row, column)
    }
  }
  let evidence = Evidence(rows: known, holes: holes, schema: schema)
  do throws(QuestionError) {
    let sampler = try ConditionalSampler(model, seed: 1, particles: 4, fillsMissing: true)
    let marginals = try sampler.logLikelihoods(evidence, numbers: [0, 1])
    // What has no number may come of weights near the largest float.
    let rounding = rounding(of: model)
    if marginals.values.contains(where: { $0 > rounding }) { return "marginals \(marginals)" }
    let (drawn, _) = try sampler.completions(evidence, records: [0, 1], numbers: [0, 1])
    for row in 0..<rows.count {
      for column in 0..<rows.columns
      where !holes[row, column] && drawn.rows.code(row, column) != rows.code(row, column) {
        return "what was known of row \(row) has changed"
      }
    }
    _ = try sampler.expectations(evidence, records: [0, 1], numbers: [0, 1])
  } catch {}
  var batch = RecordBatch(rows: rows, firstRecord: 0)
  let explanation = try? ExplanationQuestion(count: 2, model, delimiter: UInt8(ascii: ","))
  if explanation?.answer(batch).texts.count != 2 { return "explanations are missing" }
  batch.holes = holes
  let summing = try? ConditionalSampler(model, seed: 1, particles: 4, fillsMissing: false)
  for sampler in [nil, summing] {
    let label = LabelQuestion(column: 0, model, sampler: sampler)
    // Evidence that is impossible under a stranger's model is an error.
    guard let label, let answer = try? label.answer(batch) else { continue }
    if answer.numbers.count != 2 * label.values.count { return "labels are missing" }
  }
  return readOwnRows(model, rows)
}

/// Reads what is written of a model's own rows; it can be written if no hole is left in it.
private func readOwnRows(_ model: MadeModel, _ rows: Rows) -> String? {
  let schema = model.schema
  var bytes: [UInt8] = []
  var random: RandomStream?
  let writer = RecordWriter(schema: schema, format: .csv(header: false))
  for row in 0..<rows.count {
    writer.append(rows, row: row, number: row, random: &random, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }
  let header = schema.names.map { RecordWriter.headerLine($0, delimiter: UInt8(ascii: ",")) + "\n" }
  var options = InputOptions()
  options.delimiter = UInt8(ascii: ",")
  options.header = header == nil ? .absent : .present
  let reader = RecordReader(
    sources: [MemorySource(Array((header ?? "").utf8) + bytes)], options: options, schema: schema)
  // A stranger's model may hold columns that no table could have, and then nothing reads them.
  while let batch = try? reader.next(limit: 1) { _ = model.logLikelihoods(of: batch.rows) }
  return nil
}
