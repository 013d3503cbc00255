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
