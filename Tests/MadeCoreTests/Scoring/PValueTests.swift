// P-values of records: uniform for what the model draws, near 0 for what it never would.

import Foundation
import MadeCore
import Testing

/// The distance of Kolmogorov and Smirnov from the uniform distribution, times the root of the count: above 1.95 for
/// 1 in 1,000 sets of uniform numbers.
func uniformDistance(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  let count = Double(sorted.count)
  var largest = 0.0
  for (index, number) in sorted.enumerated() {
    largest = max(largest, number - Double(index) / count, Double(index + 1) / count - number)
  }
  return largest * count.squareRoot()
}

/// Pearson's statistic of equal bins, in standard deviations from its mean.
func uniformChiSquared(_ numbers: [Double], bins: Int = 100) -> Double {
  var counts = [Double](repeating: 0, count: bins)
  for number in numbers { counts[min(Int(number * Double(bins)), bins - 1)] += 1 }
  let expected = Double(numbers.count) / Double(bins)
  let statistic = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
  return (statistic - Double(bins - 1)) / (2 * Double(bins - 1)).squareRoot()
}

private func expectUniform(_ model: some RowDensity, _ name: String, count: Int = 20_000) throws {
  let question = try PValueQuestion(model)
  let rows = model.rows(0..<count, seed: 11)
  let pValues = question.pValues(of: rows)
  #expect(pValues.allSatisfy { $0 > 0 && $0 <= 1 }, "\(name)")
  #expect(uniformDistance(pValues) < 1.95, "\(name): \(uniformDistance(pValues))")
  #expect(uniformChiSquared(pValues) < 4.5, "\(name): \(uniformChiSquared(pValues))")
}

@Suite("P-values")
struct PValueTests {
  @Test("of drawn records are uniform, for bits and words", arguments: ModelKind.all)
  func uniformOfCodes(kind: ModelKind) throws {
    // Three columns have few records, which are told apart by ties alone.
    for inputs in [3, 7] { try expectUniform(kind.model(inputs: inputs), "\(kind), \(inputs)") }
  }

  @Test("of drawn records are uniform, for bins and groups of words")
  func uniformOfSharedCodes() throws {
    for kind in ModelKind.categorical {
      for model in kind.model(inputs: 5).withSharedSlots { try expectUniform(model, "\(kind)") }
    }
  }

  @Test("of drawn records are uniform, for numbers of all sorts", arguments: DensityKind.all)
  func uniformOfNumbers(kind: DensityKind) throws {
    try expectUniform(kind.model(), "\(kind)")
    // Each sort of column by itself.
    for (index, column) in DensityKind.columns.enumerated() where column.shape.sources.isEmpty {
      try expectUniform(kind.model([column]), "\(kind), column \(index)")
    }
  }

  @Test("of drawn records are uniform, for heaps, gaps and significant digits")
  func uniformOfGrids() throws {
    let transform = NumberTransform(center: 0, bend: 0, mean: 0, deviation: 30)
    let mixtures = [
      mixture(
        transform, range: -90...90, phasing: .heaps(NumberHeaps(steps: [1, 5, 10]))),
      mixture(transform, range: -40...40, gaps: [-1, 0, 7]),
      mixture(
        NumberTransform(center: 0, bend: 3, mean: 0, deviation: 2),
        steps: NumberSteps(step: 1, digits: 2), range: -5000...90_000),
    ]
    for (index, mixture) in mixtures.enumerated() {
      try expectUniform(
        DensityKind(description: "grids").model([DensityKind.numbers(mixture), Column()]),
        "mixture \(index)")
    }
  }

  @Test("of drawn records are uniform where columns determine others, in both directions")
  func uniformOfDetermined() throws {
    func words(_ count: Int) -> Column {
      Column(kind: Categories(values: (0..<count).map { Array("w\($0)".utf8) }))
    }
    let columns = [words(5), words(3), DensityKind.columns[1], words(4)]
    for kind in DensityKind.all {
      let model = kind.model(columns)
      var schema = model.schema
      schema.dependencies = [
        Dependency(column: 0, determined: 1, codes: [0, 1, 1, 2, nil]),
        Dependency(column: 0, determined: 3, codes: [0, 0, 1, 2, 3]),
      ]
      let determined = MadeModel(
        schema: schema, architecture: model.architecture, schedule: model.schedule,
        masks: model.masks, parameters: model.parameters, summary: model.summary)
      try expectUniform(determined, "\(kind)")
    }
  }

  @Test("of drawn records are uniform, for mixtures of models")
  func uniformOfMixtures() throws {
    let kind = DensityKind.all[0]
    let mixture = try Mixture([kind.model(seed: 1), kind.model(seed: 2)], weights: [3, 1])
    try expectUniform(mixture, "mixture")
  }

