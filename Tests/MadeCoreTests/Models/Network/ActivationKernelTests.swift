import CKernels
import Foundation
import Testing

/// Arguments from the whole range, dense where the functions bend.
private let arguments: [Float] = {
  var values: [Float] = [0, -0.0, 1e-30, -1e-30, 1e-10, -1e-10, 1e-4, -1e-4]
  for edge: Float in [9, 17, 43, 44, 87, 87.3, 88, 89, 103, 104, 1e4, 1e30, .infinity] {
    values += [edge, -edge]
  }
  values += stride(from: Float(-20), through: 20, by: 0.00391).map { $0 }
  values += stride(from: Float(-110), through: 110, by: 0.173).map { $0 }
  return values + Array(repeating: 0, count: padded(values.count, to: 16) - values.count)
}()

private struct Nonlinearity: CustomStringConvertible, Sendable {
  let description: String
  let code: made_activation
  let value: @Sendable (Double) -> Double
  /// The derivative as a function of the activation.
  let slope: @Sendable (Double) -> Double
}

private let nonlinearities: [Nonlinearity] = [
  Nonlinearity(
    description: "relu", code: MADE_RELU, value: { max($0, 0) }, slope: { $0 > 0 ? 1 : 0 }),
  Nonlinearity(
    description: "tanh", code: MADE_TANH, value: { tanh($0) }, slope: { 1 - $0 * $0 }),
  Nonlinearity(
    description: "sigmoid", code: MADE_SIGMOID, value: { 1 / (1 + exp(-$0)) },
    slope: { $0 * (1 - $0) }),
  Nonlinearity(
    description: "softplus", code: MADE_SOFTPLUS,
    value: { max($0, 0) + log1p(exp(-abs($0))) }, slope: { -expm1(-$0) }),
  Nonlinearity(
    description: "softsign", code: MADE_SOFTSIGN,
    value: { $0.isInfinite ? ($0 < 0 ? -1 : 1) : $0 / (1 + abs($0)) },
    slope: { (1 - abs($0)) * (1 - abs($0)) }),
]

@Suite("Activation kernels")
struct ActivationKernelTests {
  /// Two to four units in the last place; what lies below the normal range of Float may be 0.
  static let relative = 2.4e-7
  static let absolute = 1.2e-38

  @Test(
    "Values are within 4 ulp of the C library in Double", arguments: kernelVariants, nonlinearities)
  fileprivate func values(variant: String, nonlinearity: Nonlinearity) throws {
    let h = Lanes(arguments)
    try kernels(variant).activate(Int32(nonlinearity.code.rawValue), h.pointer, h.count)
    for (i, z) in arguments.enumerated() {
      expectNear(
        [h[i]], [nonlinearity.value(Double(z))], relative: Self.relative,
        absolute: Self.absolute, "\(variant) \(nonlinearity)(\(z))")
    }
    #expect(h.guardsAreIntact)
  }

  @Test(
    "Derivatives follow from the activation", arguments: kernelVariants, nonlinearities)
  fileprivate func slopes(variant: String, nonlinearity: Nonlinearity) throws {
    let kernels = try kernels(variant)
    let h = Lanes(arguments)
    kernels.activate(Int32(nonlinearity.code.rawValue), h.pointer, h.count)
    let d = Lanes(count: h.count, fill: -1.5)
    kernels.activate_backward(
      Int32(nonlinearity.code.rawValue), h.pointer, d.pointer, h.count)
    for (i, z) in arguments.enumerated() {
      expectNear(
        [d[i]], [-1.5 * nonlinearity.slope(Double(h[i]))],
        relative: Self.relative, absolute: Self.absolute, "\(variant) \(nonlinearity)'(\(z))")
    }
    #expect(d.guardsAreIntact)
  }

  @Test("Not-a-number stays so", arguments: kernelVariants, nonlinearities)
  fileprivate func notANumber(variant: String, nonlinearity: Nonlinearity) throws {
    let h = Lanes([Float](repeating: .nan, count: 16))
    try kernels(variant).activate(Int32(nonlinearity.code.rawValue), h.pointer, 16)
    #expect(h.array.allSatisfy { $0.isNaN })
  }
}
