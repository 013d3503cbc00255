// A masked network as layers that can be multiplied with.

extension MaskedNetwork {
  /// The first hidden layer over the ones.
  var onesToHidden: InputLayer {
    InputLayer(shape: shape.first, weights: weights, bias: shape.bias[0])
  }

  /// The outputs over the ones; nil without direct connections.
  var onesToOutputs: InputLayer? {
    shape.direct.map { InputLayer(shape: $0, weights: weights, bias: outputBias) }
  }

  /// Hidden layer `layer` + 2 over hidden layer `layer` + 1.
  func hidden(_ layer: Int, _ compute: Compute) -> StaircaseLayer {
    StaircaseLayer(
      shape: shape.hidden[layer], weights: weights, bias: shape.bias[layer + 1], compute: compute)
  }

  /// The outputs over the last hidden layer.
  func output(_ compute: Compute) -> StaircaseLayer {
    StaircaseLayer(shape: shape.output, weights: weights, bias: outputBias, compute: compute)
  }

  /// The first hidden layer over the real inputs; nil without any.
  ///
  /// Always in single precision: an input is data, and its products are few.
  var realsToHidden: StaircaseLayer? {
    shape.realsToHidden.map {
      StaircaseLayer(shape: $0, weights: weights, bias: shape.bias[0], compute: .f32)
    }
  }

  /// The outputs over the real inputs; nil without any, or without direct connections.
  var realsToOutputs: StaircaseLayer? {
    shape.realsToOutputs.map {
      StaircaseLayer(shape: $0, weights: weights, bias: outputBias, compute: .f32)
    }
  }

  private var outputBias: Int { shape.bias[shape.bias.count - 1] }
}