  @Test("are small for numbers far out, and for values that were never listed")
  func far() throws {
    for kind in DensityKind.all {
      let model = kind.model([DensityKind.columns[1], Column(), Column()])
      let question = try PValueQuestion(model)
      var rows = Rows(layout: model.schema.layout)
      for number in [1 << 50, -(1 << 50)] { rows.append(codes: [number, 0, 1]) }
      let pValues = question.pValues(of: rows)
      #expect(pValues.allSatisfy { $0 < 1e-3 }, "\(kind): \(pValues)")
    }
  }

  @Test("do not depend on batches or threads")
  func batches() throws {
    let model = DensityKind.all[4].model()
    let question = try PValueQuestion(model, threads: 3)
    let rows = model.someRecords(count: 700)
    let whole = question.pValues(of: rows)
    #expect(whole.allSatisfy { $0 > 0 && $0 <= 1 })
    let parts = [0..<1, 1..<130, 130..<700].flatMap {
      question.pValues(of: rows.rows(at: Array($0)), first: $0.lowerBound)
    }
    #expect(whole == parts)
  }
}

@Suite("Tails of cells")
struct CellTailTests {
  @Test("of codes are the probability of what is no likelier, enumerated")
  func codes() {
    let kind = Categories(values: ["a", "b", "c", "d"].map { Array($0.utf8) })
    let outputs = [0.3, -1.2, 2, 0.3]
    let total = outputs.reduce(0) { $0 + exp($1) }
    let drawn = DrawableCells(kind)
    for code in 0..<4 {
      for tie in [0.0, 0.25, 0.5] {
        let less = outputs.filter { $0 < outputs[code] }.reduce(0) { $0 + exp($1) }
        let equal = outputs.filter { $0 == outputs[code] }.reduce(0) { $0 + exp($1) }
        let tail = Softmax(states: 4).tail(
          of: code, { outputs[$0] }, drawn, NumberWords(tie, 0, 0))
        #expect(abs(tail.tail - max((less + tie * equal) / total, CellTail.least)) < 1e-12)
        #expect(abs(tail.logProbability - (outputs[code] - log(total))) < 1e-12)
      }
    }
  }

  @Test("of numbers cover all of 0 to 1 once: each cell as much of it as it is probable")
  func numbers() {
    let mixtures = [
      mixture(marks: 2, atoms: [0, 4], known: [-3, -1, 2]),
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 0, deviation: 5), range: -12...12,
        phasing: .heaps(NumberHeaps(steps: [1, 2, 6]))),
    ]
    for (number, mixture) in mixtures.enumerated() {
      for seed in 1...3 {
        let outputs = mixture.someOutputs(seed: seed)
        guard let column = DensityKind.numbers(mixture).kind as? Numbers else { continue }
        let drawn = DrawableCells(column)
        var cells = mixture.values.range.map { $0 }
        cells += drawn.limits.marks.indices.filter { drawn.limits.marks[$0] }
          .map { NumberLimits.cell(ofMark: $0) }
        // Weighted by their probabilities, the tails of all cells are uniform.
        var (sum, below) = (0.0, [0.0, 0.0, 0.0])
        let steps = 40
        for cell in cells {
          for second in 0..<steps {
            for third in 0..<steps {
              let words = NumberWords(
                (Double(third) + 0.5) / Double(steps), (Double(second) + 0.5) / Double(steps),
                (Double(third) + 0.5) / Double(steps))
              let tail = mixture.tail(of: cell, { outputs[$0] }, drawn, words)
              let weight = exp(tail.logProbability) / Double(steps * steps)
              sum += weight
              for (index, level) in [0.1, 0.3, 0.8].enumerated() where tail.tail <= level {
                below[index] += weight
              }
            }
          }
        }
        #expect(abs(sum - 1) < 1e-5, "\(number): \(sum)")
        for (share, level) in zip(below, [0.1, 0.3, 0.8]) {
          #expect(abs(share - level) < 0.01, "mixture \(number), seed \(seed): \(share), \(level)")
        }
      }
    }
  }

  @Test("survive outputs that are no numbers")
  func hostile() {
    let mixture = mixture(marks: 2, atoms: [0, 4], known: [-3, -1, 2])
    for value in [Double.nan, .infinity, -.infinity, 1e300] {
      for cell in [0, -3, 5, 1 << 52, NumberLimits.cell(ofMark: 1), NumberLimits.cell(ofMark: 7)] {
        let drawn = DrawableCells(DensityKind.numbers(mixture).kind)
        let tail = mixture.tail(of: cell, { _ in value }, drawn, NumberWords(0.3, 0.3, 0.3)).tail
        #expect(tail > 0 && tail <= 1)
      }
    }
  }
}
