// Where the training of a column of numbers starts: at its marginal distribution.

extension LogisticMixture {
  package func start(_ column: CellColumn) -> StartingPoint {
    var listedCounts = [Int](repeating: 0, count: values.listed)
    var numbers: [Int] = []
    for row in 0..<column.count {
      let cell = column[row]
      if let index = values.listedIndex(cell) {
        listedCounts[index] += 1
      } else {
        numbers.append(cell)
      }
    }
    let known = values.hasKnown ? numbers.count { values.knownCells(in: $0...$0) != nil } : 0
    let counts = listedCounts + (values.hasKnown ? [known] : []) + [numbers.count - known]
    let total = Double(column.count) + Double(heads) / 2
    let weights = counts.map { Float(logarithm((Double($0) + 0.5) / total)) }
    // Without a number of its own the mixture is spread over those that are listed.
    let images = (numbers.isEmpty ? values.atoms : numbers).map { values.transform(Double($0)) }
    let components = MarginalMixture(images, components: components, least: Double(least))
    // As for softmax outputs: what no record has would only get less likely for as long as training lasts.
    var silentOutputs = values.listed == 0 ? [] : (0..<values.listed).filter { counts[$0] == 0 }
    let silentOnes = silentOutputs
    if numbers.isEmpty { silentOutputs += values.listed..<outputs }
    let phases = phases(numbers)
    let first = heads + 3 * self.components
    return StartingPoint(
      bias: weights + components.outputs + phases.bias,
      silentOutputs: silentOutputs + phases.silent.map { first + $0 },
      silentOnes: silentOnes + phases.silent.map { values.listed + $0 })
  }
}

extension LogisticMixture {
  /// The logits of the phases of numbers, and the phases that none of them has.
  private func phases(_ numbers: [Int]) -> (bias: [Float], silent: [Int]) {
    guard let phasing = values.phasing else { return ([], []) }
    var counts = [Int](repeating: 0, count: phasing.phases)
    for number in numbers { counts[phasing.phase(of: number)] += 1 }
    // Few records say little about a phase that they do not have.
    let total = Double(numbers.count) + Double(phasing.phases) / 2
    return (
      counts.map { Float(logarithm((Double($0) + 0.5) / total)) },
      counts.indices.filter { counts[$0] == 0 }
    )
  }
}

/// A mixture of logistics fitted to numbers by themselves.
package struct MarginalMixture {
  private var weights: [Double]
  private var places: [Double]
  private var scales: [Double]
  private let least: Double

  /// Steps of expectation and maximisation, and the most numbers that take part in them.
  private static let steps = 30
  private static let mostNumbers = 4096
  /// Sums of densities below this may have lost digits.
  private static let leastDensity = 1e-290

  /// - Parameters:
  ///   - numbers: in any order.
  ///   - least: the least scale.
  package init(_ numbers: [Double], components: Int, least: Double) {
    self.least = least
    let sorted = numbers.sorted()
    let some = Self.evenly(sorted)
    weights = Array(repeating: 1 / Double(components), count: components)
    places = (0..<components).map { Self.quantile(some, (Double($0) + 0.5) / Double(components)) }
    // Half of the distance to the neighbours, as a standard deviation would be.
    let whole = (Self.quantile(some, 0.95) - Self.quantile(some, 0.05)) / 3
    scales = Array(repeating: max(whole / Double(components), 2 * least, 1e-3), count: components)
    if some.count > 1 { for _ in 0..<Self.steps { step(some) } }
  }

  private static func evenly(_ sorted: [Double]) -> [Double] {
    guard sorted.count > mostNumbers else { return sorted }
    return (0..<mostNumbers).map { sorted[(2 * $0 + 1) * sorted.count / (2 * mostNumbers)] }
  }

  private static func quantile(_ sorted: [Double], _ fraction: Double) -> Double {
    guard let last = sorted.last else { return 0 }
    let place = fraction * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  /// One step of expectation and maximisation, of normal distributions with the same variances: that of a logistic is
  /// (pi s)^2 / 3.
  private mutating func step(_ numbers: [Double]) {
    let count = weights.count
    let ratio = 3.0.squareRoot() / Double.pi
    var (sums, firsts, seconds) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count),
      [Double](repeating: 0, count: count)
    )
    var shares = [Double](repeating: 0, count: count)
    for number in numbers {
      share(number, among: &shares)
      for k in 0..<count {
        sums[k] += shares[k]
        firsts[k] += shares[k] * number
        seconds[k] += shares[k] * number * number
      }
    }
    for k in 0..<count {
      // A component that has lost its numbers stays where it is.
      weights[k] = (sums[k] + 0.5) / (Double(numbers.count) + Double(count) / 2)
      guard sums[k] > 1 else { continue }
      places[k] = firsts[k] / sums[k]
      let variance = max(seconds[k] / sums[k] - places[k] * places[k], 0)
      scales[k] = max(variance.squareRoot() * ratio, 2 * least, 1e-3)
    }
  }

  /// The probabilities of the components, given a number.
  private func share(_ number: Double, among shares: inout [Double]) {
    var total = 0.0
    for k in shares.indices {
      // w F'(z) / s of a logistic F.
      let tail = exponential(-abs((number - places[k]) / scales[k]))
      shares[k] = weights[k] / scales[k] * tail / ((1 + tail) * (1 + tail))
      total += shares[k]
    }
    if total > Self.leastDensity {
      for k in shares.indices { shares[k] /= total }
      return
    }
    // So far from all of them the densities are too small for a Double; their logarithms are not.
    for k in shares.indices {
      let z = abs((number - places[k]) / scales[k])
      shares[k] = logarithm(weights[k] / scales[k]) - z - 2 * logAddExp(0, -z)
    }
    let logTotal = logSumExp(shares)
    for k in shares.indices { shares[k] = exponential(shares[k] - logTotal) }
  }

  /// As outputs of a network.
  package var outputs: [Float] {
    weights.map { Float(logarithm($0)) } + places.map { Float($0) }
      + scales.map { Float(logarithm(max($0 - least, least / 2))) }
  }
}
