// What steps do to a number, against the papers' equations.

import Foundation
import MadeCore
import Testing

@Suite("The map of a number")
struct NumberMapTests {
  /// Some outputs of a network, of several sizes.
  private static func outputs(_ map: NumberMap) -> [[Float]] {
    let sizes: [Float] = [0.3, 1, 3, 9]
    return (0..<24).map { index in
      var noise = Noise(index + 1)
      return (0..<map.rule.outputs).map { _ in sizes[index / 6] * noise.float() }
    }
  }

  private static func forward(_ map: NumberMap, _ x: Double, _ z: [Float]) -> (Double, Double) {
    z.withUnsafeBufferPointer { z in
      z.baseAddress.map { map.rule.forward(x, LaneOutputs($0, lanes: 1, lane: 0)) } ?? (.nan, .nan)
    }
  }

  private static func inverse(_ map: NumberMap, _ u: Double, _ z: [Float]) -> (Double, Double) {
    z.withUnsafeBufferPointer { z in
      z.baseAddress.map { map.rule.inverse(u, LaneOutputs($0, lanes: 1, lane: 0)) } ?? (.nan, .nan)
    }
  }

  private static func adjoint(
    _ map: NumberMap, _ x: Double, byMoved: Double, _ z: [Float]
  ) -> (Double, [Float]) {
    var gradient = z
    let byX = gradient.withUnsafeMutableBufferPointer { z in
      z.baseAddress.map {
        map.rule.adjoint(
          x, byMoved: byMoved, LaneOutputs($0, lanes: 1, lane: 0),
          into: LaneGradient($0, lanes: 1))
      } ?? .nan
    }
    return (byX, gradient)
  }

  /// Places all over the spline, at its knots and beside them, and far out.
  private static func places(_ reference: ReferenceMap) -> [Double] {
    let knots = reference.knots.flatMap { [$0.nextDown, $0, $0.nextUp, $0 - 1e-7, $0 + 1e-7] }
    let (low, high) = (reference.knots.first ?? -4, reference.knots.last ?? 4)
    let inside = (0...40).map { low + (high - low) * (Double($0) + 0.5) / 40 }
    return (knots + inside + [low - 0.1, high + 0.1, -1e4, -7.5, -0.0, 1e-300, 12, 3e5]).sorted()
  }

  @Test("is that of the papers' equations, and increases", arguments: NumberMap.allCases)
  func equations(map: NumberMap) {
    for z in Self.outputs(map) {
      let reference = ReferenceMap(map, z.map { Double($0) })
      var below = -Double.infinity
      for x in Self.places(reference) {
        let (u, logSlope) = Self.forward(map, x, z)
        let expected = reference.forward(x)
        #expect(abs(u - expected.place) < 1e-10 * max(1, abs(u)), "\(x): \(u), \(expected)")
        #expect(abs(logSlope - expected.logSlope) < 1e-6, "\(x): \(logSlope), \(expected)")
        #expect(u >= below - 1e-13 * max(1, abs(u)), "\(x)")
        below = u
      }
    }
  }

  @Test("moves back what it moved, at knots and in tails, too", arguments: NumberMap.allCases)
  func inverse(map: NumberMap) {
    for z in Self.outputs(map) {
      let reference = ReferenceMap(map, z.map { Double($0) })
      for x in Self.places(reference) {
        let (u, logSlope) = Self.forward(map, x, z)
        let (back, other) = Self.inverse(map, u, z)
        // What u is rounded by is more of x where u is flat.
        let most = 1e-11 * max(1, abs(x), exp(-logSlope) * max(1, abs(u)))
        #expect(abs(back - x) < most, "\(x): \(u), \(back)")
        #expect(abs(reference.inverse(u) - x) < most, "\(x)")
        #expect(abs(other - logSlope) < 1e-6, "\(x)")
      }
    }
  }

  @Test("has a derivative, and that is the slope", arguments: NumberMap.allCases)
  func slope(map: NumberMap) {
    // Those of larger outputs are steep within less than a step of these differences.
    for z in Self.outputs(map).prefix(12) {
      let reference = ReferenceMap(map, z.map { Double($0) })
      for x in Self.places(reference) where abs(x) < 100 {
        let step = 2e-7 * max(1, abs(x))
        let sides = [x + step, x - step].map { Self.forward(map, $0, z) }
        let slope = (sides[0].0 - sides[1].0) / (2 * step)
        let (low, high) = (exp(min(sides[0].1, sides[1].1)), exp(max(sides[0].1, sides[1].1)))
        // The slope changes fast in the steepest spans, and between the two sides.
        #expect(slope > 0.9 * low - 1e-7 && slope < 1.1 * high + 1e-7, "\(x): \(slope)")
      }
    }
  }

  @Test("is the identity, bit for bit, where all outputs are 0", arguments: NumberMap.allCases)
  func identity(map: NumberMap) {
    let z = [Float](repeating: 0, count: map.rule.outputs)
    var noise = Noise(3)
    let others = (0..<2000).map { _ in Double(noise.float()) * 5 }
    for x in Self.places(ReferenceMap(map, z.map { Double($0) })) + others {
      #expect(Self.forward(map, x, z) == (x, 0))
      #expect(Self.inverse(map, x, z) == (x, 0))
    }
  }

  @Test("has its gradient by the place and by all outputs", arguments: NumberMap.allCases)
  func gradients(map: NumberMap) {
    for z in Self.outputs(map).prefix(18) {
      let plain = z.map { Double($0) }
      let reference = ReferenceMap(map, plain)
      // Slopes of slopes jump at knots, where there is no gradient to compare with.
      let places = Self.places(reference).filter { place in
        abs(place) < 100 && reference.knots.allSatisfy { abs($0 - place) > 1e-5 }
      }
      for x in places {
        for byMoved in [0.0, 1.7, -40] {
          func loss(_ x: Double, _ z: [Double]) -> Double {
            let (place, logSlope) = ReferenceMap(map, z).forward(x)
            return byMoved * place - logSlope
          }
          let (byX, gradient) = Self.adjoint(map, x, byMoved: byMoved, z)
          let h = 1e-7
          let expected = (loss(x + h, plain) - loss(x - h, plain)) / (2 * h)
          #expect(abs(byX - expected) < 1e-3 * max(1, abs(expected)), "\(x): \(byX), \(expected)")
          for output in z.indices {
            let ends = [h, -h].map { step in
              var moved = plain
              moved[output] += step
              return loss(x, moved)
            }
            let expected = (ends[0] - ends[1]) / (2 * h)
            let actual = Double(gradient[output])
            #expect(
              abs(actual - expected) < 1e-3 * max(1, abs(expected)),
              "\(x), output \(output): \(actual), expected \(expected)")
          }
        }
      }
    }
  }

  @Test("traps for nothing that a file may make of it", arguments: NumberMap.allCases)
  func extremes(map: NumberMap) {
    let values: [Float] = [0, 1e38, -1e38, 1e4, -1e4, .infinity, -.infinity, .nan]
    for one in values {
      for other in values {
        let z = (0..<map.rule.outputs).map { $0 % 3 == 0 ? one : other }
        for x in [0, 3.99, -4, 1e300, .infinity, .nan] {
          _ = Self.forward(map, x, z)
          _ = Self.inverse(map, x, z)
          _ = Self.adjoint(map, x, byMoved: 1, z)
        }
      }
    }
  }
}
