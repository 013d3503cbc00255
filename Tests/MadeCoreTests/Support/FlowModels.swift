// Small flows over words, bits and numbers.

import MadeCore

/// A kind of step of a flow.
struct StepKind: CustomStringConvertible, Sendable {
  let map: NumberMap
  let direction: TransformDirection
  /// As the line of a model file begins.
  var description: String {
    direction == .maf ? "step \(map)" : "step \(map) \(direction)"
  }

  static let all = TransformDirection.allCases.flatMap { direction in
    NumberMap.allCases.map { StepKind(map: $0, direction: direction) }
  }
}

/// Flows of random weights.
struct FlowKind: CustomStringConvertible, Sendable {
  let transforms: Int
  var hidden = [12]
  /// How large weights are.
  var size: Float = 0.6
  var map = NumberMap.affine
  var direction = TransformDirection.maf
  var description: String { "\(transforms) \(direction) \(map) transforms of \(hidden)" }

  static let all = StepKind.all.flatMap { kind in
    [
      FlowKind(transforms: 1, map: kind.map, direction: kind.direction),
      FlowKind(transforms: 2, hidden: [9, 10], map: kind.map, direction: kind.direction),
      FlowKind(transforms: 5, size: 0.4, map: kind.map, direction: kind.direction),
    ]
  }

  /// Transforms of several maps, directions and sizes, the first being the smallest, as a file may have them.
  static func various() -> Flow {
    let flows = [
      FlowKind(transforms: 1, hidden: [3]), FlowKind(transforms: 2, map: .spline),
      FlowKind(transforms: 1, direction: .iaf), FlowKind(transforms: 1),
      FlowKind(transforms: 1, hidden: [40, 5]),
    ].map { $0.flow() }
    return Flow(flows.flatMap(\.transforms), last: flows[0].last)
  }

  /// A word, numbers with all that stays beside what moves, a bit, bent numbers, others on steps with gaps; then two
  /// columns of which one is counted from the other, which do not move.
  static let columns: [Column] = [
    Column(kind: Categories(values: ["a", "b", "c"].map { Array($0.utf8) })),
    DensityKind.numbers(
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 5, deviation: 90), marks: 2, atoms: [0, 100],
        known: [-70, -31, 12], range: -300...300, components: 3, least: 0.05)),
    Column(),
    DensityKind.numbers(
      mixture(
        NumberTransform(center: 10, bend: 50, mean: 0.3, deviation: 1), range: -5000...9000,
        components: 3, least: 0.05)),
    DensityKind.numbers(
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 20, deviation: 300),
        steps: NumberSteps(step: 5, digits: 0), range: -900...900, least: 0.05, gaps: [-995])),
    DensityKind.numbers(mixture(range: -6...6)),
    DensityKind.numbers(
      mixture(
        range: 0...8,
        rule: NumberRule(
          relation: NumberRelation(
            form: .largest, sources: [NumberRelation.Source(column: 5)], range: 0...8,
            fallback: 0)))),
  ]

  /// A word, a bit, and numbers of which nearly none that is drawn is refused: next to none lies beyond the training
  /// records, or where an atom is.
  static let wideColumns: [Column] = {
    let wide = -1_000_000_000_000_000...1_000_000_000_000_000
    return [
      columns[0],
      DensityKind.numbers(
        mixture(
          NumberTransform(center: 0, bend: 0, mean: 5, deviation: 9000), marks: 2,
          atoms: [0, 10_000], known: [-7000, -3100, 1200], range: wide, components: 3, least: 0.05)),
      Column(),
      DensityKind.numbers(
        mixture(
          NumberTransform(
            center: 0, bend: 4000, mean: 0, deviation: 4,
            others: [NumberTransform.Bend(center: 900_000, distance: 7000)]), range: wide,
          components: 3, least: 0.05)),
    ]
  }()

  /// A word and one column of numbers, a standard deviation being so many steps of the grid.
  static func wordAndNumber(deviation: Double = 100) -> [Column] {
    [
      columns[0],
      DensityKind.numbers(
        mixture(
          NumberTransform(center: 0, bend: 0, mean: 0, deviation: deviation), marks: 2,
          atoms: [0, 50], known: [-70, 31], range: -300...300, components: 2, least: 0.05)),
    ]
  }

  /// Numbers, a word, numbers.
  static func twoNumbers(deviation: Int) -> [Column] {
    let numbers = DensityKind.numbers(
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 0, deviation: Double(deviation)),
        range: -6 * deviation...6 * deviation, components: 2, least: 0.3))
    return [numbers, Column(kind: Categories(values: ["a", "b"].map { Array($0.utf8) })), numbers]
  }

  /// - Parameters:
  ///   - hasOther: whether other values have a probability, which is divided among the rest where rows are drawn.
  ///   - logScale: output of the last network for the scales of all numbers that move; nil for what the weights say.
  func flow(
    _ columns: [Column] = columns, seed: UInt64 = 1, hasOther: Bool = true, logScale: Float? = nil
  ) -> Flow {
    let schema = Schema(columns: columns)
    let architecture = Architecture(
      shapes: columns.map(\.shape), hidden: hidden, activation: .tanh, direct: false)
    let schedule = MaskSchedule(
      firstOrdering: .natural(count: columns.count), seed: seed)
    let mask = schedule.ensemble(count: 1, for: architecture)[0]
    func random(_ shape: Architecture, _ mask: Mask, _ number: UInt64) -> Parameters {
      let parameters = Parameters(shape: NetworkShape(shape, mask: mask))
      var random = RandomStream(seed: seed, purpose: .initialWeights, index: 77 + number)
      func draw() -> Float { size * (2 * random.nextUniform() - 1) }
      for matrix in parameters.shape.matrices {
        parameters.forEachRow(of: matrix) { _, row, base in
          for column in matrix.live(row) { base[column] = draw() }
        }
      }
      for layer in 1...shape.outputLayer {
        parameters.setBias(layer: layer, to: (0..<shape.widths[layer]).map { _ in draw() })
      }
      return parameters
    }
    let last = MadeModel(
      schema: schema, architecture: architecture, schedule: schedule, masks: [mask],
      parameters: random(architecture, mask, 0), summary: TrainingSummary())
    if !hasOther {
      for (column, shape) in columns.map(\.shape).enumerated() where shape.reals > 0 {
        last.parameters.silence(output: mask.firstOutputs[column], bias: -30)
      }
    }
    let plan = FlowPlan(
      transforms: transforms, map: map, direction: direction, hidden: hidden, activation: .tanh)
    let moved = MovableColumns(schema)
    if let logScale {
      // Scales come behind the places of the same components.
      for output in moved.places(mask).flatMap({ $0.upperBound..<$0.upperBound + $0.count }) {
        last.parameters.silence(output: output, bias: logScale)
      }
    }
    let untrained = plan.untrained(
      moved, ordering: mask.ordering, leading: [], seed: seed, .glorot)
    return Flow(
      untrained.enumerated().map { number, transform in
        transform.with(
          random(plan.architecture(moved), transform.mask, UInt64(number) + 1))
      }, last: last)
  }
}

