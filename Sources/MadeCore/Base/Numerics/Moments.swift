// Mean and standard error of a stream of numbers.

/// Running mean and variance (Welford 1962), exact to rounding for any number of values.
package struct Moments: Sendable {
  /// How many values were added.
  package private(set) var count = 0
  /// Their mean; 0 before the first.
  package private(set) var mean = 0.0
  private var squares = 0.0

  /// No values yet.
  package init() {}

  /// Takes one more value into account.
  package mutating func add(_ value: Double) {
    count += 1
    let difference = value - mean
    mean += difference / Double(count)
    squares += difference * (value - mean)
  }

  /// Standard error of the mean, s / sqrt(n) with the unbiased variance s^2; 0 for n < 2.
  package var standardError: Double {
    count < 2 ? 0 : (squares / Double(count - 1) / Double(count)).squareRoot()
  }
}
