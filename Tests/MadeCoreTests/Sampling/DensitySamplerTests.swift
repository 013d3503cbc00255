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

  @Test("draws numbers on the grid, in the range of training, and no mark for other values")
  func limits() {
    for kind in DensityKind.all {
      let model = kind.model()
      for record in model.rows(0..<300, seed: 2).records {
        for (column, cell) in zip(model.schema.columns, record) {
          guard let numbers = column.kind as? Numbers else { continue }
          if cell == numbers.missingCode { continue }
          #expect(numbers.values.range.contains(cell), "\(kind): \(cell)")
          #expect(numbers.values.nearest(to: cell) == cell, "\(kind): \(cell)")
        }
      }
    }
  }
}
