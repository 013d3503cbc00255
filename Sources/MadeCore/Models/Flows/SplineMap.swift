// A monotone spline of rational quadratics, behind a shift and a scale.

/// An affine map, and behind it a spline between -4 and 4, beyond which that is the identity.
///
///     y = (x - z_0) exp(-a(z_1)),     u = spline(y; z_2, ..., z_24)
///
/// Eight spans end where the spline passes through knots (y_k, u_k) with slopes d_k, those at both ends being 1. With
/// w the width of the span that y lies in, h its height, s = h / w, xi = (y - y_k) / w, and D the derivative:
///
///     u = u_k + h (s xi^2 + d_k xi (1 - xi)) / e,     e = s + (d_k + d_(k+1) - 2 s) xi (1 - xi)
///     D = s^2 (d_(k+1) xi^2 + 2 s xi (1 - xi) + d_k (1 - xi)^2) / e^2
///
/// Widths are 8 times l + (1 - 8 l) softmax(z_2, ..., z_9), l = 2^-10, heights the same of z_10 and so on, and the inner
/// slopes l + (1 - l) softplus(z) / log 2 of z_18 and so on. So l, which is 0.001 in the paper, and 4, are what makes knots
/// and slopes come out exactly where outputs are 0; u is computed as y plus what is 0 there.
///
/// Source: Durkan, Bekasov, Murray and Papamakarios, "Neural spline flows", 2019, equations 4 to 8.
package enum SplineMap: MapRule {
  package static let outputs = AffineMap.outputs + 3 * Spline.spans - 1

  package static func forward(_ x: Double, _ z: LaneOutputs) -> (place: Double, logSlope: Double) {
    let (y, logSlope) = AffineMap.forward(x, z)
    guard Spline.bends(y) else { return (y, logSlope) }
    let span = Spline(z).span(under: y)
    let xi = span.share(under: y)
    return (y + span.shift(xi), logSlope + span.logSlope(xi))
  }

  package static func inverse(_ u: Double, _ z: LaneOutputs) -> (place: Double, logSlope: Double) {
    guard Spline.bends(u) else { return AffineMap.inverse(u, z) }
    let span = Spline(z).span(beside: u)
    let xi = span.share(beside: u)
    let (x, logSlope) = AffineMap.inverse(u - span.shift(xi), z)
    return (x, logSlope + span.logSlope(xi))
  }

  package static func adjoint(
    _ x: Double, byMoved: Double, _ z: LaneOutputs, into gradient: LaneGradient
  ) -> Double {
    let y = AffineMap.forward(x, z).place
    guard Spline.bends(y) else {
      let byX = AffineMap.adjoint(x, byMoved: byMoved, z, into: gradient)
      for output in AffineMap.outputs..<outputs { gradient.set(output, 0) }
      return byX
    }
    // Each of the two parts writes where it has read.
    let byY = Spline(z).adjoint(y, byMoved: byMoved, z, into: gradient)
    return AffineMap.adjoint(x, byMoved: byY, z, into: gradient)
  }
}

/// The spline for the outputs of one number.
private struct Spline {
  static let spans = 8
  static let bound = 4.0
  /// Least slope, and least share of a width or height.
  static let least = 0x1p-10
  static let (ofWidths, ofHeights, ofSlopes) = (2, 10, 18)

  /// The softmax that widths and heights are made of.
  private let widths, heights: SIMD8<Double>
  private let z: LaneOutputs

  init(_ z: LaneOutputs) {
    widths = Self.softmax(z, Self.ofWidths)
    heights = Self.softmax(z, Self.ofHeights)
    self.z = z
  }

  /// Whether it is not just the identity at a place.
  static func bends(_ place: Double) -> Bool { abs(place) < bound }

  private static func softmax(_ z: LaneOutputs, _ first: Int) -> SIMD8<Double> {
    var largest = z[first]
    for index in 1..<spans { largest = max(largest, z[first + index]) }
    var (shares, sum) = (SIMD8<Double>.zero, 0.0)
    for index in 0..<spans {
      shares[index] = exponential(z[first + index] - largest)
      sum += shares[index]
    }
    return shares / sum
  }

  /// Where spans begin.
  private static func starts(_ shares: SIMD8<Double>) -> SIMD8<Double> {
    var (starts, start) = (SIMD8<Double>.zero, -bound)
    for index in 0..<spans {
      starts[index] = start
      start += 2 * bound * (least + (1 - Double(spans) * least) * shares[index])
    }
    return starts
  }

  /// The slope at the beginning of a span, or at the end of the last one.
  private func slope(_ knot: Int) -> Double {
    guard knot % Self.spans != 0 else { return 1 }
    let z = z[Self.ofSlopes + knot - 1]
    return Self.least + (1 - Self.least) * Self.softplus(z) / Self.unit
  }

  /// What makes a slope of 1 of an output that is 0.
  private static let unit = softplus(0)

  private static func softplus(_ z: Double) -> Double {
    (z > 0 ? z : 0) + logOnePlus(exponential(-abs(z)))
  }

  /// d slope / dz at a knot.
  private func slopeOfSlope(_ knot: Int) -> Double {
    (1 - Self.least) / (1 + exponential(-z[Self.ofSlopes + knot - 1])) / Self.unit
  }

  /// The span that a place before the spline lies in.
  func span(under y: Double) -> Span { span(y, from: { under, _ in under }) }
  /// The span that a place behind it lies in.
  func span(beside u: Double) -> Span { span(u, from: { _, beside in beside }) }

