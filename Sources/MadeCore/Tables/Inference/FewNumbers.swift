// Columns of few different numbers that are part of a sum: adults + children = guests.

/// A few different numbers are learnt best as words, but rules are about numbers: what is the sum of others, or one of the
/// terms, is a column of numbers however few these are.
extension [ColumnDecision] {
  /// Of one number nothing is a sum; 0 and 1 alone are marks of what there is, more than they are numbers.
  private static let fewestNumbers = 2
  /// About how many records are looked at; whether a rule holds in all of them is found out later (`RuleSearch`).
  private static let looks = 1 << 14

  /// Makes columns of numbers of those columns of words that are part of a sum.
  mutating func findSums(_ profiles: [ColumnProfile], records: Int, _ team: WorkerTeam) {
    let few = indices.filter { self[$0].isOfFewNumbers(profiles[$0], fewest: Self.fewestNumbers) }
    guard !few.isEmpty else { return }
    var decisions = self
    let asWords = decisions
    let asNumbers = team.map(few.count) { asWords[few[$0]].asNumbers(profiles[few[$0]]) }
    for (column, decision) in zip(few, asNumbers) {
      if let decision { decisions[column] = decision }
    }
    let columns = indices.compactMap { column in
      decisions[column].numbers.map { (column: column, kind: $0.kind, packer: $0.packer) }
    }
    guard columns.count > 1 else { return }
    let schema = Schema(columns: columns.map { Column(name: nil, kind: $0.kind) })
    let layout = schema.layout
    let wordsPerRow = layout.wordsPerRow
    let stride = Swift.max(records / Self.looks, 1)
    let rows = Rows(layout: layout, count: (records + stride - 1) / stride, team) { rows, words in
      for ((column, _, packer), place) in zip(columns, layout.places) {
        for row in rows {
          packer.pack(
            profiles[column], row * stride..<row * stride + 1, at: place,
            into: words + (row - rows.lowerBound) * wordsPerRow, wordsPerRow: wordsPerRow)
        }
      }
    }
    for column in RuleSearch.columnsOfSums(in: rows, schema) {
      let column = columns[column].column
      self[column] = decisions[column]
    }
  }
}

extension ColumnDecision {
  /// Whether it was taken for words only because it has few different numbers.
  fileprivate func isOfFewNumbers(_ profile: ColumnProfile, fewest: Int) -> Bool {
    summary.remark == nil && fitted?.kind is ColumnKinds.OfWords && profile.isOfNumbers
      && profile.notation?.areQuantities != false
      && profile.differentNumbers(upTo: fewest) >= fewest
  }

  /// The same column as one of numbers; nil if it cannot be.
  fileprivate func asNumbers(_ profile: ColumnProfile) -> ColumnDecision? {
    let decision = ColumnDecision(
      profile, number: summary.number, isAmongBinary: false,
      as: profile.hasDecimals ? .real : .integer)
    return decision.numbers == nil || decision.summary.remark != nil ? nil : decision
  }

  /// Its kind and what makes codes of its cells, if it is one of numbers.
  fileprivate var numbers: (kind: ColumnKinds.OfNumbers, packer: CellPacker)? {
    fitted.flatMap { fitted in
      (fitted.kind as? ColumnKinds.OfNumbers).map { ($0, fitted.packer) }
    }
  }
}
