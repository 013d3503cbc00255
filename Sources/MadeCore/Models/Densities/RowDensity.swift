// A probability distribution over the rows of a table: what scoring, drawing and questions ask for.

/// A normalised distribution p(x) over the rows of some columns.
///
/// A network with its masks is one (`MadeModel`), a weighted mixture of others is one (`Mixture`), a flow is one. Everything that
/// reads or writes rows holds `any RowDensity` and calls it once for a batch of rows, never for a row.
///
/// The log-likelihood of a row is a function of density and row alone, and a draw one of density, seed and the
/// row's number, bit for bit: neither depends on the rows beside it or on threads. All methods may be called from
/// several threads at a time; a density manages its own workspaces, and keeps them from call to call.
public protocol RowDensity: Sendable {
  /// The columns.
  var schema: Schema { get }

  /// log p(x) of each row in nats: shape (rows).
  ///
  /// Where values share a code, it is the log-likelihood of any one of them; see `Bins` and `Categories`.
  ///
  /// - Parameters:
  ///   - rows: of the schema's layout.
  ///   - threads: CPUs to use; 1 is the caller's thread alone.
  func logLikelihoods(of rows: Rows, threads: Int) -> [Double]

  /// The rows with these numbers, in their order, of the endless run of draws from p with this seed.
  ///
  /// A row is a pure function of (density, seed, number): any rows can be drawn by themselves. Where values share
  /// a code, one of them is chosen when the row is written (`SampleFormat`).
  ///
  /// - Parameters:
  ///   - numbers: not negative.
  ///   - withProbabilities: whether `Drawn.probabilities` are asked for.
  ///   - threads: CPUs to use; 1 is the caller's thread alone.
  func draw(_ numbers: [Int], seed: UInt64, withProbabilities: Bool, threads: Int) -> Drawn

  /// The networks of which the density is the weighted mixture; nil if it is anything else.
  ///
  /// Questions that reorder columns or look at single ones need them: completions, marginals, conditionals. They refuse
  /// any other density (`QuestionError.notOfNetworks`). Explanations and p-values need `densityParts` only;
  /// log-likelihoods, draws and labels do without.
  var networks: [WeightedNetwork]? { get }

  /// Gets ready for log-likelihoods; if it is not called, the first of these does it.
  ///
  /// - Parameter threads: CPUs to use for that.
  func prepare(threads: Int)

  /// How many rows a call of `logLikelihoods` should have, which affects speed only.
  var rowsScoredAtOnce: Int { get }

  /// How many rows a call of `draw` should have, which affects speed only.
  var rowsDrawnAtOnce: Int { get }
}

/// Rows that were drawn.
public struct Drawn: Sendable {
  /// The rows.
  public let rows: Rows
  /// For each row the probabilities that its cells were drawn with, under the network and mask of that row: for a
  /// binary column that of 1, for any other that of each code; (rows, outputs), row-major, columns in the order
  /// of the data.
  ///
  /// Those of a column that is not binary sum to 1. Empty unless asked for, and for densities without networks.
  public let probabilities: [Float]

  /// Rows, and their probabilities if these were asked for.
  public init(rows: Rows, probabilities: [Float] = []) {
    self.rows = rows
    self.probabilities = probabilities
  }
}

/// A network of a mixture.
public struct WeightedNetwork: Sendable {
  /// The network with its masks.
  public let model: MadeModel
  /// Its weight, above 0; those of a mixture sum to 1.
  public let weight: Double

  /// A network and its weight.
  public init(model: MadeModel, weight: Double) {
    self.model = model
    self.weight = weight
  }
}

// MARK: - For every density

extension RowDensity {
  /// log p(x) of each row in nats, by the calling thread.
  public func logLikelihoods(of rows: Rows) -> [Double] { logLikelihoods(of: rows, threads: 1) }

  /// Rows `range` of the endless run of draws with this seed.
  ///
  /// - Parameter threads: CPUs to use.
  public func rows(_ range: Range<Int>, seed: UInt64, threads: Int = 1) -> Rows {
    rows(Array(range), seed: seed, threads: threads)
  }

  /// The rows of the endless run with these numbers, which are not negative, in their order.
  ///
  /// - Parameter threads: CPUs to use.
  public func rows(_ numbers: [Int], seed: UInt64, threads: Int = 1) -> Rows {
    draw(numbers, seed: seed, withProbabilities: false, threads: threads).rows
  }

  /// Nil: not every density is made of networks.
  public var networks: [WeightedNetwork]? { nil }

  /// Nothing to get ready.
  public func prepare(threads: Int) {}

  /// Whether this density and another are distributions of the same records: as many columns, of the same
  /// kinds, categories and bins, by the same names in the same order where both have names, and the same
  /// rule for IDX bytes.
  public func hasSameColumns(as other: any RowDensity) -> Bool {
    let others = other.schema.columns
    guard schema.columns.count == others.count,
      zip(schema.columns, others).allSatisfy({ $0.kind.isEqual(to: $1.kind) }),
      schema.threshold == other.schema.threshold
    else { return false }
    guard let names = schema.names, let otherNames = other.schema.names else { return true }
    return names == otherNames
  }
}
