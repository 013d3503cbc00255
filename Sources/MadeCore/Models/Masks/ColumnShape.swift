// What a column is to a network: how many inputs and outputs, and what the outputs mean.

/// How many inputs a column gives to a network, and which outputs it takes from it.
///
/// The two counts may differ. A binary column has one input, 0 or 1, and one output, a logit. A column of K words
/// has K inputs, of which one is 1, and K logits. A column of numbers may have real inputs beside its ones, and
/// for outputs the parameters of a density. The network knows how many there are, and that all have the column's
/// degree; only the conditional knows what the outputs mean.
public struct ColumnShape: Equatable, Sendable {
  /// Inputs that are 0 or 1.
  public let ones: Int
  /// Inputs that are real numbers.
  public let reals: Int
  /// Outputs; none in a network of a flow where the column does not move.
  public let outputs: Int
  /// What the outputs are the parameters of; nil where these are no parameters of a distribution.
  package let conditional: (any Conditional)?
  /// What says which inputs a cell sets; nil where a network is not used for the columns of a table.
  package let reading: (any Conditional)?

  /// A shape from its three widths, of outputs without a conditional.
  public init(ones: Int, reals: Int, outputs: Int) {
    self.ones = ones
    self.reals = reals
    self.outputs = outputs
    conditional = nil
    reading = nil
  }

  /// The inputs of a column with a conditional, and outputs that mean something else.
  package init(inputsOf conditional: any Conditional, outputs: Int) {
    ones = conditional.ones
    reals = conditional.reals
    self.outputs = outputs
    self.conditional = nil
    reading = conditional
  }

  /// The shape of a column with a conditional: an input that is 1 for each of its codes but the silent ones.
  package init(_ conditional: any Conditional) {
    ones = conditional.ones
    reals = conditional.reals
    outputs = conditional.outputs
    self.conditional = conditional
    reading = conditional
  }

  /// The columns that come before it in every ordering, because a rule counts its numbers from theirs.
  package var sources: [Int] { conditional?.ofValues?.rule?.sources ?? [] }

  /// Rows of floats that describe a cell to the conditional.
  package var cellRows: Int { conditional?.ofValues?.cellRows ?? 0 }

  /// Whether the column has an input, and an output unless these are those of a flow.
  var isLegal: Bool {
    ones >= 0 && reals >= 0 && ones + reals >= 1
      && (outputs >= 1 || outputs == 0 && conditional == nil && reading != nil)
  }

  public static func == (one: ColumnShape, other: ColumnShape) -> Bool {
    guard (one.ones, one.reals, one.outputs) == (other.ones, other.reals, other.outputs) else {
      return false
    }
    return areEqual(one.conditional, other.conditional) && areEqual(one.reading, other.reading)
  }

  private static func areEqual(_ one: (any Conditional)?, _ other: (any Conditional)?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return one.isEqual(to: other)
  }
}

extension Column {
  /// What the column is to a network.
  package var shape: ColumnShape { ColumnShape(kind.conditional) }
}

extension Mask {
  /// What says which inputs the cells of a column set.
  func reading(_ column: Int) -> any Conditional {
    guard let reading = shapes[column].reading else {
      preconditionFailure("inputs of no table")
    }
    return reading
  }

  /// The conditional of a column.
  package func conditional(_ column: Int) -> any Conditional {
    guard let conditional = shapes[column].conditional else {
      preconditionFailure("outputs without a conditional")
    }
    return conditional
  }

  /// The conditionals in the order of the mask, if all are of codes.
  package var codeConditionals: [any CodeConditional]? {
    let found = ordering.columns.compactMap { codeConditional($0) }
    return found.count == ordering.count ? found : nil
  }

  /// The conditional of a column of codes; nil for other columns.
  package func codeConditional(_ column: Int) -> (any CodeConditional)? {
    shapes[column].conditional?.ofCodes
  }
}
