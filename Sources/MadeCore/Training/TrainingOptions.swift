// Everything that may be chosen about training, with its default.

/// Settings of a training run.
public struct TrainingOptions: Sendable {
  /// Update rule and its constants.
  public var optimizer = OptimizerSettings(.adam)
  /// Records to an update.
  public var batchSize = 100
  /// Most epochs to run.
  public var epochs = 1000
  /// Epochs without a better validation log-likelihood before training stops.
  ///
  /// With many masks validation is not at every epoch, but at least five times in these.
  public var patience = 30
  /// Probability of dropping a hidden unit, from 0 to below 1.
  public var dropout = 0.2
  /// Probability of setting an input to 0, from 0 to below 1; the others are scaled up.
  public var inputDropout = 0.0
  /// Decay of the moving average of the weights that is validated and saved; 0 for the weights
  /// themselves.
  public var average = 0.999
  /// How exactly the matrix products are taken.
  public var compute = Compute.f32
  /// How weights are drawn.
  public var initialisation = Initialisation.glorot
  /// Masks averaged over in validation, scoring and sampling, for endless schedules.
  public var ensemble = 16
  /// Everything random is a function of this number.
  public var seed: UInt64 = 1
  /// CPUs to use; results do not depend on it.
  public var threads = 1

  /// Default settings.
  public init() {}

  /// Updates in an epoch of `records` records.
  func batches(of records: Int) -> Int { (records + batchSize - 1) / batchSize }
}

/// How far training has come; passed to the observer.
public struct TrainingProgress: Sendable {
  /// Epoch, from 1.
  public var epoch: Int
  /// The most epochs there will be.
  public var epochs: Int
  /// Batches done of this epoch; at its end, when validation is included, all `batches`.
  public var batch: Int
  /// Batches to an epoch.
  public var batches: Int
  /// Mean log-likelihood of the epoch's training records so far, under the changing parameters.
  public var trainingLogLikelihood: Double
  /// Mean log-likelihood of the validation records; nil before the end of the epoch or without any.
  public var validationLogLikelihood: Double?
  /// Whether this epoch is the best so far.
  public var isBest: Bool
  /// The best epoch so far; 0 before the first.
  public var bestEpoch: Int
  /// Seconds since training started.
  public var seconds: Double
  /// Records trained on per second in this epoch.
  public var recordsPerSecond: Double
}

/// Why training ended without a model.
public enum TrainingError: Error, Equatable, Sendable {
  /// A setting has a value that no fit can have.
  case setting(FitOptions.Setting)
  /// There is nothing to learn from.
  case noRecords
  /// The loss became infinite or not a number.
  case diverged(epoch: Int, batch: Int)
  /// All of these epochs left the training records less likely than they were at the start.
  case onlyGotWorse(epochs: Int)
  /// A search ended before anything was trained for an epoch and validated.
  case noTime
  /// There are more records to train on, or to validate on, than `Trainer.mostRecords`.
  case tooManyRecords
  /// A flow has no column of numbers that it could move.
  case nothingMoves
  /// Cells are holes, of which nothing can be learned.
  case holes
  /// The columns' names and values take more than `limit` bytes in a model file.
  case columnsTooLong(limit: Int)
  /// A network of more weights than a model file can hold; of them `parameters` can ever be used.
  case networkTooLarge(weights: Double, parameters: Int)
  /// There is not enough memory to train a network with this many parameters, which takes about this many bytes.
  case noMemory(parameters: Int, bytes: Int)
  /// The records have other columns than the network: `data` and `model` are their numbers, which are equal if
  /// only codes differ.
  case otherColumns(model: Int, data: Int)
}
