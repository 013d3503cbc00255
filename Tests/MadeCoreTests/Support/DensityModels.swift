// Small models with columns of numbers that have a density.

import Foundation
import MadeCore

/// A mixture over values that are described shortly.
func mixture(
  _ transform: NumberTransform = .identity, steps: NumberSteps = .every, marks: Int = 1,
  atoms: [Int] = [], known: [Int] = [], range: ClosedRange<Int> = -6...6, components: Int = 2,
  least: Float = 0.01, gaps: [Int] = [], phasing: NumberPhasing? = nil, rule: NumberRule? = nil
) -> LogisticMixture {
  var mixture = LogisticMixture(
    values: NumberValues(
      transform: transform, steps: steps, marks: marks, atoms: atoms, known: known, range: range,
      gaps: gaps, phasing: phasing),
    components: components, least: least)
  mixture.rule = rule
  return mixture
}

extension LogisticMixture {
  /// Outputs of about the size that training leaves: places within the training range.
  func someOutputs(seed: Int) -> [Double] {
    var noise = Noise(seed)
    return (0..<outputs).map { _ in Double(noise.float()) }
  }
}

/// Models of words, bits and numbers.
struct DensityKind: CustomStringConvertible, Sendable {
  let description: String
  var hidden = [7]
  var activation = Activation.tanh
  var direct = false
  var maskWeights = false
  var residual = false
  var schedule = MaskSchedule(seed: 3)

  static let all = [
    DensityKind(description: "one layer"),
    DensityKind(description: "direct", direct: true),
    DensityKind(description: "two layers", hidden: [9, 21], direct: true),
    DensityKind(description: "residual", hidden: [9, 9, 9], residual: true),
    DensityKind(
      description: "four masks with U", hidden: [12], direct: true, maskWeights: true,
      schedule: MaskSchedule(regime: .cycle(4), seed: 5)),
    DensityKind(
      description: "endless", hidden: [10], direct: true,
      schedule: MaskSchedule(regime: .endless, seed: 5)),
  ]

  /// Numbers of all kinds beside words and bits: with marks, atoms and known values; bent; on steps; with rules.
  static let columns: [Column] = [
    Column(kind: Categories(values: ["a", "b", "c"].map { Array($0.utf8) })),
    numbers(mixture(marks: 2, atoms: [0, 4], known: [-3, -1, 2])),
    Column(),
    numbers(
      mixture(
        NumberTransform(
          center: 10, bend: 5, mean: 0.3, deviation: 2,
          others: [NumberTransform.Bend(center: 60_000, distance: 700)]), range: -500...90_000,
        components: 3)),
    Column(kind: Categories(values: ["u", "v"].map { Array($0.utf8) }, hasMissing: true)),
    numbers(
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 20, deviation: 20),
        steps: NumberSteps(step: 5, digits: 0), atoms: [10], range: -40...80,
        phasing: .rhythm(NumberRhythm(period: 30, phases: 3, start: 15)),
        rule: NumberRule(
          relation: NumberRelation(
            form: .largest,
            sources: [
              NumberRelation.Source(column: 1, power: 1, shift: -7),
              NumberRelation.Source(column: 3, power: -2),
            ], range: 0...80, fallback: 15)))),
    Column(),
    numbers(
      mixture(
        marks: 2, range: 0...0,
        rule: NumberRule(
          relation: NumberRelation(
            form: .sum,
            sources: [
              NumberRelation.Source(column: 5),
              NumberRelation.Source(column: 1, isNegative: true),
            ], range: 0...0, fallback: -2),
          tie: MissingTie(column: 1, marks: 1, ownMarks: 1)))),
  ]

  static func numbers(_ mixture: LogisticMixture) -> Column {
    Column(
      kind: Numbers(
        notation: DecimalNotation(decimals: 0, hasFixedDecimals: true), mixture: mixture,
        marks: NumberMarks(missing: mixture.values.marks == 2 ? [[]] : [])))
  }

  func model(_ columns: [Column] = columns, seed: UInt64 = 1) -> MadeModel {
    let architecture = Architecture(
      shapes: columns.map(\.shape), hidden: hidden, activation: activation, direct: direct,
      maskWeights: maskWeights, residual: residual)
    return MadeModel(
      schema: Schema(columns: columns), architecture: architecture, schedule: schedule,
      masks: schedule.ensemble(count: 3, for: architecture),
      parameters: randomParameters(architecture, schedule, seed: seed), summary: TrainingSummary())
  }
}

extension MadeModel {
  /// Records with any words and bits, and numbers in and around the range of training.
  func someRecords(count: Int, seed: Int = 1) -> Rows {
    var noise = Noise(seed)
    var rows = Rows(layout: schema.layout)
    for _ in 0..<count {
      var codes: [Int] = []
      for column in schema.columns {
        func cell() -> Int {
          if let states = column.kind.storage.states { return noise.below(states) }
          guard let numbers = column.kind as? Numbers else { return 0 }
          let values = numbers.values
          let choice = noise.below(6)
          if choice == 0 { return NumberLimits.cell(ofMark: noise.below(values.marks)) }
          if choice == 1, !values.atoms.isEmpty {
            return values.atoms[noise.below(values.atoms.count)]
          }
          if choice == 2, !values.known.isEmpty {
            return values.known[noise.below(values.known.count)]
          }
          let (low, high) = (values.range.lowerBound - 10, values.range.upperBound + 10)
          return values.nearest(to: low + noise.below(high - low + 1))
        }
        let frame = column.kind.conditional.ofValues?.frame { codes[$0] }
        codes.append(frame?.absolute(cell()) ?? cell())
      }
      rows.append(codes: codes)
    }
    return rows
  }

  /// The log-likelihoods of records under one mask, by the definition.
  func referenceLogLikelihoods(of rows: Rows) -> [Double] {
    let reference = ReferenceNetwork(parameters)
    return rows.records.map { record in
      logMeanExp(masks.map { reference.logLikelihood(of: record, mask: $0) })
    }
  }
}

extension DensityKind {
  /// A column of three words, one of numbers of all parts, and one of multiples of 5.
  ///
  /// - Parameters:
  ///   - range: of the numbers of the second column.
  ///   - steps: of those of the third one.
  ///   - rule: of the third one.
  static func wordAndNumbers(
    _ range: ClosedRange<Int>, steps: ClosedRange<Int>, rule: NumberRule? = nil
  ) -> [Column] {
    [
      Column(kind: Categories(values: ["a", "b", "c"].map { Array($0.utf8) })),
      numbers(
        mixture(
          NumberTransform(center: 0, bend: 0, mean: 0, deviation: 2), marks: 2, atoms: [0],
          known: [-3, 2], range: range)),
      numbers(
        mixture(
          NumberTransform(center: 0, bend: 0, mean: 0, deviation: 8),
          steps: NumberSteps(step: 5, digits: 0), range: steps, rule: rule)),
    ]
  }
}
