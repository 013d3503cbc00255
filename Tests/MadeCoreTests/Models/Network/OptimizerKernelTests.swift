import CKernels
import Testing

/// The state of one weight, in Double, and its update as the papers write it.
private struct Weight {
  var w: Double
  var first: Double
  var second: Double
}

private struct Rule: CustomStringConvertible, Sendable {
  let description: String
  /// One weight, its scaled gradient and the settings.
  let update: @Sendable (inout Weight, Double, made_step) -> Void
  let kernel: @Sendable (made_kernels, Lanes, Lanes, Lanes, Lanes, made_step) -> Void
}

private let rules: [Rule] = [
  Rule(
    description: "sgd",
    update: { s, g, step in
      s.first = Double(step.momentum) * s.first - Double(step.rate) * g
      s.w += s.first
    },
    kernel: { kernels, w, g, first, _, step in
      withUnsafePointer(to: step) { kernels.sgd(w.pointer, g.pointer, first.pointer, w.count, $0) }
    }),
  Rule(
    description: "adagrad",
    update: { s, g, step in
      s.first += g * g
      s.w -= Double(step.rate) * g / (s.first.squareRoot() + Double(step.epsilon))
    },
    kernel: { kernels, w, g, first, _, step in
      withUnsafePointer(to: step) {
        kernels.adagrad(w.pointer, g.pointer, first.pointer, w.count, $0)
      }
    }),
  Rule(
    description: "adadelta",
    update: { s, g, step in
      let (rho, epsilon) = (Double(step.momentum), Double(step.epsilon))
      s.first = rho * s.first + (1 - rho) * g * g
      let change = (s.second + epsilon).squareRoot() / (s.first + epsilon).squareRoot() * g
      s.second = rho * s.second + (1 - rho) * change * change
      s.w -= Double(step.rate) * change
    },
    kernel: { kernels, w, g, first, second, step in
      withUnsafePointer(to: step) {
        kernels.adadelta(w.pointer, g.pointer, first.pointer, second.pointer, w.count, $0)
      }
    }),
  Rule(
    description: "rmsprop",
    update: { s, g, step in
      let rho = Double(step.momentum)
      s.first = rho * s.first + (1 - rho) * g * g
      s.w -= Double(step.rate) * g / (s.first.squareRoot() + Double(step.epsilon))
    },
    kernel: { kernels, w, g, first, _, step in
      withUnsafePointer(to: step) {
        kernels.rmsprop(w.pointer, g.pointer, first.pointer, w.count, $0)
      }
    }),
  Rule(
    description: "adam",
    update: { s, g, step in
      let (beta1, beta2) = (Double(step.momentum), Double(step.second))
      s.first = beta1 * s.first + (1 - beta1) * g
      s.second = beta2 * s.second + (1 - beta2) * g * g
      let root = (s.second * Double(step.correction2)).squareRoot()
      s.w -=
        Double(step.rate) * s.first * Double(step.correction1)
        / (root + Double(step.epsilon))
    },
    kernel: { kernels, w, g, first, second, step in
      withUnsafePointer(to: step) {
        kernels.adam(w.pointer, g.pointer, first.pointer, second.pointer, w.count, $0)
      }
    }),
]

@Suite("Optimizer kernels")
struct OptimizerKernelTests {
  static let settings = made_step(
    rate: 0.01, momentum: 0.9, second: 0.999, epsilon: 1e-6, correction1: 10, correction2: 1000,
    scale: 0.25)

  @Test("A step is that of the formula", arguments: kernelVariants, rules)
  fileprivate func step(variant: String, rule: Rule) throws {
    let kernels = try kernels(variant)
    let settings = Self.settings
    var noise = Noise(31)
    for count in [16, 32, 48, 64, 80, 1008] {
      let w = Lanes(noise.floats(count))
      let g = Lanes(noise.floats(count, scale: 3))
      let first = Lanes(noise.floats(count).map { abs($0) })
      let second = Lanes(noise.floats(count).map { abs($0) })
      var expected = (0..<count).map {
        Weight(
          w: Double(w[$0]), first: Double(first[$0]),
          second: Double(second[$0]))
      }
      for i in 0..<count {
        rule.update(&expected[i], Double(g[i]) * Double(settings.scale), settings)
      }
      rule.kernel(kernels, w, g, first, second, settings)
      let what = "\(variant) \(rule), \(count) weights"
      expectNear(w.array, expected.map { $0.w }, relative: 1e-6, absolute: 2e-7, "\(what): value")
      expectNear(
        first.array, expected.map { $0.first }, relative: 1e-6, absolute: 2e-7, "\(what): first")
      expectNear(
        second.array, expected.map { $0.second }, relative: 1e-6, absolute: 2e-7, "\(what): second")
      for lanes in [w, g, first, second] { #expect(lanes.guardsAreIntact, "\(what)") }
    }
  }

  @Test(
    "A value at the limit, beyond it, or none at all is found in every place",
    arguments: kernelVariants)
  fileprivate func bounded(variant: String) throws {
    let kernels = try kernels(variant)
    for count in [16, 32, 48, 1008] {
      let values = Lanes(count: count, fill: -0.5)
      #expect(kernels.bounded(values.pointer, 1, count) != 0)
      for place in 0..<count {
        for value in [1, -1, 7, .infinity, -.infinity, .nan, -.nan] as [Float] {
          values.pointer[place] = value
          #expect(kernels.bounded(values.pointer, 1, count) == 0, "\(value) at \(place)")
        }
        values.pointer[place] = Float(1).nextDown
        #expect(kernels.bounded(values.pointer, 1, count) != 0)
        values.pointer[place] = .infinity
        #expect(kernels.bounded(values.pointer, .infinity, count) == 0)
        values.pointer[place] = .greatestFiniteMagnitude
        #expect(kernels.bounded(values.pointer, .infinity, count) != 0)
        values.pointer[place] = 0
      }
    }
  }

  @Test("Dead weights stay dead", arguments: kernelVariants, rules)
  fileprivate func dead(variant: String, rule: Rule) throws {
    let (w, g) = (Lanes(count: 32), Lanes(count: 32))
    let (first, second) = (Lanes(count: 32), Lanes(count: 32))
    for _ in 0..<3 { rule.kernel(try kernels(variant), w, g, first, second, Self.settings) }
    #expect(w.array.allSatisfy { $0 == 0 })
    #expect(first.array.allSatisfy { $0 == 0 })
  }
}