  private func span(
    _ place: Double, from axis: (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>
  ) -> Span {
    let (left, bottom) = (Self.starts(widths), Self.starts(heights))
    let starts = axis(left, bottom)
    var index = 0
    while index + 1 < Self.spans, place >= starts[index + 1] { index += 1 }
    let isLast = index + 1 == Self.spans
    return Span(
      index: index, left: left[index], bottom: bottom[index],
      width: (isLast ? Self.bound : left[index + 1]) - left[index],
      height: (isLast ? Self.bound : bottom[index + 1]) - bottom[index],
      slopes: (slope(index), slope(index + 1)))
  }

  /// dL/dy, and all dL/dz but those of the affine map.
  func adjoint(
    _ y: Double, byMoved: Double, _ z: LaneOutputs, into gradient: LaneGradient
  ) -> Double {
    let span = span(under: y)
    let by = span.adjoint(y, byMoved: byMoved)
    for knot in 1..<Self.spans {
      let bySlope = knot == span.index ? by.slopes.0 : knot == span.index + 1 ? by.slopes.1 : 0
      gradient.set(Self.ofSlopes + knot - 1, bySlope == 0 ? 0 : bySlope * slopeOfSlope(knot))
    }
    softmaxAdjoint(
      widths, span.index, start: by.left, size: by.width, Self.ofWidths, gradient)
    softmaxAdjoint(
      heights, span.index, start: by.bottom, size: by.height, Self.ofHeights, gradient)
    return by.place
  }

  /// The gradient through the start and the size of a span: the start is the sum of all sizes before it.
  private func softmaxAdjoint(
    _ shares: SIMD8<Double>, _ span: Int, start: Double, size: Double, _ first: Int,
    _ gradient: LaneGradient
  ) {
    func bySize(_ index: Int) -> Double { index < span ? start : index == span ? size : 0 }
    let mean = (0...span).reduce(0) { $0 + shares[$1] * bySize($1) }
    let factor = 2 * Self.bound * (1 - Double(Self.spans) * Self.least)
    for index in 0..<Self.spans {
      gradient.set(first + index, factor * shares[index] * (bySize(index) - mean))
    }
  }
}

/// One span of a spline: the piece between two knots.
private struct Span {
  let index: Int
  let left, bottom, width, height: Double
  let slopes: (Double, Double)

  /// s: the slope of the chord.
  private var chord: Double { height / width }
  /// What the slopes at its ends are more than that.
  private var excess: (Double, Double) { (slopes.0 - chord, slopes.1 - chord) }

  /// xi of a place before the spline.
  func share(under y: Double) -> Double { (y - left) / width }

  /// xi of a place behind the spline: the root of a quadratic, in the form that loses no digits.
  func share(beside u: Double) -> Double {
    let (rise, curvature) = (u - bottom, excess.0 + excess.1)
    let a = rise * curvature - height * excess.0
    let b = height * slopes.0 - rise * curvature
    let discriminant = b * b + 4 * a * chord * rise
    let xi = 2 * chord * rise / (b + max(discriminant, 0).squareRoot())
    return min(max(xi, 0), 1)
  }

  /// e.
  private func denominator(_ xi: Double) -> Double {
    chord + (excess.0 + excess.1) * xi * (1 - xi)
  }
  /// The brackets in D.
  private func numerator(_ xi: Double) -> Double {
    chord + excess.1 * xi * xi + excess.0 * (1 - xi) * (1 - xi)
  }

  /// u - y: what the chord adds, and what the bend adds to that.
  func shift(_ xi: Double) -> Double {
    let bend = height * xi * (1 - xi) * (excess.0 * (1 - xi) - excess.1 * xi) / denominator(xi)
    return (bottom - left) + (height - width) * xi + bend
  }

  /// log D.
  func logSlope(_ xi: Double) -> Double {
    let ratio = chord / denominator(xi)
    return logarithm(ratio * ratio * numerator(xi))
  }

  /// The gradient of a loss by what a span is, and by the place before it.
  struct Adjoint {
    var place = 0.0
    var (left, bottom, width, height) = (0.0, 0.0, 0.0, 0.0)
    var slopes = (0.0, 0.0)
  }

  /// The gradient of L - log D, backwards through `shift` and `logSlope`.
  func adjoint(_ y: Double, byMoved: Double) -> Adjoint {
    let xi = share(under: y)
    let (rest, s, (e0, e1)) = (1 - xi, chord, excess)
    let (product, lean) = (xi * rest, e0 * rest - e1 * xi)
    let (below, above) = (denominator(xi), numerator(xi))
    let byBend = byMoved / below
    let byAbove = -1 / above
    let byBelow = 2 / below - byBend * height * product * lean / below
    let byProduct = byBend * height * lean + byBelow * (e0 + e1)
    let byLean = byBend * height * product
    let bySlopes = (
      byBelow * product + byLean * rest + byAbove * rest * rest,
      byBelow * product - byLean * xi + byAbove * xi * xi
    )
    let byChord = byBelow + byAbove - 2 / s - bySlopes.0 - bySlopes.1
    let byShare =
      byMoved * (height - width) + byProduct * (rest - xi) - byLean * (e0 + e1)
      + 2 * byAbove * (e1 * xi - e0 * rest)
    return Adjoint(
      place: byMoved + byShare / width, left: -byMoved - byShare / width, bottom: byMoved,
      width: -byMoved * xi - (byChord * s + byShare * xi) / width,
      height: byMoved * xi + byBend * product * lean + byChord / width, slopes: bySlopes)
  }
}
