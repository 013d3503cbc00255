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
  private let areWhole: Bool
  private let kept = Lock(Kept())

  /// - Parameters:
  ///   - unfilled: for each column a code that no hole is filled with.
  ///   - areWhole: whether networks draw from p itself, see `DrawnNetwork`.
  init(_ models: [MadeModel], unfilled: [Int?], areWhole: Bool = false) {
    self.models = models
    self.unfilled = unfilled
    self.areWhole = areWhole
  }

  func network(model: Int, mask: Mask) -> DrawnNetwork {
    let key = Key(model: model, columns: mask.ordering.columns, layers: mask.degrees.layers)
    if let found = kept.withLock({ $0.networks[key] }) { return found }
    let parameters = models[model].parameters
    let network = DrawnNetwork(
      MaskedNetwork(parameters, mask: mask), schema: models[model].schema, unfilled: unfilled,
      isWhole: areWhole)
    kept.withLock { kept in
      let floats = parameters.shape.count
      if kept.floats + floats > Self.mostFloats { kept = Kept() }
      // Two threads may have made it at the same time.
      if kept.networks.updateValue(network, forKey: key) == nil { kept.floats += floats }
    }
    return network
  }
}
