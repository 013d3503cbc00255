// How a transform moves one number: the kinds of steps.

/// What a step of a flow does to a number, by the outputs of its network for it.
public enum NumberMap: String, CaseIterable, Sendable {
  /// A shift and a scale (Papamakarios, Pavlakou and Murray 2017).
  case affine
  /// The same, and then a monotone spline of rational quadratics (Durkan et al. 2019).
  case spline

  /// Its formulas.
  package var rule: any MapRule.Type {
    switch self {
    case .affine: AffineMap.self
    case .spline: SplineMap.self
    }
  }
}

/// A strictly increasing map u = f(x; z) of the real line onto itself, for some outputs z of a network.
///
/// It is the identity, bit for bit, where all z are 0, as they are before training.
package protocol MapRule: Sendable {
  /// How many outputs there are of a number.
  static var outputs: Int { get }
  /// u, and log du/dx.
  static func forward(_ x: Double, _ z: LaneOutputs) -> (place: Double, logSlope: Double)
  /// x, and log du/dx.
  static func inverse(_ u: Double, _ z: LaneOutputs) -> (place: Double, logSlope: Double)
  /// dL/dx and all dL/dz, for a loss L that has -log du/dx as a term.
  ///
  /// - Parameters:
  ///   - byMoved: dL/du of all other terms.
  ///   - gradient: may be where `z` is: it is written once all of that has been read.
  static func adjoint(
    _ x: Double, byMoved: Double, _ z: LaneOutputs, into gradient: LaneGradient
  ) -> Double
}

/// The gradient by the outputs of a record for one column.
package struct LaneGradient {
  private let z: UnsafeMutablePointer<Float>
  private let lanes: Int

  /// - Parameter z: (outputs, lanes), from the record's lane on.
  package init(_ z: UnsafeMutablePointer<Float>, lanes: Int) { (self.z, self.lanes) = (z, lanes) }

  func set(_ output: Int, _ value: Double) { z[output * lanes] = Float(value) }
}

/// A shift and a scale.
///
///     u = (x - m) exp(-a),     a = z_1 / (1 + |z_1| / 4),     m = z_0,     log du/dx = -a
///
/// a is z_1 where that is small, and never beyond 4 in size, so that no step of training makes a scale infinite.
///
/// Source: Papamakarios, Pavlakou and Murray 2017, equations 3 to 5; the bound is ours.
package enum AffineMap: MapRule {
  package static let outputs = 2
  /// What a comes up to.
  package static let bound = 4.0

  /// a of z.
  package static func logScale(_ z: Double) -> Double { z / (1 + abs(z) / bound) }
  /// da/dz.
  private static func slope(_ z: Double) -> Double {
    let root = 1 + abs(z) / bound
    return 1 / (root * root)
  }

  package static func forward(_ x: Double, _ z: LaneOutputs) -> (place: Double, logSlope: Double) {
    let a = logScale(z[1])
    return ((x - z[0]) * exponential(-a), -a)
  }

  package static func inverse(_ u: Double, _ z: LaneOutputs) -> (place: Double, logSlope: Double) {
    let a = logScale(z[1])
    return (u * exponential(a) + z[0], -a)
  }

  package static func adjoint(
    _ x: Double, byMoved: Double, _ z: LaneOutputs, into gradient: LaneGradient
  ) -> Double {
    // With g = dL/du:  dL/dm = -g exp(-a),  dL/da = 1 - g u,  dL/dx = g exp(-a).
    let raw = z[1]
    let scale = exponential(-logScale(raw))
    let u = (x - z[0]) * scale
    gradient.set(0, -(byMoved * scale))
    gradient.set(1, (1 - byMoved * u) * slope(raw))
    return byMoved * scale
  }
}
