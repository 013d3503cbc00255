// The maps of single numbers as the papers write them.

/// The slow twin of `MapRule`: the same map by the equations alone, and moved back by bisection.
package struct ReferenceMap {
  private let shift, logScale: Double
  /// The knots of the spline from -4 to 4, and its slopes there; empty for an affine map.
  private var (places, moved, slopes): ([Double], [Double], [Double]) = ([], [], [])

  /// - Parameter z: the outputs of a number.
  package init(_ map: NumberMap, _ z: [Double]) {
    shift = z[0]
    logScale = z[1] / (1 + abs(z[1]) / 4)
    guard map == .spline else { return }
    let least = 1.0 / 1024
    func knots(_ z: ArraySlice<Double>) -> [Double] {
      let sum = z.reduce(0) { $0 + exponential($1) }
      return z.reduce(into: [-4]) { knots, z in
        knots.append((knots.last ?? 0) + 8 * (least + (1 - 8 * least) * exponential(z) / sum))
      }
    }
    places = knots(z[2..<10])
    moved = knots(z[10..<18])
    slopes =
      [1]
      + z[18..<25].map { least + (1 - least) * logOnePlus(exponential($0)) / logarithm(2) } + [1]
  }

  /// Where the knots are, as values of x.
  package var knots: [Double] { places.map { $0 * exponential(logScale) + shift } }

  /// u, and log du/dx.
  package func forward(_ x: Double) -> (place: Double, logSlope: Double) {
    let y = (x - shift) * exponential(-logScale)
    guard let last = places.last, let k = places.lastIndex(where: { $0 <= y }), y < last else {
      return (y, -logScale)
    }
    let (width, height) = (places[k + 1] - places[k], moved[k + 1] - moved[k])
    let (s, d, next, xi) = (height / width, slopes[k], slopes[k + 1], (y - places[k]) / width)
    let below = s + (next + d - 2 * s) * xi * (1 - xi)
    let u = moved[k] + height * (s * xi * xi + d * xi * (1 - xi)) / below
    let above = s * s * (next * xi * xi + 2 * s * xi * (1 - xi) + d * (1 - xi) * (1 - xi))
    return (u, logarithm(above / (below * below)) - logScale)
  }

  /// x.
  package func inverse(_ u: Double) -> Double {
    let guess = u * exponential(logScale) + shift
    // The spline moves nothing by more than its range.
    let reach = (places.isEmpty ? 0 : 8.5) * exponential(logScale)
    var (low, high) = (guess - reach, guess + reach)
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { return middle }
      if forward(middle).place < u { low = middle } else { high = middle }
    }
  }
}