extension Parameters {
  /// Makes an output of a network without direct connections a constant.
  fileprivate func silence(output: Int, bias: Float) {
    let top = shape.architecture.outputLayer
    var biases = self.bias(layer: top)
    biases[output] = bias
    setBias(layer: top, to: biases)
    for matrix in shape.matrices where matrix.connection.to == top {
      forEachRow(of: matrix) { unit, row, base in
        if unit == output { for column in matrix.live(row) { base[column] = 0 } }
      }
    }
  }
}

/// The numbers, memory and passes of a flow for a batch, as training has them.
struct FlowBatch {
  let flow: Flow
  let rows: Rows
  let numbers: MovingNumbers
  let spaces: [TransformSpace]
  let last: Workspace

  init(_ flow: Flow, _ rows: Rows, team: WorkerTeam = .single) {
    let lanes = padded(rows.count, to: 16)
    let transforms = flow.transforms
    (self.flow, self.rows) = (flow, rows)
    numbers = MovingNumbers(
      MovableColumns(flow.schema), lanes: lanes, transforms: transforms.count)
    spaces = transforms.map { TransformSpace($0, lanes: lanes, training: true) }
    last = Workspace(flow.last.architecture, lanes: lanes, training: true)
    let records = (0..<rows.count).map { Int32($0) }[...]
    numbers.fill(from: rows, records: records, noise: nil, team: team)
    for (stage, transform) in transforms.enumerated() {
      spaces[stage].fill(
        from: rows, records: records, mask: transform.mask, except: numbers.cells, team: team)
      transform.forward(numbers, stage: stage, spaces[stage], team: team)
    }
    let numbers = numbers
    last.batch.fill(
      from: rows, records: records, mask: flow.last.masks[0], except: numbers.cells, team: team)
    last.batch.move(flow.last.masks[0].movedPlaces(numbers.columns.indices), team: team) {
      numbers.number($0, $1, stage: transforms.count)
    }
  }

  /// The gradients of the summed negative log-likelihood, of the transforms and of the last network.
  func gradients(team: WorkerTeam = .single) -> [Parameters] {
    let mask = flow.last.masks[0]
    let network = MaskedNetwork(flow.last.parameters, mask: mask, team: team)
    network.forward(last, team: team)
    network.conditionals.evaluate(last, gradient: true, team: team)
    numbers.takeGradient(numbers.columns.places(mask), last, team: team)
    let ofLast = Parameters(shape: flow.last.parameters.shape)
    network.backward(last, into: ofLast.values, byReals: true, team: team)
    numbers.addGradientByInputs(
      last, mask.movedPlaces(numbers.columns.indices), stage: numbers.stage(flow.count), team: team)
    var gradients = [ofLast]
    for (stage, transform) in flow.transforms.enumerated().reversed() {
      let gradient = Parameters(shape: transform.parameters.shape)
      transform.backward(
        numbers, stage: stage, spaces[stage], into: gradient.values, team: team)
      gradients.insert(gradient, at: 0)
    }
    return gradients
  }
}
