// Several models as one distribution.

import Foundation
import MadeCore
import Testing

@Suite("A mixture of models")
struct MixtureTests {
  private let models = [ModelKind.all[1], ModelKind.all[4], ModelKind.all[9]].enumerated().map {
    $1.model(inputs: 9, seed: UInt64($0 + 1))
  }

  private func scores(_ models: [MadeModel], _ rows: PackedRows, threads: Int = 1) -> [Double] {
    let mixture = Mixture(models, team: WorkerTeam(threads: threads))
    return mixture.logLikelihoods(of: rows, in: MixtureWorkspace(mixture))
  }

  @Test("is normalised, and the mean of its members' probabilities")
  func mean() {
    let records = allRecords(columns: 9)
    let mixed = scores(models, records)
    #expect(abs(mixed.reduce(0) { $0 + exp($1) } - 1) < 1e-5)
    let alone = models.map { $0.logLikelihoods(of: records) }
    for row in 0..<records.count {
      let expected = log(alone.reduce(0) { $0 + exp($1[row]) } / 3)
      #expect(abs(mixed[row] - expected) < 1e-9 * abs(expected))
    }
  }

  @Test("of one model is that model, bit for bit")
  func single() {
    let records = allRecords(columns: 9)
    #expect(scores([models[1]], records) == models[1].logLikelihoods(of: records))
  }

  @Test("asks for the same columns")
  func columns() {
    #expect(models[0].hasSameColumns(as: models[1]))
    #expect(!models[0].hasSameColumns(as: ModelKind.all[0].model(inputs: 8)))
  }
}
