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
/// and p(x_d = 1 | earlier columns) = 1 / (1 + exp(-z_d)).
///
/// Source: Germain et al. 2015, sections 2 to 4.
public struct Architecture: Equatable, Sendable {
  /// Number of columns, D >= 1.
  public var inputs: Int
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
  public init(
    inputs: Int, hidden: [Int] = [500], activation: Activation = .relu, direct: Bool = true,
    maskWeights: Bool = false, residual: Bool = false
  ) {
    self.inputs = inputs
    self.hidden = hidden
    self.activation = activation
    self.direct = direct
    self.maskWeights = maskWeights
    self.residual = residual
  }

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

  /// Number of weights of all matrices, as a Double because outside numbers may overflow an Int.
  public var fullWeightCount: Double {
    connections.reduce(0) { $0 + Double(widths[$1.from]) * Double(widths[$1.to]) }
  }
}
