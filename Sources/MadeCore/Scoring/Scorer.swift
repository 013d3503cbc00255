// Log-likelihoods of records under a model.

/// Scores records: the scikit-learn verb would be `score_samples`.
///
/// A record's score depends on the record and the model alone, bit for bit: not on the records scored
/// with it, nor on the number of threads. So scoring the parts of a file and concatenating gives the
/// bytes of scoring the whole.
public final class Scorer: Sendable {
  /// The model that scores.
  public let model: MadeModel
  private let ensemble: Ensemble
  private let widths: SlotWidths

  /// - Parameter threads: CPUs to use.
  public init(model: MadeModel, threads: Int = 1) {
    self.model = model
    ensemble = Ensemble(
      model.parameters, masks: model.masks, team: WorkerTeam(threads: threads))
    widths = SlotWidths(model.schema)
  }

  /// log p(x) of each record in nats, the mean of the masks' probabilities: shape (records).
  ///
  /// Where values share a slot, it is the log-likelihood of any one of them; see `Bins` and `Categories`.
  ///
  /// - Parameter rows: a bit for each slot of each column, `Schema.slotCount` in all; of a column's
  ///   bits, if there are several, exactly one is 1, else the result means nothing.
  public func logLikelihoods(of rows: Rows) -> [Double] {
    var scores = ensemble.logLikelihoods(of: rows)
    widths.subtract(from: &scores, rows)
    return scores
  }

  /// log p(x_d | earlier columns) of each cell in nats under the first mask: shape (records, C) for C
  /// columns, row-major, columns in the order of the data.
  ///
  /// A mixture over several orderings has no single chain of conditionals, so only the first mask
  /// counts; a row sums to the record's log-likelihood if the model has one mask.
  public func conditionals(of rows: Rows) -> [Double] {
    var scores = ensemble.conditionals(of: rows)
    widths.subtract(fromCells: &scores, columns: model.schema.columns.count, rows)
    return scores
  }
}

extension MadeModel {
  /// log p(x) of each record in nats; see `Scorer`.
  public func logLikelihoods(of rows: Rows, threads: Int = 1) -> [Double] {
    Scorer(model: self, threads: threads).logLikelihoods(of: rows)
  }
}

extension Ensemble {
  /// log p(x_d | earlier columns) of each cell under the first mask, (records, C), row-major.
  ///
  /// - Parameter workspace: the calling thread's, which then does all the work; nil for the team.
  func conditionals(of rows: Rows, in workspace: EvaluationWorkspace? = nil) -> [Double] {
    let slots = parameters.shape.architecture.slots
    let table = DoubleBuffer(count: rows.count * slots.count)
    @Sendable func keep(_ record: Int, _ logit: (Int) -> Float) {
      Conditionals.forEachLogLikelihood(
        slots: slots, isOne: { rows[record, $0] }, logit: { Double(logit($0)) }
      ) { column, value in
        table.base[record * slots.count + column] = value
      }
    }
    if let workspace {
      forEachLogits(of: rows, mask: 0, in: workspace) { keep($0, $1) }
    } else {
      forEachLogits(of: rows, mask: 0) { keep($0, $1) }
    }
    return (0..<rows.count * slots.count).map { table.base[$0] }
  }
}
