// Small models of every kind, with random weights.

import MadeCore

/// A kind of model: shape and mask regime, with a name for messages.
struct ModelKind: CustomStringConvertible, Sendable {
  let description: String
  var hidden = [7]
  var activation = Activation.relu
  var direct = false
  var maskWeights = false
  var residual = false
  var schedule = MaskSchedule(seed: 3)
  var ensemble = 3
  /// Slots of the columns, over and over.
  var slots = [1]
  /// Whether every third categorical column has a slot for other values, and every second one a slot
  /// for missing cells.
  var hasExtraSlots = false

  static let all: [ModelKind] = binary + categorical

  /// Kinds with columns of 0 and 1 only.
  static let binary: [ModelKind] = [
    ModelKind(description: "one mask"),
    ModelKind(description: "direct", direct: true),
    ModelKind(description: "natural ordering", direct: true, schedule: natural),
    ModelKind(description: "one unit", hidden: [1], activation: .tanh),
    ModelKind(description: "two layers", hidden: [9, 6], activation: .sigmoid, direct: true),
    ModelKind(description: "three layers", hidden: [5, 17, 4], activation: .softplus),
    ModelKind(description: "wide", hidden: [40], activation: .softsign, direct: true),
    ModelKind(description: "one mask with U", maskWeights: true),
    ModelKind(
      description: "four masks with U, deep", hidden: [11, 8], activation: .tanh, direct: true,
      maskWeights: true, schedule: MaskSchedule(regime: .cycle(4), seed: 5)),
    ModelKind(
      description: "five masks", hidden: [12], direct: true,
      schedule: MaskSchedule(regime: .cycle(5), seed: 5)),
    ModelKind(
      description: "three orderings", hidden: [12, 9],
      schedule: MaskSchedule(regime: .cycle(3), resample: .ordering, seed: 5)),
    ModelKind(
      description: "three connectivities", hidden: [12], activation: .tanh, direct: true,
      schedule: MaskSchedule(regime: .cycle(3), resample: .connectivity, seed: 5)),
    ModelKind(
      description: "endless", hidden: [10], direct: true,
      schedule: MaskSchedule(regime: .endless, seed: 5)),
    ModelKind(
      description: "endless with U, deep", hidden: [10, 10], activation: .softplus,
      maskWeights: true, schedule: MaskSchedule(regime: .endless, seed: 5)),
    ModelKind(
      description: "residual", hidden: [9, 9, 9], activation: .tanh, direct: true, residual: true),
    ModelKind(
      description: "residual, two blocks of one unit", hidden: [1, 1, 1, 1, 1], residual: true),
    ModelKind(
      description: "residual, two blocks, four masks with U", hidden: [18, 18, 18, 18, 18],
      activation: .softsign, maskWeights: true, residual: true,
      schedule: MaskSchedule(regime: .cycle(4), seed: 5)),
    ModelKind(
      description: "residual, endless connectivities", hidden: [11, 11, 11], activation: .softplus,
      direct: true, residual: true,
      schedule: MaskSchedule(regime: .endless, resample: .connectivity, seed: 5)),
  ]

  /// Kinds with categorical columns, and kinds with both.
  static let categorical: [ModelKind] = [
    ModelKind(description: "categorical", slots: [3]),
    ModelKind(description: "mixed, direct", hidden: [9], direct: true, slots: [1, 3, 2, 1, 4]),
    ModelKind(
      description: "mixed, two layers, five masks with U", hidden: [12, 17], activation: .tanh,
      direct: true, maskWeights: true, schedule: MaskSchedule(regime: .cycle(5), seed: 5),
      slots: [2, 1, 1, 5], hasExtraSlots: true),
    ModelKind(
      description: "mixed, endless", hidden: [10], direct: true,
      schedule: MaskSchedule(regime: .endless, seed: 5), slots: [4, 1], hasExtraSlots: true),
    ModelKind(
      description: "mixed residual", hidden: [19, 19, 19], activation: .softplus, residual: true,
      slots: [1, 2, 1, 1, 6]),
  ]

  private static let natural = MaskSchedule(firstOrdering: nil, seed: 3)

  /// The columns of a model of so many.
  func schema(columns: Int) -> Schema {
    var categorical = 0
    return Schema(
      columns: (0..<columns).map { column in
        let count = slots[column % slots.count]
        if count == 1 { return Column() }
        categorical += 1
        let hasOther = hasExtraSlots && categorical % 3 == 1 && count > 1
        let hasMissing = hasExtraSlots && categorical % 2 == 0 && count - (hasOther ? 1 : 0) > 1
        let values = count - (hasOther ? 1 : 0) - (hasMissing ? 1 : 0)
        return Column(
          kind: Categories(
            values: (0..<values).map { Array("v\($0)".utf8) }, hasOther: hasOther,
            hasMissing: hasMissing))
      })
  }

  /// - Parameter inputs: number of columns.
  func architecture(inputs: Int) -> Architecture {
    Architecture(
      shapes: schema(columns: inputs).columns.map(\.shape), hidden: hidden, activation: activation,
      direct: direct,
      maskWeights: maskWeights, residual: residual)
  }

