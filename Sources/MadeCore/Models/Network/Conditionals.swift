// The loss of a record: the sum over the conditionals of its columns.

/// The conditionals whose parameters are the outputs of a network under one mask.
///
///     log p(x) = sum over the columns d of log p(x_d | earlier columns)
///
/// A record's sum is taken in Double, in the order of the mask, in partial sums of 64 outputs, whatever the
/// number of threads: a column belongs to the partial sum of its first output.
package struct Conditionals: Sendable {
  /// Columns that follow each other and are evaluated together: all of them have the same conditional.
  private struct Run: Sendable {
    let conditional: any Conditional
    /// The first column's position in the ordering, and the ranks of its first input and output.
    let position: Int
    let input: Int
    let output: Int
    /// The first of the rows that describe its cells, if they are numbers.
    let row: Int
    var columns: Int
  }

  /// The runs of each partial sum; empty where outputs all belong to a column of an earlier one.
  private let groups: [[Run]]

  package init(_ mask: Mask) {
    let outputs = mask.outputPlaces.count
    var groups = [[Run]](
      repeating: [], count: (outputs + Workspace.placesPerSum - 1) / Workspace.placesPerSum)
    var (input, output, row) = (0, 0, 0)
    for (position, column) in mask.ordering.columns.enumerated() {
      let shape = mask.shapes[column]
      let group = output / Workspace.placesPerSum
      if let conditional = shape.conditional {
        if let last = groups[group].last, last.position + last.columns == position,
          last.conditional.isEqual(to: conditional)
        {
          groups[group][groups[group].count - 1].columns += 1
        } else {
          groups[group].append(
            Run(
              conditional: conditional, position: position, input: input, output: output,
              row: row, columns: 1))
        }
      }
      input += shape.ones
      output += shape.outputs
      row += shape.cellRows
    }
    self.groups = groups
  }

  /// Log-likelihoods of the records of a batch, from the outputs in `workspace.outputT`.
  ///
  /// With `gradient`, the outputs are replaced by the gradient of the negative log-likelihood.
  package func evaluate(_ workspace: Workspace, gradient: Bool, team: WorkerTeam) {
    let lanes = workspace.lanes
    team.forEach(groups.count) { group in
      let sums = workspace.partial.base.advanced(by: group * lanes)
      sums.update(repeating: 0, count: lanes)
      for run in self.groups[group] {
        run.conditional.evaluate(
          workspace.outputT.base + run.output * lanes,
          workspace.batch.cells(position: run.position, input: run.input, row: run.row),
          columns: run.columns, gradient: gradient, sums: sums)
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
  ///   - conditionals: of each column.
  ///   - code: the cell of a column.
  ///   - output: an output of the network, in the order of the data.
  ///   - body: takes a column and its log-likelihood.
  @inline(__always)
  package static func forEachLogLikelihood(
    _ conditionals: [any Conditional], code: (Int) -> Int, output: (Int) -> Double,
    _ body: (_ column: Int, _ logLikelihood: Double) -> Void
  ) {
    var first = 0
    for (column, conditional) in conditionals.enumerated() {
      body(
        column,
        conditional.logProbability(ofColumn: column, in: code) { [first] in output(first + $0) })
      first += conditional.outputs
    }
  }
}

extension Architecture {
  /// The conditional of each column; empty if one has none.
  package var conditionals: [any Conditional] {
    let conditionals = shapes.compactMap(\.conditional)
    return conditionals.count == shapes.count ? conditionals : []
  }
}
