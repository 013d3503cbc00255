// The fast sampler against the sampler by the definition, for numbers with a density.

import CKernels
import MadeCore
import Testing

@Suite("The sampler of numbers with a density")
struct DensitySamplerTests {
  @Test("draws the rows of the sampler that takes D passes", arguments: DensityKind.all)
  func sameRows(kind: DensityKind) {
    let model = kind.model()
    let rows = model.rows(5..<205, seed: 4)
    let expected = PassSampler(model: model, seed: 4).rows(5..<205)
    // Direct connections are summed in another order: a number may fall on the other side of an end.
    let different = (0..<200).count { rows.record($0) != expected.record($0) }
    #expect(different <= (kind.direct ? 2 : 0), "\(kind): \(different)")
  }

  @Test("draws the same for any number of threads and any split", arguments: DensityKind.all)
  func splits(kind: DensityKind) {
    let model = kind.model()
    let whole = model.rows(0..<300, seed: 6)
    #expect(model.rows(0..<300, seed: 6, threads: 3) == whole, "\(kind)")
    var parts = Rows(layout: model.schema.layout)
    for range in [0..<1, 1..<98, 98..<200, 200..<300] {
      parts.append(contentsOf: model.rows(range, seed: 6))
    }
    #expect(parts == whole, "\(kind)")
    #expect(model.rows(0..<300, seed: 7) != whole)
  }

  @Test("draws the same with any kernels, up to rounding", arguments: kernelVariants)
  func variants(variant: String) throws {
    let kernels = try #require(made_kernels_named(variant))
    for kind in DensityKind.all {
      let model = kind.model()
      let rows = Sampler(model, kernels: kernels)
        .draw(Array(0..<100), seed: 4, withProbabilities: false, threads: 1).rows
      let expected = PassSampler(model: model, seed: 4).rows(0..<100)
      let different = (0..<100).count { rows.record($0) != expected.record($0) }
      #expect(different <= 2, "\(kind), \(variant): \(different)")
    }
  }

  @Test("draws numbers as their rules have them")
  func rules() {
    var ties = 0
    for kind in DensityKind.all {
      var sums = 0
      for record in kind.model().rows(0..<300, seed: 2).records {
        let isNumber = record.map { NumberLimits.mark(of: $0) == nil }
        #expect(isNumber[1] == isNumber[7], "\(kind)")
        if !isNumber[1] { ties += 1 }
        if isNumber[1] && isNumber[5] {
          #expect(record[7] == record[5] - record[1], "\(kind)")
          sums += 1
        }
        guard isNumber[1], isNumber[3], isNumber[5] else { continue }
        #expect(record[5] >= 10 * record[1] - 7, "\(kind)")
        #expect(100 * record[5] >= record[3], "\(kind)")
      }
      #expect(sums > 50, "\(kind): \(sums)")
    }
    #expect(ties > 20, "\(ties)")
  }

  @Test("draws numbers on the grid, in the range of training, and no mark for other values")
  func limits() {
    for kind in DensityKind.all {
      let model = kind.model()
      for record in model.rows(0..<300, seed: 2).records {
        for (column, cell) in zip(model.schema.columns, record) {
          guard let numbers = column.kind as? Numbers else { continue }
          if cell == numbers.missingCode { continue }
          let frame = numbers.mixture.frame { record[$0] }
          let range = frame.range ?? numbers.values.range
          #expect(range.contains(frame.relative(cell)), "\(kind): \(cell)")
          #expect(numbers.values.nearest(to: cell) == cell, "\(kind): \(cell)")
        }
      }
    }
  }
}