  /// A model of this kind whose live weights, U and biases are all random and of size about 1.
  ///
  /// - Parameter inputs: number of columns.
  func model(inputs: Int, seed: UInt64 = 1) -> MadeModel {
    let architecture = architecture(inputs: inputs)
    var schedule = schedule
    if description == "natural ordering" { schedule.firstOrdering = .natural(count: inputs) }
    return MadeModel(
      schema: schema(columns: inputs), architecture: architecture, schedule: schedule,
      masks: schedule.ensemble(count: ensemble, for: architecture),
      parameters: randomParameters(architecture, schedule, seed: seed),
      summary: TrainingSummary())
  }
}

/// Parameters whose live weights, U and biases are all random and of size about 1.
func randomParameters(
  _ architecture: Architecture, _ schedule: MaskSchedule, seed: UInt64 = 1
) -> Parameters {
  let parameters = Parameters(shape: Parameters.storageShape(architecture, schedule: schedule))
  var random = RandomStream(seed: seed, purpose: .initialWeights, index: 99)
  func draw() -> Float { 3 * random.nextUniform() - 1.5 }
  let shape = parameters.shape
  for (number, matrix) in shape.matrices.enumerated() {
    let isTold = number < architecture.toldConnections
    for shift in [0] + (isTold ? [shape.maskWeightShift ?? 0] : []) {
      parameters.forEachRow(of: matrix, shift: shift) { _, row, base in
        for column in matrix.live(row) { base[column] = draw() }
      }
    }
  }
  for layer in 1...architecture.outputLayer {
    parameters.setBias(layer: layer, to: (0..<architecture.widths[layer]).map { _ in draw() })
  }
  return parameters
}

extension RowDensity {
  /// Rows `range` of the endless run of `seed`, with the probabilities that they were drawn with.
  func rowsAndProbabilities(_ range: Range<Int>, seed: UInt64, threads: Int = 1) -> Drawn {
    draw(Array(range), seed: seed, withProbabilities: true, threads: threads)
  }
}

/// The layout of columns with these numbers of outputs: 1 for a bit, else that of codes.
func layout(slots: [Int]) -> RowLayout {
  RowLayout(slots.map { $0 == 1 ? .bit : .code(states: $0) })
}

/// All records of columns with these numbers of outputs; of bits, record r holds the bits of r.
func allRecords(slots: [Int]) -> Rows {
  let choices = slots.map { max($0, 2) }
  var rows = Rows(layout: layout(slots: slots))
  for number in 0..<choices.reduce(1, *) {
    var rest = number
    rows.append(
      codes: choices.map { choices in
        defer { rest /= choices }
        return rest % choices
      })
  }
  return rows
}

/// All 2^D records of D columns of bits, record r holding the bits of r.
func allRecords(columns: Int) -> Rows {
  allRecords(slots: Array(repeating: 1, count: columns))
}

/// Random records with a share of ones in the columns of bits.
func randomRecords(slots: [Int], count: Int, ones: Float = 0.4, seed: UInt64 = 1) -> Rows {
  var random = RandomStream(seed: seed, purpose: .sampledRow, index: 77)
  var rows = Rows(layout: layout(slots: slots))
  for _ in 0..<count {
    rows.append(
      codes: slots.map { slots in
        slots == 1
          ? (random.nextUniform() < ones ? 1 : 0) : random.nextInteger(below: slots)
      })
  }
  return rows
}

/// Random records of columns of bits with a share of ones.
func randomRecords(columns: Int, count: Int, ones: Float = 0.4, seed: UInt64 = 1) -> Rows {
  randomRecords(
    slots: Array(repeating: 1, count: columns), count: count, ones: ones, seed: seed)
}

/// Records of a known distribution: a noisy chain, each column equal to the one before with 0.9.
///
/// - Parameter slots: of each column; nil for binary ones. Categorical columns have code 0 or 1.
func chain(columns: Int, count: Int, seed: UInt64, slots: [Int]? = nil) -> Rows {
  let slots = slots ?? Array(repeating: 1, count: columns)
  var random = RandomStream(seed: seed, purpose: .sampledRow)
  return Rows(
    layout: layout(slots: slots),
    records: (0..<count).map { _ in
      var value = random.nextUniform() < 0.5
      return slots.map { _ in
        if random.nextUniform() < 0.1 { value.toggle() }
        return value ? 1 : 0
      }
    })
}

/// Shapes of columns with the given numbers of slots.
func columnShapes(_ slots: [Int]) -> [ColumnShape] { slots.map { ColumnShape(slots: $0) } }

extension MadeModel {
  /// All records that the model gives a probability to.
  var allRecords: Rows { MadeCoreTests.allRecords(slots: architecture.slots) }

  /// Column of each output.
  var columnOfOutput: [Int] {
    architecture.slots.enumerated().flatMap { repeatElement($0, count: $1) }
  }

  /// A record with another code in one column.
  func changed(_ record: [Int], column: Int) -> [Int] {
    var record = record
    record[column] = (record[column] + 1) % max(architecture.slots[column], 2)
    return record
  }

  /// The same model with columns that determine others.
  func with(_ dependencies: [Dependency]) -> MadeModel {
    var schema = schema
    schema.dependencies = dependencies
    return with(schema: schema)
  }

  /// Random records for the model.
  func randomRecords(count: Int, ones: Float = 0.4, seed: UInt64 = 1) -> Rows {
    MadeCoreTests.randomRecords(slots: architecture.slots, count: count, ones: ones, seed: seed)
  }
}

extension Rows {
  /// The codes of a row.
  func record(_ row: Int) -> [Int] { (0..<columns).map { code(row, $0) } }

  /// All rows, as codes.
  var records: [[Int]] { (0..<count).map { record($0) } }
}
