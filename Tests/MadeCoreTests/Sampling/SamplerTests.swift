// Drawn rows against the distribution that they are drawn from.

import Foundation
import MadeCore
import Testing

/// The two samplers by name, behind one interface.
enum AnySampler: String, CaseIterable, Sendable {
  case pass, incremental

  func rows(_ model: MadeModel, seed: UInt64, threads: Int = 1, _ range: Range<Int>) -> Rows {
    switch self {
    case .pass: PassSampler(model: model, seed: seed, threads: threads).rows(range)
    case .incremental: model.rows(range, seed: seed, threads: threads)
    }
  }

  func rowsAndProbabilities(_ model: MadeModel, seed: UInt64, _ range: Range<Int>) -> (
    rows: Rows, probabilities: [Float]
  ) {
    switch self {
    case .pass: return PassSampler(model: model, seed: seed).rowsAndProbabilities(range)
    case .incremental:
      let drawn = model.rowsAndProbabilities(range, seed: seed)
      return (drawn.rows, drawn.probabilities)
    }
  }
}

@Suite("Drawn rows")
struct SamplerTests {
  @Test(
    "follow the enumerated probabilities at D = 8 (chi-squared)", arguments: AnySampler.allCases)
  func chiSquared(sampler: AnySampler) {
    let columns = 8
    let count = 40_000
    for kind in ModelKind.all {
      let model = kind.model(inputs: columns)
      let rows = sampler.rows(model, seed: 11, threads: 2, 0..<count)
      let records = model.allRecords
      let expected = model.drawnLogLikelihoods(of: records)
      #expect(deviation(of: rows, from: expected, records: records) < 5, "\(kind)")
    }
  }

  @Test(
    "have the model's entropy as their mean negative log-likelihood", arguments: AnySampler.allCases
  )
  func entropy(sampler: AnySampler) {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 9)
      let records = model.allRecords
      let all = model.logLikelihoods(of: records)
      // Drawn with other probabilities than the model's where a code is never drawn.
      let entropy = zip(model.drawnLogLikelihoods(of: records), all).reduce(0) {
        $0 - exp($1.0) * $1.1
      }
      var moments = Moments()
      let rows = sampler.rows(model, seed: 5, threads: 2, 0..<20_000)
      for score in model.logLikelihoods(of: rows) { moments.add(-score) }
      #expect(
        abs(moments.mean - entropy) < 5 * moments.standardError,
        "\(kind): \(moments.mean) +- \(moments.standardError), entropy \(entropy)")
    }
  }

  @Test(
    "depend on model, seed and number alone: any range can be drawn by itself",
    arguments: AnySampler.allCases)
  func ranges(sampler: AnySampler) {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 17)
      let whole = sampler.rows(model, seed: 2, 0..<250)
      for range in [0..<1, 3..<100, 97..<250] {
        let part = sampler.rows(model, seed: 2, threads: 3, range)
        #expect(part == whole.rows(at: range), "\(kind), \(range)")
      }
      #expect(sampler.rows(model, seed: 3, 0..<250) != whole, "\(kind)")
    }
  }

  @Test("come with the probabilities that they were drawn with", arguments: AnySampler.allCases)
  func probabilities(sampler: AnySampler) {
    for kind in ModelKind.all {
      guard let model = kind.model(inputs: 9).withMasks(1) else { continue }
      let drawn = sampler.rowsAndProbabilities(model, seed: 2, 0..<100)
      let scores = model.drawnLogLikelihoods(of: drawn.rows)
      let outputs = model.architecture.outputs
      #expect(drawn.probabilities.count == 100 * outputs)
      for row in 0..<100 {
        var sum = 0.0
        var sums = [Float](repeating: 0, count: 9)
        for (output, column) in model.columnOfOutput.enumerated() {
          let probability = drawn.probabilities[row * outputs + output]
          sums[column] += probability
          let code = drawn.rows.code(row, column)
          if model.architecture.slots[column] == 1 {
            sum += log(code == 1 ? Double(probability) : 1 - Double(probability))
          } else if output == model.masks[0].firstOutputs[column] + code {
            sum += log(Double(probability))
          }
        }
        #expect(abs(sum - scores[row]) < 1e-4, "\(kind), row \(row)")
        for (column, sum) in sums.enumerated() where model.architecture.slots[column] > 1 {
          #expect(abs(sum - 1) < 1e-5, "\(kind), row \(row), column \(column)")
        }
      }
    }
  }

  @Test("hold a code of each column, and never that of other values")
  func valid() {
    for kind in ModelKind.categorical {
      let model = kind.model(inputs: 12)
      let rows = model.rows(0..<5000, seed: 9)
      for row in 0..<rows.count {
        for (column, slots) in model.architecture.slots.enumerated() where slots > 1 {
          let code = rows.code(row, column)
          #expect(code < slots && code != model.otherCodes[column], "\(kind), row \(row)")
        }
      }
    }
  }
}
