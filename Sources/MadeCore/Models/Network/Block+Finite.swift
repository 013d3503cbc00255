// Whether weights or gradients are still finite.

extension Block<Float> {
  /// Whether no value is infinite or not a number.
  package var isFinite: Bool {
    withExtendedLifetime(self) { Kernels.table.pointee.bounded(base, .infinity, count) != 0 }
  }
}
