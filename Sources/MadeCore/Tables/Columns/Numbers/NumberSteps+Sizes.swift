// Steps that follow from sizes: 0.0941, 0.239 and 14.31, but not 14.312.

extension NumberSteps {
  /// The steps of numbers whose larger ones have fewer digits after the point, as those that were rounded to some
  /// significant digits, and to some decimals; nil if all sizes have the same.
  ///
  /// The step of a size is the largest power of ten that divides all its numbers and those of larger sizes. So all values
  /// lie on the grid.
  init?(sizesOf counts: ValueCounts) {
    // By the number of digits: the fewest zeros at the end, and how many cells.
    var zeros = [Int](repeating: .max, count: Self.mostDigits + 1)
    var cells = [Int](repeating: 0, count: Self.mostDigits + 1)
    for (value, count) in zip(counts.values, counts.counts) where value != 0 {
      var (magnitude, size, ending) = (value.magnitude, 0, 0)
      while magnitude % 10 == 0 { (magnitude, ending) = (magnitude / 10, ending + 1) }
      while magnitude > 0 { (magnitude, size) = (magnitude / 10, size + 1) }
      size = min(size + ending, Self.mostDigits)
      zeros[size] = min(zeros[size], ending)
      cells[size] += count
    }
    // From the largest size down, in groups of one step.
    var groups: [SizeStep] = []
    var (power, ofGroup) = (Int.max, 0)
    for size in (1...Self.mostDigits).reversed() where cells[size] > 0 {
      let isOther = zeros[size] < power
      power = min(power, zeros[size])
      // What few cells have in common is chance: they share the step of smaller sizes.
      if isOther && ofGroup >= Self.fewestOfGroup || groups.isEmpty {
        groups.append(SizeStep(from: size - 1, power: power))
        ofGroup = 0
      }
      groups[groups.count - 1] = SizeStep(from: size - 1, power: power)
      ofGroup += cells[size]
    }
    guard let last = groups.last else { return nil }
    groups[groups.count - 1] = SizeStep(from: 0, power: last.power)
    self.init(bySize: groups.reversed())
  }

  /// By chance as many cells are all multiples of ten once in 10^5 times.
  private static let fewestOfGroup = 5
}
