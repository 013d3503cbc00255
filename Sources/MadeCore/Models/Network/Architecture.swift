// What a network looks like, before any number in it is known.

import CKernels

/// The nonlinearity of the hidden units.
public enum Activation: String, CaseIterable, Sendable {
  /// max(z, 0)
  case relu
  /// tanh z
  case tanh
  /// 1 / (1 + exp(-z))
  case sigmoid
  /// log(1 + exp z)
  case softplus
  /// z / (1 + |z|)
  case softsign

  var kernel: Int32 {
    switch self {
    case .relu: Int32(MADE_RELU.rawValue)
    case .tanh: Int32(MADE_TANH.rawValue)
    case .sigmoid: Int32(MADE_SIGMOID.rawValue)
    case .softplus: Int32(MADE_SOFTPLUS.rawValue)
    case .softsign: Int32(MADE_SOFTSIGN.rawValue)
    }
  }
}

/// The shape of a masked autoencoder.
///
///     h^1 = g(b^1 + (W^1 . M^1) x [+ (U^1 . M^1) 1])
///     h^l = g(b^l + (W^l . M^l) h^{l-1} [+ (U^l . M^l) 1])
///     z   = c + (V . M^V) h^L [+ (U^V . M^V) 1] [+ (A . M^A) x]
///
/// The vector x has a place for each slot of each column, and so has z. A binary column has one slot,
/// and p(x_d = 1 | earlier columns) = 1 / (1 + exp(-z_d)). A categorical column has K >= 2, of which
/// exactly one is 1, and the probability of slot k is exp(z_k) / sum over its slots j of exp(z_j).
///
/// Source: Germain et al. 2015, sections 2 to 4; for the softmax, Bridle 1990.
public struct Architecture: Equatable, Sendable {
  /// Slots of each column, in the order of the data: 1 for a binary column, K >= 2 for a categorical
  /// one of K categories.
  public var slots: [Int]
  /// Units of each hidden layer; at least one layer of at least one unit.
  public var hidden: [Int]
  /// g, for all hidden layers.
  public var activation: Activation
  /// Whether inputs also feed the outputs directly (A).
  public var direct: Bool
  /// Whether units are told which mask is on (U, the connectivity weights).
  public var maskWeights: Bool
  /// Whether the hidden layers are a residual stack, see `canBeResidual(hidden:)`.
  public var residual: Bool

  /// A shape; by default one layer of 500 rectified units with direct connections.
  ///
  /// - Parameter slots: of each column, see `Schema` and `Column.slots`.
  public init(
    slots: [Int], hidden: [Int] = [500], activation: Activation = .relu, direct: Bool = true,
    maskWeights: Bool = false, residual: Bool = false
  ) {
    self.slots = slots
    self.hidden = hidden
    self.activation = activation
    self.direct = direct
    self.maskWeights = maskWeights
    self.residual = residual
  }

  /// A shape for binary columns only.
  public init(
    inputs: Int, hidden: [Int] = [500], activation: Activation = .relu, direct: Bool = true,
    maskWeights: Bool = false, residual: Bool = false
  ) {
    self.init(
      slots: Array(repeating: 1, count: inputs), hidden: hidden, activation: activation,
      direct: direct, maskWeights: maskWeights, residual: residual)
  }

  /// D, the number of slots of all columns: inputs, and outputs, of the network.
  public var inputs: Int { slots.reduce(0, +) }

  /// C, the number of columns.
  public var columns: Int { slots.count }

  /// Number of units in each layer: inputs, hidden layers, outputs.
  package var widths: [Int] { [inputs] + hidden + [inputs] }

  /// Number of the output layer, when inputs are layer 0.
  package var outputLayer: Int { hidden.count + 1 }

  /// All weight matrices in the order of the file: first, hidden ones from below, output, direct.
  package var connections: [Connection] {
    (0...hidden.count).map { Connection(from: $0, to: $0 + 1) }
      + (direct ? [Connection(from: 0, to: outputLayer)] : [])
  }

  /// The matrices that have connectivity weights U: all but the direct one.
  package var toldConnections: Int { maskWeights ? hidden.count + 1 : 0 }
}

/// The two layers that a weight matrix joins; inputs are layer 0.
package struct Connection: Equatable, Sendable {
  package let from: Int
  package let to: Int

  /// Matrices that start at the inputs have a row per input, the others a row per unit of the upper
  /// layer; CKernels.h says why.
  package var isInputMajor: Bool { from == 0 }
  /// Layer whose units number the rows, and the columns.
  package var rowLayer: Int { isInputMajor ? from : to }
  package var columnLayer: Int { isInputMajor ? to : from }
}

extension Architecture {
  /// Number of weights and biases that training will move: the live ones for a single mask, all for
  /// several.
  public func parameterCount(schedule: MaskSchedule) -> Int {
    Parameters.storageShape(self, schedule: schedule).liveParameters
  }

  /// Whether there is a single mask for all time, whose live weights alone are stored.
  func isAlone(_ schedule: MaskSchedule) -> Bool { schedule.regime == .cycle(1) && !maskWeights }

  /// Number of weights of all matrices, as a Double because outside numbers may overflow an Int.
  public var fullWeightCount: Double {
    connections.reduce(0) { $0 + Double(widths[$1.from]) * Double(widths[$1.to]) }
  }
}
