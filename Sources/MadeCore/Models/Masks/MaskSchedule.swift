// Which mask is used at which training step, and which masks make up the ensemble.

/// How masks change during training (order-agnostic and connectivity-agnostic training).
public struct MaskSchedule: Equatable, Sendable {
  /// How many different masks training uses.
  public enum Regime: Hashable, Sendable {
    /// A list of masks, one for each minibatch in turn; a list of one is the plain model.
    case cycle(Int)
    /// A fresh mask for every minibatch.
    case endless
  }

  /// What a new mask draws anew, as in section 4.2 of the paper.
  public enum Resample: String, Equatable, Sendable, CaseIterable {
    /// Ordering and degrees.
    case full
    /// The ordering only; degrees stay those of the first mask.
    case ordering
    /// The degrees only; the ordering stays that of the first mask.
    case connectivity
  }

  /// A list of masks, or a fresh one for every minibatch.
  public var regime: Regime
  /// What changes from mask to mask.
  public var resample: Resample
  /// The ordering of the first mask; nil draws it at random.
  public var firstOrdering: Ordering?
  /// Columns that stand first in every ordering, in this order: p(others | these) is a product of
  /// conditionals under each mask.
  public var leading: [Int]
  /// Masks are a pure function of this seed and their index.
  public var seed: UInt64

  /// A schedule; by default one mask with a random ordering.
  public init(
    regime: Regime = .cycle(1), resample: Resample = .full, firstOrdering: Ordering? = nil,
    leading: [Int] = [], seed: UInt64 = 1
  ) {
    self.regime = regime
    self.resample = resample
    self.firstOrdering = firstOrdering
    self.leading = leading
    self.seed = seed
  }

  /// The mask of training step `step` (from 0) for a network of this shape.
  ///
  /// - Parameters:
  ///   - shapes: of each column.
  ///   - sharesDegrees: whether all hidden layers get one list of degrees.
  package func mask(
    step: Int, shapes: [ColumnShape], widths: [Int], sharesDegrees: Bool = false
  ) -> Mask {
    let number =
      switch regime {
      case .cycle(let count): step % count
      // The ensemble has the first masks; training has others, or it would favour those of the ensemble.
      case .endless: Self.firstTrainingMask + step
      }
    return mask(number: number, shapes: shapes, widths: widths, sharesDegrees: sharesDegrees)
  }

  /// The masks that validation, scoring and sampling average over.
  ///
  /// - Parameters:
  ///   - count: for endless schedules, how many; a list is always used whole.
  ///   - shapes: of each column.
  ///   - sharesDegrees: whether all hidden layers get one list of degrees.
  package func ensemble(
    count: Int, shapes: [ColumnShape], widths: [Int], sharesDegrees: Bool = false
  ) -> [Mask] {
    let members =
      switch regime {
      case .cycle(let listed): listed
      case .endless: count
      }
    return (0..<members).map {
      mask(number: $0, shapes: shapes, widths: widths, sharesDegrees: sharesDegrees)
    }
  }

  private static let firstTrainingMask = 1 << 20

  private func mask(
    number: Int, shapes: [ColumnShape], widths: [Int], sharesDegrees: Bool
  ) -> Mask {
    let orderingNumber = resample == .connectivity ? 0 : number
    let degreesNumber = resample == .ordering ? 0 : number
    var random = RandomStream(seed: seed, purpose: .ordering, index: UInt64(orderingNumber))
    let drawn = Ordering.random(count: shapes.count, using: &random)
    random = RandomStream(seed: seed, purpose: .degrees, index: UInt64(degreesNumber))
    return Mask(
      ordering: (orderingNumber == 0 ? firstOrdering ?? drawn : drawn).leading(with: leading)
        .following(shapes.map(\.sources)),
      degrees: .random(
        columns: shapes.count, widths: widths, areShared: sharesDegrees, using: &random),
      shapes: shapes)
  }
}
