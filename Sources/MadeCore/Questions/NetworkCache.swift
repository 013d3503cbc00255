// Networks gathered for questions, some of which are kept.

/// The networks that questions are answered with; once those kept would exceed 2^26 floats, all are dropped.
final class NetworkCache: Sendable {
  private struct Key: Hashable {
    let model: Int
    let columns: [Int]
    let layers: [[Int]]
  }

  private struct Kept {
    var networks: [Key: DrawnNetwork] = [:]
    var floats = 0
  }

  private static let mostFloats = 1 << 26
  private let models: [MadeModel]
  private let unfilled: [Int?]
  private let kept = Lock(Kept())

  init(_ models: [MadeModel], unfilled: [Int?]) {
    self.models = models
    self.unfilled = unfilled
  }

  func network(model: Int, mask: Mask) -> DrawnNetwork {
    let key = Key(model: model, columns: mask.ordering.columns, layers: mask.degrees.layers)
    if let found = kept.withLock({ $0.networks[key] }) { return found }
    let parameters = models[model].parameters
    let network = DrawnNetwork(
      MaskedNetwork(parameters, mask: mask), schema: models[model].schema, unfilled: unfilled)
    kept.withLock { kept in
      let floats = parameters.shape.count
      if kept.floats + floats > Self.mostFloats { kept = Kept() }
      // Two threads may have made it at the same time.
      if kept.networks.updateValue(network, forKey: key) == nil { kept.floats += floats }
    }
    return network
  }
}
