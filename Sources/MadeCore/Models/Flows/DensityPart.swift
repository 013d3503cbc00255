// What a density is a mixture of, one mask or flow at a time, for questions about single columns.

/// A mask of a network, or a flow: each record that a density draws was drawn by one of its parts, column by column.
package struct DensityPart: Sendable {
  /// Above 0; those of a density sum to 1.
  package let weight: Double
  /// In which it draws the columns.
  package let ordering: Ordering
  /// How many records should be evaluated at a time, which affects speed only.
  package let recordsAtOnce: Int
  /// Of each column what moves its numbers; nil where nothing does.
  package let movable: [(any MovableConditional)?]
  private let kind: PartKind

  /// What moves numbers; nil for a mask, under which nothing moves.
  var flow: FlowLikelihood? {
    if case .flow(let flow) = kind { flow } else { nil }
  }

  private enum PartKind {
    case mask(Ensemble, Int)
    case flow(FlowLikelihood)
  }

  /// What is called with the index of a record, a function from output to logit, one from column to u, where the part has
  /// put its number (nil for a cell that stays where it is), and log|det du/dt| of all that moves.
  package typealias Body =
    @Sendable (
      _ record: Int, _ logit: (Int) -> Float, _ place: (_ column: Int) -> Double?,
      _ logDeterminant: Double
    ) -> Void

  /// Calls `body` with each record as the last network of the part has it, in the order of the records.
  package func forEachRecord(of rows: Rows, _ body: @escaping Body) {
    switch kind {
    case .mask(let ensemble, let mask):
      ensemble.forEachLogits(of: rows, mask: mask) { record, logit in
        body(record, logit, { _ in nil }, 0)
      }
    case .flow(let flow):
      flow.forEachLogits(of: rows, body)
    }
  }

  fileprivate func weighted(by weight: Double) -> DensityPart {
    DensityPart(
      weight: weight * self.weight, ordering: ordering, recordsAtOnce: recordsAtOnce,
      movable: movable, kind: kind)
  }
}

extension DensityPart {
  fileprivate init(_ model: MadeModel, mask: Int, weight: Double) {
    self.init(
      weight: weight, ordering: model.ensemble.masks[mask].ordering,
      recordsAtOnce: [model].rowsEvaluatedAtOnce, movable: model.schema.columns.map { _ in nil },
      kind: .mask(model.ensemble, mask))
  }

  fileprivate init(_ flow: Flow) {
    let columns = flow.likelihood.columns
    self.init(
      weight: 1, ordering: flow.last.masks[0].ordering,
      recordsAtOnce: [flow.last].rowsEvaluatedAtOnce,
      movable: columns.indexOfColumn.map { $0.map { columns.members[$0].conditional } },
      kind: .flow(flow.likelihood))
  }
}

extension RowDensity {
  /// What it is a mixture of; nil if it is made of anything but networks and flows.
  package var densityParts: [DensityPart]? {
    if let networks {
      return networks.flatMap { network in
        let masks = network.model.ensemble.masks
        return masks.indices.map {
          DensityPart(network.model, mask: $0, weight: network.weight / Double(masks.count))
        }
      }
    }
    if let flow = self as? Flow { return [DensityPart(flow)] }
    guard let mixture = self as? Mixture else { return nil }
    var parts: [DensityPart] = []
    for (member, weight) in zip(mixture.members, mixture.weights.values) where weight > 0 {
      guard let theirs = member.densityParts else { return nil }
      parts += theirs.map { $0.weighted(by: weight) }
    }
    return parts
  }
}
