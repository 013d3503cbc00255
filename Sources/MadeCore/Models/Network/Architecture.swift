// The shape of a network, before it has weights.

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
///     h^1 = g(b^1 + (W^1 . M^1) x [+ (R^1 . M^r) r] [+ (U^1 . M^1) 1])
///     h^l = g(b^l + (W^l . M^l) h^{l-1} [+ (U^l . M^l) 1])
///     z   = c + (V . M^V) h^L [+ (U^V . M^V) 1] [+ (A . M^A) x [+ (R^A . M^s) r]]
///
/// The vector x has an element for each input that is 0 or 1 (a *one*), r for each input that is a real number,
/// and z for each output; `ColumnShape` says how many of each a column has. A binary column has one input and one
/// output, and p(x_d = 1 | earlier columns) = 1 / (1 + exp(-z_d)). A categorical column has K >= 2 of both;
/// exactly one of its inputs is 1, and the probability of the k-th is exp(z_k) / sum over its outputs j of
/// exp(z_j).
///
/// Source: Germain et al. 2015, sections 2 to 4; for the softmax, Bridle 1990.
public struct Architecture: Equatable, Sendable {
  /// Inputs and outputs of each column, in the order of the data.
  public var shapes: [ColumnShape] { didSet { (ones, reals, outputs) = Self.sums(shapes) } }
  /// The number of inputs of all columns that are 0 or 1.
  public private(set) var ones: Int
  /// The number of inputs of all columns that are real numbers.
  public private(set) var reals: Int
  /// The number of outputs of all columns.
  public private(set) var outputs: Int
  /// Units of each hidden layer; at least one layer of at least one unit.
  public var hidden: [Int]
  /// g, for all hidden layers.
  public var activation: Activation
  /// Whether inputs also feed the outputs directly (A).
  public var direct: Bool
  /// Whether units see which mask is in use (U, the connectivity weights).
  public var maskWeights: Bool
  /// Whether the hidden layers are a residual stack, see `canBeResidual(hidden:)`.
  public var residual: Bool

  /// A shape; by default one layer of 500 rectified units with direct connections.
  public init(
    shapes: [ColumnShape], hidden: [Int] = [500], activation: Activation = .relu,
    direct: Bool = true, maskWeights: Bool = false, residual: Bool = false
  ) {
    self.shapes = shapes
    (ones, reals, outputs) = Self.sums(shapes)
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
      shapes: Array(repeating: ColumnShape(Bernoulli()), count: inputs), hidden: hidden,
      activation: activation,
      direct: direct, maskWeights: maskWeights, residual: residual)
  }

  private static func sums(_ shapes: [ColumnShape]) -> (ones: Int, reals: Int, outputs: Int) {
    shapes.reduce(into: (ones: 0, reals: 0, outputs: 0)) {
      $0.ones += $1.ones
      $0.reals += $1.reals
      $0.outputs += $1.outputs
    }
  }

  /// C, the number of columns.
  public var columns: Int { shapes.count }
}

extension Architecture {
  /// Number of units in each layer: ones, hidden layers, outputs, reals.
  package var widths: [Int] { [ones] + hidden + [outputs, reals] }

  /// Index of the output layer; the ones are layer 0.
  package var outputLayer: Int { hidden.count + 1 }

  /// Index of the layer of real inputs, which stands beside the ones.
  package var realLayer: Int { hidden.count + 2 }

  /// Number of biases: one for each hidden unit and output.
  package var biases: Int { hidden.reduce(outputs, +) }

  /// All weight matrices, in the order of the model file: from each layer to the next, then the direct one; then,
  /// if there are real inputs, those from them to the first hidden layer and to the outputs.
  package var connections: [Connection] {
    let ends = [1] + (direct ? [outputLayer] : [])
    return (0...hidden.count).map { Connection(from: $0, to: $0 + 1) }
      + ends.dropFirst().map { Connection(from: 0, to: $0) }
      + (reals > 0 ? ends.map { Connection(from: realLayer, to: $0) } : [])
  }

  /// How many matrices have connectivity weights U: the first of `connections`, from each layer to the next.
  package var toldConnections: Int { maskWeights ? hidden.count + 1 : 0 }
}

/// The two layers that a weight matrix joins; ones are layer 0.
package struct Connection: Equatable, Sendable {
  package let from: Int
  package let to: Int

  /// Matrices from the ones have a row for each input, all others a row for each unit of the upper layer;
  /// CKernels.h says why.
  package var isInputMajor: Bool { from == 0 }
  /// The layer whose units are the rows, and the one whose units are the columns.
  package var rowLayer: Int { isInputMajor ? from : to }
  package var columnLayer: Int { isInputMajor ? to : from }
}

extension Architecture {
  /// Number of weights and biases that training will move: the live ones for a single mask, all for
  /// several.
  public func parameterCount(schedule: MaskSchedule) -> Int {
    Parameters.storageShape(self, schedule: schedule).liveParameters
  }

  /// Whether there is only ever one mask, so that its live weights alone are stored.
  func isAlone(_ schedule: MaskSchedule) -> Bool { schedule.regime == .cycle(1) && !maskWeights }

  /// Number of weights of all matrices, as a Double because outside numbers may overflow an Int.
  public var fullWeightCount: Double {
    connections.reduce(0) { $0 + Double(widths[$1.from]) * Double(widths[$1.to]) }
  }
}
