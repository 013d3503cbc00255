// Setting records aside for validation.

/// Which records are held out: a random share, a pure function of the seed.
package struct Holdout: Sendable {
  /// Indices of the records to train on, ascending.
  package let training: [Int]
  /// Indices of the records to validate on, ascending.
  package let validation: [Int]

  /// Holds out `fraction` of `count` records, with at least one to train on and one to validate on if there are
  /// two.
  package init(count: Int, fraction: Double, seed: UInt64) {
    guard fraction > 0, count > 1 else {
      training = Array(0..<count)
      validation = []
      return
    }
    let wanted = min(max(Int((Double(count) * fraction).rounded()), 1), count - 1)
    var numbers = Array(0..<count)
    var random = RandomStream(seed: seed, purpose: .holdout)
    random.shuffle(&numbers)
    var isHeldOut = [Bool](repeating: false, count: count)
    for number in numbers.prefix(wanted) { isHeldOut[number] = true }
    validation = (0..<count).filter { isHeldOut[$0] }
    training = (0..<count).filter { !isHeldOut[$0] }
  }
}
