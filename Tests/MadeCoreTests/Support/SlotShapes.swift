// Shapes of columns by the number of their outputs: 1 for a bit, else a softmax over that many codes.

import MadeCore

extension ColumnShape {
  /// The shape of a bit, or of a column of `slots` codes.
  init(slots: Int) {
    self.init(slots == 1 ? Bernoulli() as any Conditional : Softmax(states: slots))
  }
}

extension Architecture {
  init(
    slots: [Int], hidden: [Int] = [500], activation: Activation = .relu, direct: Bool = true,
    maskWeights: Bool = false, residual: Bool = false
  ) {
    self.init(
      shapes: slots.map { ColumnShape(slots: $0) }, hidden: hidden, activation: activation,
      direct: direct, maskWeights: maskWeights, residual: residual)
  }

  /// Outputs of each column.
  var slots: [Int] { shapes.map(\.outputs) }
}

extension Mask {
  /// - Parameter slots: of each column; nil for bits.
  init(ordering: Ordering, degrees: Degrees, slots: [Int]? = nil, tiedFrom tied: Int = .max) {
    let slots = slots ?? Array(repeating: 1, count: ordering.count)
    self.init(
      ordering: ordering, degrees: degrees, shapes: slots.map { ColumnShape(slots: $0) },
      tiedFrom: tied)
  }
}
