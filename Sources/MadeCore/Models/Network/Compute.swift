// How exactly training multiplies.

/// What the factors of the matrix products of training are rounded to.
///
/// It concerns the products with hidden units, which are nearly all of the work. Sums are f32 either way, and so
/// are the weights, the optimizer's moments, and everything outside training.
public enum Compute: String, CaseIterable, Sendable {
  /// Not at all: single precision.
  case f32
  /// To 8 bits of significand, at the moment of multiplying, to nearest even.
  case bf16
}
