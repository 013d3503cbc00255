// A column of numbers that follows from others.

extension Numbers {
  /// The same column with a rule, its mixture chosen for the numbers as the rule counts them.
  ///
  /// - Parameters:
  ///   - differences: ascending, each with its count; nil if the mixture stays what it is.
  ///   - cells: how many the column has, numbers or not.
  func following(
    _ rule: NumberRule, differences: [(value: Int, count: Int)]?, cells: Int
  ) -> Numbers {
    var mixture = self.mixture
    if let differences {
      // What is larger has no coarser difference.
      let steps =
        values.steps.areEven ? values.steps : NumberSteps(step: values.steps.step, digits: 0)
      mixture = NumberChoice(
        differences: ValueCounts(sorted: differences), steps: steps, cells: cells
      ).mixture(marks: marks.count)
    }
    mixture.rule = rule
    return Numbers(notation: notation, mixture: mixture, marks: marks)
  }
}

extension LogisticMixture {
  /// Where its numbers may lie in records in which nothing says what they are counted from, if no training record is one:
  /// what they are counted from there, and how many times wider than differences they lie.
  ///
  /// The middle 80 % of all numbers take the place of the middle 80 % of the differences.
  ///
  /// - Parameters:
  ///   - differences: of the training records; ascending.
  ///   - numbers: of the training records; ascending.
  func stretch(of differences: [Int], over numbers: [Int]) -> (fallback: Int, stretch: Double) {
    func tenths(_ sorted: [Int], _ tenths: Int) -> Double {
      sorted.isEmpty ? 0 : Double(sorted[(sorted.count - 1) * tenths / 10])
    }
    let transform = values.transform
    let center = transform.middle
    let least = Double(least) * NumberRelation.leastScalesOfStretch
    let span = max(transform(tenths(differences, 9)) - transform(tenths(differences, 1)), least)
    let middle = transform(center)
    let width =
      transform.preimage(of: middle + span / 2) - transform.preimage(of: middle - span / 2)
    let stretch = (tenths(numbers, 9) - tenths(numbers, 1)) / width
    let limits = NumberRelation.stretches
    return (
      values.nearest(to: NumberRelation.whole(tenths(numbers, 5) - center)),
      stretch > limits.lowerBound ? min(stretch, limits.upperBound) : limits.lowerBound
    )
  }
}
