// Why a question about records cannot be answered.

/// Why a question has no answer.
public enum QuestionError: Error, Equatable, Sendable {
  /// What is known of the record has probability 0 under the model.
  case impossible(record: Int)
  /// A cell of the record contradicts the condition on its column.
  case contradiction(record: Int, column: Int)
  /// The density is not a mixture of networks, which the question needs; see `RowDensity.networks`.
  case notOfNetworks
  /// A count of rows below 0, or of particles below 1.
  case count(Int)
}
