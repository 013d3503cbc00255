// Steps of a grid in the header of a model file.

extension NumberSteps {
  /// The words STEP and DIGITS of the line `density`, the second of which may be the steps of sizes: `0,3:3,6:5` for
  /// steps of 10^0, of 10^3 from 10^3 on, and of 10^5 from 10^6 on.
  package var fileWords: [String] {
    guard let first = bySize.first else { return ["\(step)", "\(digits)"] }
    let others = bySize.dropFirst().map { "\($0.from):\($0.power)" }
    return ["1", (["\(first.power)"] + others).joined(separator: ",")]
  }

  /// Undoes `fileWords`; nil for anything else.
  package init?(fileWords words: ArraySlice<Substring>) {
    guard words.count == 2, let first = words.first, let last = words.last,
      let step = HeaderText.integer(first, 1...ValueRanges.limits.upperBound)
    else { return nil }
    if let digits = HeaderText.integer(last, 0...Self.mostDigits) {
      guard step == 1 || digits == 0 else { return nil }
      self.init(step: step, digits: digits)
      return
    }
    let parts = last.split(separator: ",", omittingEmptySubsequences: false)
    guard step == 1, (2...Self.mostDigits).contains(parts.count),
      let base = HeaderText.integer(parts[0], 0...Self.mostDigits)
    else { return nil }
    var sizes = [SizeStep(from: 0, power: base)]
    for part in parts.dropFirst() {
      let ends = part.split(separator: ":", omittingEmptySubsequences: false)
      guard ends.count == 2, let from = HeaderText.integer(ends[0], 1...Self.mostDigits),
        let power = HeaderText.integer(ends[1], 0...Self.mostDigits)
      else { return nil }
      sizes.append(SizeStep(from: from, power: power))
    }
    self.init(bySize: sizes)
  }
}
