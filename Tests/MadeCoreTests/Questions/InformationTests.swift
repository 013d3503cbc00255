// Mutual information of pairs of columns against sums over all rows.

import Foundation
import MadeCore
import Testing

@Suite("Which columns hang together")
struct InformationTests {
  /// By the definition, from the scores of all rows.
  private func enumerated(
    _ scores: [Double], _ rows: Rows, _ model: MadeModel, _ a: Int, _ b: Int
  ) -> Double {
    let states = model.architecture.slots.map { max($0, 2) }
    var joint = [Double](repeating: 0, count: states[a] * states[b])
    var first = [Double](repeating: 0, count: states[a])
    var second = [Double](repeating: 0, count: states[b])
    for row in 0..<rows.count {
      let (x, y, p) = (rows.code(row, a), rows.code(row, b), exp(scores[row]))
      joint[x * states[b] + y] += p
      first[x] += p
      second[y] += p
    }
    var sum = 0.0
    for (index, p) in joint.enumerated() where p > 0 {
      sum += p * log(p / (first[index / states[b]] * second[index % states[b]]))
    }
    return sum
  }

  @Test("is exact where all rows can be listed", arguments: ModelKind.all)
  func exact(kind: ModelKind) throws {
    let models = [kind.model(inputs: 6), kind.model(inputs: 6, seed: 2)]
    let rows = models[0].allRecords
    for density in [models[0], try Mixture(models, weights: [3, 1])] as [any RowDensity] {
      let pairs = try density.mutualInformation()
      let scores = density.logLikelihoods(of: rows)
      #expect(pairs.count == 15)
      for pair in pairs {
        let expected = enumerated(scores, rows, models[0], pair.first, pair.second)
        #expect(abs(pair.nats - expected) < 1e-5, "\(kind), \(pair), \(expected)")
        #expect(pair.standardError == 0)
      }
      let one = try density.mutualInformation(with: 2)
      #expect(one == pairs.filter { $0.first == 2 || $0.second == 2 })
    }
  }

  @Test("is estimated within its error where rows are drawn")
  func drawn() throws {
    for (name, columns) in [("direct", 17), ("mixed, endless", 12), ("five masks", 17)] {
      let kind = try #require(ModelKind.all.first { $0.description == name })
      let model = kind.model(inputs: columns)
      let pairs = try model.mutualInformation(draws: 1 << 15)
      #expect(try pairs == model.mutualInformation(draws: 1 << 15, threads: 1))
      #expect(pairs.count == columns * (columns - 1) / 2)
      let rows = model.allRecords
      let scores = model.logLikelihoods(of: rows, threads: 2)
      for pair in pairs.prefix(24) {
        let expected = enumerated(scores, rows, model, pair.first, pair.second)
        #expect(
          abs(pair.nats - expected) < 6 * pair.standardError + 2e-4,
          "\(kind), \(pair), \(expected)")
        #expect(pair.standardError < 0.05, "\(pair)")
      }
    }
  }

  @Test("of independent columns is 0 within its error, numbers included")
  func independent() throws {
    let columns = DensityKind.columns.filter { $0.shape.sources.isEmpty }
    let model = DensityKind.all[0].model(columns)
    // Without weights nothing depends on anything: biases alone.
    let parameters = model.parameters
    let architecture = model.architecture
    let silent = Parameters(
      shape: Parameters.storageShape(architecture, schedule: model.schedule))
    silent.setBias(
      layer: architecture.outputLayer,
      to: (0..<architecture.outputs).map { Float($0 % 5) / 4 - 0.5 })
    let pairs = try model.with(parameters: silent).mutualInformation(draws: 1 << 15)
    #expect(pairs.count == 15)
    for pair in pairs {
      #expect(abs(pair.nats) < 4 * pair.standardError + 1e-6, "\(pair)")
      #expect(pair.standardError < 0.01, "\(pair)")
    }
    // With weights there is information in it.
    let more = try model.with(parameters: parameters).mutualInformation(draws: 1 << 14)
    #expect(more.contains { $0.nats > 10 * $0.standardError && $0.nats > 0.01 })
    #expect(more.allSatisfy { $0.nats > -5 * $0.standardError - 1e-6 })
  }
}
