// Everything that may be chosen about a fit.

/// Settings of a fit: the network, its masks, which records are held out, and training.
///
///     var options = FitOptions(for: table)
///     options.hidden = [500, 500]
///     options.training.epochs = 50
public struct FitOptions: Sendable {
  /// Units of each hidden layer.
  public var hidden = [500]
  /// The nonlinearity of hidden units.
  public var activation = Activation.relu
  /// Whether inputs also feed the outputs directly; nil: if all columns are 0 and 1.
  public var direct: Bool?
  /// Whether the hidden layers are a residual stack, see `Architecture.canBeResidual(hidden:)`.
  public var residual = false
  /// Whether units are told which mask is on.
  public var maskWeights = false

  /// How many masked transforms stand before the network, as a flow; 0 for the network alone.
  ///
  /// It is `Flow.fit` that fits more than 0, which take one mask, no `maskWeights`, no `residual` and no dropped inputs.
  /// Hidden units of transforms are not dropped, and gradients of each network are clipped by themselves.
  public var transforms = 0
  /// What each of them does to a number.
  public var map = NumberMap.affine
  /// Which numbers the networks of transforms read.
  public var direction = TransformDirection.maf

  /// How many masks there are.
  public var masks = MaskSchedule.Regime.cycle(1)
  /// What they vary.
  public var resample = MaskSchedule.Resample.full
  /// The ordering of the first mask; nil draws it at random.
  public var ordering: Ordering?
  /// Columns that the others are predicted from, by their index: they come first in every ordering.
  public var leading: [Int] = []

  /// Whether rules between columns of numbers that all records keep are kept in what is learnt: a <= b, a + b = c.
  public var findsRules = true
  /// Whether output weights are scaled in the end as suits the validation records, see `Sharpening`; nil: if there are several masks.
  ///
  /// Without validation records they stay as they are.
  public var sharpens: Bool?
  /// The share of the records that is held out to choose the best epoch by, from 0 to below 1.
  public var holdout = 0.1
  /// How training runs, and on how many CPUs; the seed is that of all that is random in a fit.
  public var training = TrainingOptions()

  /// A network with one mask, on all CPUs; `init(for:)` has what suits a table.
  public init() { training.threads = availableThreads() }

  /// The network for data of some columns.
  package func architecture(_ schema: Schema) -> Architecture {
    Architecture(
      shapes: schema.columns.map(\.shape), hidden: hidden, activation: activation,
      direct: direct ?? schema.isBinary, maskWeights: maskWeights, residual: residual)
  }

  /// Whether output weights of a trained model are scaled; by default not where training has changed nothing.
  package func sharpens(_ model: MadeModel) -> Bool {
    sharpens(model.schedule) && (sharpens == true || !model.summary.keepsStart)
  }

  /// Whether output weights are to be scaled after training; by default those of several masks.
  package func sharpens(_ schedule: MaskSchedule) -> Bool {
    sharpens ?? (schedule.regime != .cycle(1))
  }

  /// Its masks.
  package var schedule: MaskSchedule {
    MaskSchedule(
      regime: masks, resample: resample, firstOrdering: ordering, leading: leading,
      seed: training.seed)
  }
}
