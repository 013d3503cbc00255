// The masks under which a question is answered.

extension MadeModel {
  /// Whether the columns may be put into any order when a question is asked: training drew an ordering for every
  /// minibatch, so the network is used to all of them.
  public var takesAnyOrdering: Bool {
    schedule.regime == .endless && schedule.resample != .connectivity
  }

  /// The masks that answer a question about records of which these cells are known.
  ///
  /// A model that takes any ordering has the known columns first, then those with a condition, then the
  /// others, each part in the order of the mask; columns that stand first in every ordering stay there
  /// (`MaskSchedule.leading`), and those that follow from others by a rule come after these. The paper's section 4.2 suggests it for missing inputs. Other models
  /// answer under their own masks.
  package func masks(for pattern: EvidencePattern) -> [Mask] {
    guard takesAnyOrdering else { return masks }
    return masks.map {
      Mask(
        ordering: questionOrdering($0.ordering, pattern), degrees: $0.degrees, shapes: $0.shapes)
    }
  }

  /// The same, with every hole predicted from the known cells alone: not one hole from another.
  ///
  /// Nil if the model does not take any ordering, or if an unknown column must stand before a known one.
  package func masksWithTiedHoles(for pattern: EvidencePattern) -> [Mask]? {
    guard takesAnyOrdering else { return nil }
    let known = pattern.isKnown.count { $0 }
    return masks.map { mask -> Mask? in
      let ordering = questionOrdering(mask.ordering, pattern)
      guard ordering.columns.prefix(known).allSatisfy({ pattern.isKnown[$0] }) else { return nil }
      return Mask(
        ordering: ordering, degrees: mask.degrees, shapes: mask.shapes, tiedFrom: known)
    }.compacted()
  }

  private func questionOrdering(_ ordering: Ordering, _ pattern: EvidencePattern) -> Ordering {
    func rank(_ column: Int) -> Int {
      let isLeading = schedule.leading.contains(column)
      return (isLeading ? 0 : 3)
        + (pattern.isKnown[column] ? 0 : pattern.isLimited[column] ? 1 : 2)
    }
    let ranks = ordering.columns.map(rank)
    let columns = ordering.columns.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
      .map { ordering.columns[$0] }
    // A permutation of a permutation is one.
    return (Ordering(columns: columns) ?? ordering)
      .following(architecture.shapes.map(\.sources))
  }
}

extension Array {
  /// The elements if none is nil.
  fileprivate func compacted<Wrapped>() -> [Wrapped]? where Element == Wrapped? {
    let present = compactMap { $0 }
    return present.count == count ? present : nil
  }
}
