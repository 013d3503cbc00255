// Sums and maxima of independent exponential variables: how -log of several tails is distributed.

/// n independent variables E with P(E > x) = exp(-x).
package struct WaitingTimes: Sendable {
  /// n, 1 at least.
  package let count: Int
  /// log n!, by index from 0 to n.
  private let logFactorials: [Double]

  package init(count: Int) {
    precondition(count > 0, "a sum of nothing")
    self.count = count
    var sums = [0.0]
    for factor in 1...count { sums.append(sums[factor - 1] + logarithm(Double(factor))) }
    logFactorials = sums
  }

  /// log P(sum > x) and log P(sum <= x).
  ///
  ///     P(sum > x) = exp(-x) sum over k < n of x^k / k!
  package func logSum(above x: Double) -> (above: Double, below: Double) {
    guard x > 0 else { return (0, -.infinity) }
    guard x < .infinity else { return (-.infinity, 0) }
    let n = Double(count)
    // Of the two series the one with the smaller sum, from its largest term on.
    if x < n {
      var (term, sum, k) = (1.0, 1.0, n + 1)
      while term > 1e-18 * sum {
        term *= x / k
        sum += term
        k += 1
      }
      let below = min(-x + n * logarithm(x) - logFactorials[count] + logarithm(sum), 0)
      return (Self.logRest(below), below)
    }
    var (term, sum, k) = (1.0, 1.0, n - 1)
    while k > 0, term > 1e-18 * sum {
      term *= k / x
      sum += term
      k -= 1
    }
    let above = min(
      -x + (n - 1) * logarithm(x) - logFactorials[count - 1] + logarithm(sum), 0)
    return (above, Self.logRest(above))
  }

  /// log(1 - exp(log)).
  private static func logRest(_ log: Double) -> Double {
    logarithm(oneMinusExponential(ofMinus: -log))
  }

  /// log P(largest > x).
  package func logLargest(above x: Double) -> Double {
    // 1 - (1 - exp(-x))^n
    let power = Double(count) * logOnePlus(-exponential(-x))
    let tail = logarithm(oneMinusExponential(ofMinus: -power))
    // Where exp(-x) is too small for that.
    return x > 600 ? logarithm(Double(count)) - x : tail
  }

  /// log of the probability that the sum or the largest is at least as improbable as these: exact.
  ///
  ///     a = min(P(sum > s), P(largest > m)),    P(sum > c) = P(largest > b) = a
  ///     p = 1 - P(sum <= c, largest <= b)
  ///       = a + sum over j >= 1 of (-1)^(j + 1) (n choose j) exp(-j b) P(sum <= c - j b)
  ///
  /// For of j variables that exceed b the excess is exponential again.
  package func logTail(sum: Double, largest: Double) -> Double {
    let (ofSum, ofLargest) = (logSum(above: sum).above, logLargest(above: largest))
    let least = min(ofSum, ofLargest)
    guard count > 1, least > -.infinity else { return least }
    guard least < 0 else { return 0 }
    let c = ofSum <= ofLargest ? sum : place(least) { logSum(above: $0).above }
    let b = ofLargest <= ofSum ? largest : place(least) { logLargest(above: $0) }
    var ratio = 1.0
    for j in 1...count {
      let rest = c - Double(j) * b
      if !(rest > 0) { break }
      let logChoices = logFactorials[count] - logFactorials[j] - logFactorials[count - j]
      let term = exponential(logChoices - Double(j) * b - least + logSum(above: rest).below)
      ratio += j % 2 == 1 ? term : -term
      if term < 1e-17 * abs(ratio) { break }
    }
    return min(least + logarithm(min(max(ratio, 1), 2)), 0)
  }

  /// The x at which a falling function has a value.
  private func place(_ value: Double, _ function: (Double) -> Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while function(high) > value, high < 1e300 { (low, high) = (high, 2 * high) }
    while case let middle = (low + high) / 2, middle > low, middle < high {
      if function(middle) > value { low = middle } else { high = middle }
      if high - low <= 1e-13 * high { break }
    }
    return high
  }
}
