// Residual stacks: hidden layers in pairs, each pair adding to a sum that bypasses it.

extension Architecture {
  /// Whether hidden layers of these widths can be a residual stack: an odd number of them, at least
  /// three, all equally wide.
  ///
  /// With B blocks there are 1 + 2B hidden layers. The first is as always; layers 2b and 2b + 1 make
  /// block b, whose result is added to what went into it, before the activation:
  ///
  ///     s^1      = b^1 + (W^1 . M^1) x                                          h^1      = g(s^1)
  ///     s^{2b}   = b^{2b} + (W^{2b} . M^{2b}) h^{2b-1}                          h^{2b}   = g(s^{2b})
  ///     s^{2b+1} = s^{2b-1} + (b^{2b+1} + (W^{2b+1} . M^{2b+1}) h^{2b})         h^{2b+1} = g(s^{2b+1})
  ///
  /// (with connectivity weights, their sums are added too). Unit k of one layer is added to unit k of another, so
  /// all layers have the same degrees: then neither has seen an input that the other must not see. Before
  /// training W^{2b+1} is zero, so that every block starts as the identity.
  ///
  /// Source: He et al., ECCV 2016, for the sum before the activation; with masks, Nash and
  /// Durkan, ICML 2019.
  public static func canBeResidual(hidden: [Int]) -> Bool {
    hidden.count >= 3 && hidden.count % 2 == 1 && hidden.allSatisfy { $0 == hidden[0] }
  }

  /// Whether hidden layer `layer` (from 1) ends a block: the residual is added to its sums.
  package func endsBlock(_ layer: Int) -> Bool { residual && layer >= 3 && layer % 2 == 1 }
}

extension MaskSchedule {
  /// The mask of training step `step` (from 0) for this network.
  package func mask(step: Int, for architecture: Architecture) -> Mask {
    mask(
      step: step, shapes: architecture.shapes, widths: architecture.hidden,
      sharesDegrees: architecture.residual)
  }

  /// The masks of the ensemble for this network; `count` is for endless schedules.
  package func ensemble(count: Int, for architecture: Architecture) -> [Mask] {
    ensemble(
      count: count, shapes: architecture.shapes, widths: architecture.hidden,
      sharesDegrees: architecture.residual)
  }
}
