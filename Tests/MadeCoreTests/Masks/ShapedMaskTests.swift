// Masks over columns whose inputs are ones and reals, and whose outputs are another number.

import MadeCore
import Testing

@Suite("Masks over ones and reals")
struct ShapedMaskTests {
  @Test(
    "sort what a column has in a layer together, and are staircases of the rule in every matrix")
  func staircases() {
    for columns in [1, 2, 9] {
      for shaped in ShapedNetwork.all(columns: columns) {
        for mask in shaped.masks {
          let sides: [(layer: Int, counts: [Int], first: [Int], places: [Int])] = [
            (0, mask.shapes.map(\.ones), mask.firstOnes, mask.onePlaces),
            (mask.outputLayer, mask.shapes.map(\.outputs), mask.firstOutputs, mask.outputPlaces),
            (mask.realLayer, mask.shapes.map(\.reals), mask.firstReals, mask.realPlaces),
          ]
          for (layer, counts, first, places) in sides {
            #expect(first == counts.indices.map { counts[..<$0].reduce(0, +) })
            let expected = mask.ordering.columns.flatMap { first[$0]..<first[$0] + counts[$0] }
            #expect(mask.order[layer] == expected, "\(shaped)")
            #expect(expected.map { places[$0] } == Array(expected.indices), "\(shaped)")
            let degrees = mask.ordering.columns.enumerated().flatMap {
              Array(repeating: $0 + 1, count: counts[$1])
            }
            #expect(mask.sortedDegrees[layer] == degrees, "\(shaped)")
            #expect(mask.width(ofLayer: layer) == counts.reduce(0, +))
          }
          for connection in shaped.architecture.connections {
            let (from, to) = (connection.from, connection.to)
            for (place, prefix) in mask.prefixes(from: from, to: to).enumerated() {
              for (below, unit) in mask.order[from].enumerated() {
                #expect(
                  mask.allows(from: from, unit, to: to, mask.order[to][place]) == (below < prefix))
              }
            }
          }
        }
      }
    }
  }

  @Test("are counted matrix by matrix, and proved by what inputs of both sorts reach")
  func proof() {
    for shaped in ShapedNetwork.all(columns: 7) {
      let architecture = shaped.architecture
      for mask in shaped.masks {
        let parts = mask.connectionCounts(direct: architecture.direct)
        #expect(
          parts.map { [$0.from, $0.to] } == architecture.connections.map { [$0.from, $0.to] },
          "\(shaped)")
        let proof = Reachability(
          mask: mask, direct: architecture.direct, residual: architecture.residual)
        #expect(proof.violations.isEmpty && proof.avoidable.isEmpty, "\(shaped)")
        if architecture.direct {
          #expect(proof.reach == mask.ordering.positions, "\(shaped)")
        }
      }
    }
  }

  @Test("that leak are found by their reals alone")
  func leak() throws {
    // A residual stack whose layers differ in degrees.
    let degrees = try #require(Degrees(layers: [[2, 1], [1, 1], [1, 2]], columns: 3))
    for shape in [
      ColumnShape(ones: 0, reals: 1, outputs: 2), ColumnShape(ones: 2, reals: 0, outputs: 1),
    ] {
      let mask = Mask(
        ordering: .natural(count: 3), degrees: degrees, shapes: Array(repeating: shape, count: 3))
      #expect(Reachability(mask: mask, direct: true).violations.isEmpty)
      #expect(Reachability(mask: mask, direct: true, residual: true).violations == [1])
    }
  }
}
