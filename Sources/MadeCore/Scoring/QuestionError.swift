// Why a question about records cannot be answered.

/// Why a question has no answer.
public enum QuestionError: Error, Equatable, Sendable {
  /// What is known of a record is impossible under the model.
  case impossible(record: Int)
  /// A cell of the record says something else than a condition on its column.
  case contradiction(record: Int, column: Int)
  /// The density is no mixture of networks with masks, which the question needs; see `RowDensity.networks`.
  case notOfNetworks
}
