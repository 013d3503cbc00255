// The fast sampler against the sampler by the definition.

import CKernels
import MadeCore
import Testing

@Suite("The sampler that uses each weight once")
struct SamplerOracleTests {
  private static let sizes = [1, 2, 9, 33, 100, 300]

  @Test("draws the rows of the sampler that takes D passes", arguments: sizes)
  func sameRows(inputs: Int) {
    let range = inputs < 100 ? 5..<135 : 5..<25
    for kind in ModelKind.all {
      let model = kind.model(inputs: inputs)
      let drawn = model.rowsAndProbabilities(range, seed: 4, threads: 2)
      let expected = PassSampler(model: model, seed: 4).rowsAndProbabilities(range)
      #expect(drawn.rows == expected.rows, "\(kind), D = \(inputs)")
      if kind.direct {
        // Direct connections are summed in another order, and nothing else is.
        expectNear(
          drawn.probabilities, expected.probabilities.map(Double.init), relative: 1e-3,
          absolute: 1e-7, "\(kind), D = \(inputs)")
      } else {
        expectSameBits(drawn.probabilities, expected.probabilities, "\(kind), D = \(inputs)")
      }
    }
  }

  @Test(
    "draws no codes together that a dependency forbids, as the sampler by the definition does not")
  func dependencies() throws {
    for kind in ModelKind.categorical where kind.slots.count > 2 {
      let free = kind.model(inputs: 12)
      let columns = free.schema.columns
      let codes = columns.map { $0.kind.storage == .bit ? 1 : $0.kind.storage.states ?? 0 }
      let several = codes.indices.filter { codes[$0] > 1 }
      // Each column of several codes determines the next one, in some way; the last value nothing.
      let dependencies = zip(several, several.dropFirst()).map { one, other in
        Dependency(
          column: one, determined: other,
          codes: (0..<codes[one]).map { code in
            code == codes[one] - 1 ? nil : (code * 2 + one) % codes[other]
          })
      }
      let model = free.with(dependencies)
      let rows = model.rows(0..<300, seed: 6)
      #expect(rows == PassSampler(model: model, seed: 6).rows(0..<300), "\(kind)")
      #expect(rows != free.rows(0..<300, seed: 6), "\(kind)")
      // With one dependency there is always a value that it allows, where every value can be drawn.
      if kind.hasExtraSlots { continue }
      let single = free.with([dependencies[0]])
      let (one, other) = (dependencies[0].column, dependencies[0].determined)
      let drawn = single.rows(0..<300, seed: 6)
      for row in 0..<300 {
        let (code, found) = (drawn.code(row, one), drawn.code(row, other))
        try #require(code < codes[one] && found < codes[other])
        #expect(dependencies[0].allows(code, found), "\(kind), row \(row)")
      }
    }
  }

  @Test("draws the rows of wide and narrow layers, whole blocks and parts of one")
  func shapes() {
    let shapes = [[1], [8], [16], [31], [33], [64], [200], [24, 40, 9], [65, 130]]
    let stacks = [[8, 8, 8], [33, 33, 33], [65, 65, 65, 65, 65]]
    for hidden in shapes + stacks {
      for direct in [false, true] {
        let kind = ModelKind(
          description: "\(hidden), \(direct)", hidden: hidden, direct: direct,
          residual: stacks.contains(hidden))
        for slots in [[1], [40, 1, 7, 2, 31, 1]] {
          var kind = kind
          kind.slots = slots
          let model = kind.model(inputs: slots == [1] ? 40 : 9)
          for count in [1, 15, 16, 17, 96, 97] {
            #expect(
              model.rows(3..<3 + count, seed: 8)
                == PassSampler(model: model, seed: 8).rows(3..<3 + count),
              "\(kind), \(slots), \(count) rows")
          }
        }
      }
    }
  }

  @Test("draws the same with any kernels, up to rounding", arguments: kernelVariants, [9, 33, 100])
  func variants(variant: String, inputs: Int) throws {
    let kernels = try #require(made_kernels_named(variant))
    for kind in ModelKind.all {
      let model = kind.model(inputs: inputs)
      let drawn = Sampler(model, kernels: kernels)
        .draw(Array(0..<30), seed: 4, withProbabilities: true, threads: 1)
      let expected = PassSampler(model: model, seed: 4).rowsAndProbabilities(0..<30)
      var different = 0
      for row in 0..<30 {
        if drawn.rows.record(row) != expected.rows.record(row) {
          // A uniform number fell between two roundings of one probability.
          different += 1
          continue
        }
        let outputs = model.architecture.outputs
        let cells = row * outputs..<(row + 1) * outputs
        expectNear(
          Array(drawn.probabilities[cells]), expected.probabilities[cells].map(Double.init),
          relative: 1e-3, absolute: 1e-7, "\(kind), \(variant), row \(row)")
      }
      #expect(different <= 1, "\(kind), \(variant)")
    }
  }

  @Test("gives the same rows when used from several threads at a time")
  func shared() {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 20)
      let parts = WorkerTeam(threads: 4).map(8) { model.rows($0 * 50..<($0 + 1) * 50, seed: 6) }
      var whole = Rows(layout: model.schema.layout)
      for part in parts { whole.append(contentsOf: part) }
      #expect(whole == model.rows(0..<400, seed: 6, threads: 3), "\(kind)")
    }
  }

  @Test("draws no rows from an empty range")
  func empty() {
    let model = ModelKind.all[0].model(inputs: 5)
    let drawn = model.rowsAndProbabilities(7..<7, seed: 6)
    #expect(drawn.rows.count == 0)
    #expect(drawn.probabilities.isEmpty)
  }
}
