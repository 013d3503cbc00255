// The loss of a record: the conditionals of its columns, each by its kind.

/// Which conditionals the outputs of a network under one mask are the parameters of.
///
///     log p(x) = sum over the columns d of log p(x_d | earlier columns)
///
/// A column of one slot is binary (`Bernoulli`), one of several is categorical (`Categorical`); of columns
/// of other shapes nothing is known yet that could be evaluated. A record's sum is taken in Double, in the order of the mask, in partial sums of 64 places, whatever
/// the number of threads: a column belongs to the sum of its first place.
package struct Conditionals: Sendable {
  /// Columns that are evaluated together.
  private enum Part {
    /// Binary columns, `count` of them: their outputs from place `first` on, their ones from `firstOne` on.
    case binary(first: Int, firstOne: Int, count: Int)
    /// A categorical column, likewise.
    case categorical(first: Int, firstOne: Int, slots: Int)
  }

  /// The parts of each partial sum; empty ones where a column is longer than a sum.
  private let groups: [[Part]]
  /// Whether all columns are binary or categorical.
  private let isComplete: Bool

  package init(_ mask: Mask) {
    let outputs = mask.outputPlaces.count
    var groups = [[Part]](
      repeating: [], count: (outputs + Workspace.placesPerSum - 1) / Workspace.placesPerSum)
    var (place, one) = (0, 0)
    for column in mask.ordering.columns {
      let group = place / Workspace.placesPerSum
      let shape = mask.shapes[column]
      if let slots = shape.slots {
        let last = groups[group].count - 1
        if slots > 1 {
          groups[group].append(.categorical(first: place, firstOne: one, slots: slots))
        } else if case .binary(let first, let firstOne, let count)? = groups[group].last,
          first + count == place, firstOne + count == one
        {
          groups[group][last] = .binary(first: first, firstOne: firstOne, count: count + 1)
        } else {
          groups[group].append(.binary(first: place, firstOne: one, count: 1))
        }
      }
      place += shape.outputs
      one += shape.ones
    }
    self.groups = groups
    isComplete = mask.shapes.allSatisfy { $0.slots != nil }
  }

  /// Log-likelihoods of the records of a batch, from the logits in `workspace.outputT`.
  ///
  /// With `gradient`, the logits are replaced by the gradient of the negative log-likelihood. Columns have to
  /// be binary or categorical: `Schema` has no others, and neither has a model file.
  package func evaluate(_ workspace: Workspace, gradient: Bool, team: WorkerTeam) {
    precondition(isComplete, "columns that are neither binary nor categorical")
    team.forEach(groups.count) { group in
      let sums = workspace.partial.base.advanced(by: group * workspace.lanes)
      sums.update(repeating: 0, count: workspace.lanes)
      for part in self.groups[group] {
        switch part {
        case .binary(let first, let firstOne, let count):
          Bernoulli.evaluate(
            workspace, first: first, firstOne: firstOne, count: count, gradient: gradient,
            sums: sums)
        case .categorical(let first, let firstOne, let slots):
          Categorical.evaluate(
            workspace, first: first, firstOne: firstOne, slots: slots, gradient: gradient,
            sums: sums)
        }
      }
    }
  }

  /// The log-likelihood of record `record` after `evaluate`.
  package static func total(_ workspace: Workspace, record: Int) -> Double {
    var sum = 0.0
    for place in stride(from: record, to: workspace.partial.count, by: workspace.lanes) {
      sum += workspace.partial.base[place]
    }
    return sum
  }

  /// log p(x_d | earlier columns) of each column of one record in nats, in Double: the definition.
  ///
  /// - Parameters:
  ///   - slots: of each column.
  ///   - isOne: the bit of a slot; of a categorical column's slots one has to be 1.
  ///   - logit: the logit of a slot.
  ///   - body: takes a column and its log-likelihood.
  @inline(__always)
  package static func forEachLogLikelihood(
    slots: [Int], isOne: (Int) -> Bool, logit: (Int) -> Double,
    _ body: (_ column: Int, _ logLikelihood: Double) -> Void
  ) {
    var first = 0
    for (column, count) in slots.enumerated() {
      if count == 1 {
        body(column, Bernoulli.logLikelihood(of: isOne(first), logit: logit(first)))
      } else if let chosen = (0..<count).first(where: { isOne(first + $0) }) {
        let logits = (first..<first + count).map { logit($0) }
        body(column, Categorical.logLikelihood(of: chosen, logits: logits))
      } else {
        body(column, -.infinity)
      }
      first += count
    }
  }
}
