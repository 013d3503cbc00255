// What ties a column of numbers to others, in the header of a model file: lines `relation`, `bound` and `tie`.

extension NumberRule {
  /// The lines: `relation FORM LOW HIGH FALLBACK STRETCH COLUMN SIGN POWER SHIFT ...` with columns from 1, where FORM is `sum`, `largest`,
  /// `smallest` or a number that multiplies the only column; in its place `bound FORM COLUMN SIGN POWER SHIFT ...`, where FORM is
  /// `largest` or `smallest` and SIGN is 1; `tie COLUMN MARKS OWNMARKS`.
  var headerLines: [String] {
    var lines: [String] = []
    if let relation {
      let form =
        switch relation.form {
        case .sum: "sum"
        case .largest: "largest"
        case .smallest: "smallest"
        case .multiple(let factor): "\(factor)"
        }
      let limits = [relation.range.lowerBound, relation.range.upperBound, relation.fallback]
      let sources = relation.sources.flatMap {
        [$0.column + 1, $0.isNegative ? -1 : 1, $0.power, $0.shift]
      }
      let ofRelation = limits.map { "\($0) " }.joined() + "\(relation.stretch) "
      let start = relation.isBound ? "bound \(form) " : "relation \(form) " + ofRelation
      lines.append(start + sources.map(String.init).joined(separator: " "))
    }
    if let tie { lines.append("tie \(tie.column + 1) \(tie.marks) \(tie.ownMarks)") }
    return lines
  }

  private static let columns = 1...Int(Int32.max)

  /// Takes the value of a line `relation`; false when it is not legal.
  mutating func takeRelation(_ value: Substring) -> Bool {
    let words = value.split(separator: " ", omittingEmptySubsequences: false)
    let most = 5 + 4 * NumberRelation.mostSources
    guard relation == nil, words.count >= 9, words.count <= most, words.count % 4 == 1 else {
      return false
    }
    let limits = ValueRanges.limits
    var form = NumberRelation.Form.sum
    switch words[0] {
    case "sum": break
    case "largest": form = .largest
    case "smallest": form = .smallest
    default:
      guard let factor = HeaderText.real(words[0]), words.count == 9 else { return false }
      form = .multiple(factor)
    }
    let numbers = words[1...3].compactMap { HeaderText.integer($0, limits) }
    guard numbers.count == 3, numbers[0] <= numbers[1],
      let stretch = HeaderText.real(words[4]), NumberRelation.stretches.contains(stretch),
      let sources = Self.sources(words[5...], haveSigns: form == .sum)
    else { return false }
    relation = NumberRelation(
      form: form, sources: sources, range: numbers[0]...numbers[1], fallback: numbers[2],
      stretch: stretch)
    return true
  }

  /// Takes the value of a line `bound`; false when it is not legal.
  mutating func takeBound(_ value: Substring) -> Bool {
    let words = value.split(separator: " ", omittingEmptySubsequences: false)
    guard relation == nil, words.count > 4, words.count % 4 == 1,
      words.count <= 1 + 4 * NumberRelation.mostSources,
      words[0] == "largest" || words[0] == "smallest",
      let sources = Self.sources(words[1...], haveSigns: false)
    else { return false }
    relation = NumberRelation(atLeast: words[0] == "largest", sources: sources)
    return true
  }

  /// Sources, four words each; nil when they are not legal.
  private static func sources(
    _ words: ArraySlice<Substring>, haveSigns: Bool
  ) -> [NumberRelation.Source]? {
    var sources: [NumberRelation.Source] = []
    for index in stride(from: words.startIndex, to: words.endIndex, by: 4) {
      let most = NumberRelation.mostPower
      guard let column = HeaderText.integer(words[index], columns),
        let sign = HeaderText.integer(words[index + 1], -1...1), sign != 0,
        sign > 0 || haveSigns, !sources.contains(where: { $0.column == column - 1 }),
        let power = HeaderText.integer(words[index + 2], -most...most),
        let shift = HeaderText.integer(words[index + 3], ValueRanges.limits)
      else { return nil }
      sources.append(
        NumberRelation.Source(
          column: column - 1, isNegative: sign < 0, power: power, shift: shift))
    }
    return sources
  }

  /// Takes the value of a line `tie`; false when it is not legal.
  mutating func takeTie(_ value: Substring) -> Bool {
    let words = value.split(separator: " ", omittingEmptySubsequences: false)
    guard tie == nil, words.count == 3, let column = HeaderText.integer(words[0], Self.columns),
      let marks = HeaderText.integer(words[1], 1...Int(Int16.max)),
      let ownMarks = HeaderText.integer(words[2], 1...Int(Int16.max))
    else { return false }
    tie = MissingTie(column: column - 1, marks: marks, ownMarks: ownMarks)
    return true
  }
}
