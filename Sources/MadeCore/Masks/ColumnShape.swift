// What a column is to a network: how many inputs and how many outputs.

/// How many inputs a column gives to a network, and how many outputs it takes from it.
///
/// The two need not be as many. A binary column has one input that is 0 or 1 and one output, a logit; a
/// column of K words has K inputs of which one is 1, and K logits; what is known of a number may be some
/// real inputs beside some ones, and what is said of it many parameters of a density. Only the column's
/// kind knows what they mean: the network knows how many there are, and that they all have its degree.
public struct ColumnShape: Equatable, Hashable, Sendable {
  /// Inputs that are 0 or 1.
  public var ones: Int
  /// Inputs that are real numbers.
  public var reals: Int
  /// Outputs, at least one.
  public var outputs: Int

  /// A shape from its three widths.
  public init(ones: Int, reals: Int, outputs: Int) {
    self.ones = ones
    self.reals = reals
    self.outputs = outputs
  }

  /// The shape of a column each of whose slots is an input of 0 or 1 and an output: 1 of a binary column,
  /// K >= 2 of one of K categories.
  public init(slots: Int) { self.init(ones: slots, reals: 0, outputs: slots) }

  /// The number of slots, if each is an input of 0 or 1 and an output; nil for all other shapes.
  package var slots: Int? { reals == 0 && ones == outputs ? ones : nil }

  /// Whether there is something to see, and something to say.
  var isLegal: Bool { ones >= 0 && reals >= 0 && ones + reals >= 1 && outputs >= 1 }
}

extension Column {
  /// What the column is to a network.
  package var shape: ColumnShape { ColumnShape(slots: slots) }
}
