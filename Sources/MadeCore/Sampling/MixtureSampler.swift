// Drawing from several models as one distribution.

/// Draws records from a weighted mixture of models.
///
///     k ~ w,   x ~ p_k
///
/// Row i is a pure function of (models, weights, seed, i): its model is drawn from stream (seed,
/// mixture, i), and the row is row i of that model's own run with that seed. So any range of rows can
/// be drawn by itself, and rows of one model are those that it would draw alone. May be used from
/// several threads at a time.
public final class MixtureSampler: Sendable {
  /// How often each model is drawn from.
  public let weights: MixtureWeights
  private let seed: UInt64
  /// The models' samplers; nil for those of weight 0.
  private let samplers: [Sampler?]
  /// Bits of a row.
  private let slots: Int

  /// A sampler of the endless run of rows with this seed.
  ///
  /// - Parameters:
  ///   - models: at least one, of the same columns.
  ///   - weights: one for each model; nil for equal ones.
  ///   - threads: CPUs to use.
  public init(
    mixtureOf models: [MadeModel], weights: MixtureWeights? = nil, seed: UInt64, threads: Int = 1
  ) {
    let weights = weights ?? MixtureWeights(equal: models.count)
    precondition(weights.count == models.count, "a weight for each model")
    self.weights = weights
    self.seed = seed
    slots = models[0].architecture.ones
    samplers = zip(models, weights.values).map {
      $1 > 0 ? Sampler(model: $0, seed: seed, threads: threads) : nil
    }
  }

  /// Whether all networks are kept once gathered; else many rows should share a call.
  var keepsNetworks: Bool { samplers.allSatisfy { $0?.keepsNetworks ?? true } }

  /// How many masks, of all models that are drawn from, share the rows out.
  var masks: Int { samplers.reduce(0) { $0 + ($1?.model.masks.count ?? 0) } }

  /// The model, by its place in the mixture, that row `number` is drawn from.
  public func model(ofRow number: Int) -> Int {
    SampledRow.model(ofRow: number, seed: seed, weights: weights)
  }

  /// Rows `range` of the endless run with this seed.
  public func rows(_ range: Range<Int>) -> Rows {
    draw(range) { ($0.rows($1), []) }.rows
  }

  /// The same rows with, for each slot, the probability of 1 that it was drawn with, under the model
  /// and the mask that its row is drawn from: shape (rows, D), row-major, slots in the order of the
  /// data.
  public func rowsAndProbabilities(_ range: Range<Int>) -> (
    rows: Rows, probabilities: [Float]
  ) {
    draw(range) { $0.rowsAndProbabilities($1) }
  }

  private typealias Drawn = (rows: Rows, probabilities: [Float])

  /// Draws the rows of one model after the other, and puts them in the order of their numbers.
  private func draw(
    _ range: Range<Int>, _ drawRows: (_ sampler: Sampler, _ numbers: [Int]) -> Drawn
  ) -> Drawn {
    let active = samplers.compactMap { $0 }
    if active.count == 1 { return drawRows(active[0], Array(range)) }
    var groups = [[Int]](repeating: [], count: samplers.count)
    for number in range { groups[model(ofRow: number)].append(number) }
    var rows = Rows(columns: slots)
    var probabilities: [Float] = []
    var places = [Int](repeating: 0, count: range.count)
    for (sampler, numbers) in zip(samplers, groups) {
      guard let sampler, !numbers.isEmpty else { continue }
      let drawn = drawRows(sampler, numbers)
      for (index, number) in numbers.enumerated() {
        places[number - range.lowerBound] = rows.count + index
      }
      rows.append(contentsOf: drawn.rows)
      probabilities += drawn.probabilities
    }
    let cells = probabilities.isEmpty ? 0 : slots
    return (
      rows.rows(at: places),
      places.flatMap { probabilities[$0 * cells..<($0 + 1) * cells] }
    )
  }
}
