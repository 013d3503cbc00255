// A trained model: everything that scoring and sampling need.

/// What training did, for people and for the record.
public struct TrainingSummary: Equatable, Sendable {
  /// Records trained on.
  public var records = 0
  /// Records held out for validation.
  public var validationRecords = 0
  /// Epochs run.
  public var epochs = 0
  /// The epoch whose parameters were kept, from 1; 0 for the start, and if it is not known.
  public var bestEpoch = 0
  /// Mean log-likelihood of a training record in nats in the best epoch; nil if not known.
  public var trainingLogLikelihood: Double?
  /// That of a validation record; nil if not known.
  public var validationLogLikelihood: Double?
  /// Whether no epoch was better than what training started from, which was kept.
  public var keepsStart: Bool { bestEpoch == 0 && epochs > 0 && validationLogLikelihood != nil }

  /// An untrained model's summary.
  public init() {}
}

/// A masked autoencoder for distribution estimation, with the masks that make up its ensemble.
///
///     log p(x) = log( 1/M sum over the masks m of p_m(x) ),   log p_m(x) = sum_d log p_m(x_d | earlier)
///
/// Source: Germain, Gregor, Murray and Larochelle, ICML 2015, arXiv 1502.03509.
public struct MadeModel: Sendable {
  /// The columns, as they were in the training data.
  public let schema: Schema
  /// The network's shape.
  public let architecture: Architecture
  /// How masks were chosen during training.
  public let schedule: MaskSchedule
  /// The masks that are averaged over, at least one.
  public let masks: [Mask]
  /// What training did.
  public let summary: TrainingSummary
  package let parameters: Parameters
  /// Program that made the model, and the precision of its file; empty and f32 unless it was read from one.
  package var tool = ""
  package var precision = Precision.f32
  /// What scoring and drawing derive from parameters and masks, once.
  let cache: ModelCache

  /// A new model, as training and the reader of files make it; elsewhere `with` changes one.
  package init(
    schema: Schema, architecture: Architecture, schedule: MaskSchedule, masks: [Mask],
    parameters: Parameters, summary: TrainingSummary
  ) {
    precondition(schema.columns.map(\.shape) == architecture.shapes, "columns of another network")
    self.schema = schema
    self.architecture = architecture
    self.schedule = schedule
    self.masks = masks
    self.parameters = parameters
    self.summary = summary
    cache = ModelCache()
  }

  /// The same model except for what is given.
  ///
  /// It forgets the program and the precision of a file that the original was read from: it was made here.
  package func with(
    schema: Schema? = nil, architecture: Architecture? = nil, schedule: MaskSchedule? = nil,
    masks: [Mask]? = nil, parameters: Parameters? = nil, summary: TrainingSummary? = nil
  ) -> MadeModel {
    MadeModel(
      schema: schema ?? self.schema, architecture: architecture ?? self.architecture,
      schedule: schedule ?? self.schedule, masks: masks ?? self.masks,
      parameters: parameters ?? self.parameters, summary: summary ?? self.summary)
  }

  /// Number of parameters: those in use if there is only ever one mask, else all.
  public var parameterCount: Int { parameters.shape.liveParameters }

  /// The same model with another number of masks in its ensemble.
  ///
  /// Fewer are the first ones of the list. More can only be drawn for a model that was trained with
  /// endless masks; nil otherwise.
  public func withMasks(_ count: Int) -> MadeModel? {
    guard count >= 1 else { return nil }
    var chosen = Array(masks.prefix(count))
    if count > masks.count {
      guard schedule.regime == .endless else { return nil }
      let drawn = schedule.ensemble(count: count, for: architecture)
      chosen += drawn[masks.count...]
    }
    return with(masks: chosen)
  }
}
