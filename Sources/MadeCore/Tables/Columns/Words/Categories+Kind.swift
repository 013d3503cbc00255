// Columns of words as a kind of column.

extension Categories: CodeKind {
  package static var word: String { "categorical" }
  package var storage: CellStorage { .code(states: codes) }
  package var conditional: any Conditional { Softmax(states: codes) }
  package var fitsByte: Bool { false }

  package var takesBytes: Bool {
    values.allSatisfy { $0.withUnsafeBytes { NumberText($0) != nil } }
  }

  // MARK: Inference

  package static var forms: [ColumnForm] { [.categorical] }

  /// Values with this many spaces on average are sentences, if they hardly ever repeat.
  private static let blanksOfText = 3

  package static func claim(_ profile: ColumnProfile) -> ColumnForm? {
    let filled = profile.cells - profile.missing
    let isRare =
      profile.isOverfull
      ? !profile.hasRepeats || profile.wordValues > filled / 2
      : profile.values > filled / 2
    let isText =
      profile.wordValues > 0 && profile.blanks >= blanksOfText * profile.wordValues
    return isRare && isText ? .text : .categorical
  }

  package static func fault(of summary: ColumnSummary, limit: Int) -> ColumnFault? {
    switch summary.values {
    case nil: .tooManyValues(limit: limit)
    case 0: .noValues
    default: nil
    }
  }

  /// Codes for the values of a column, in an order that does not depend on the order of the records.
  package static func fitted(
    to profile: ColumnProfile
  ) -> (kind: Categories, packer: CellPacker)? {
    if profile.isOverfull { return nil }
    let dictionary = profile.dictionary
    let absent = profile.absent
    let kept = (0..<dictionary.count).filter { !absent.contains($0) }
    let counts = profile.valueCounts
    let arrangement = WordGroups.arranged(
      counts: kept.map { counts[$0] }, limit: profile.maximumCodesOfWords
    ) { dictionary[kept[$0]].lexicographicallyPrecedes(dictionary[kept[$1]]) }
    let order = arrangement.order.map { kept[$0] }
    let kind = Categories(
      values: order.map { Array(dictionary[$0]) },
      groupSizes: arrangement.groupSizes, hasOther: true, hasMissing: profile.missing > 0)
    // What has no code of its own is missing.
    var codes = Array(repeating: kind.missingCode ?? 0, count: dictionary.count + 1)
    for (number, code) in zip(order, kind.codeOfValue) { codes[number + 1] = code }
    return (kind, CellPacker(codes: codes))
  }

  package static func tally(_ columns: [Categories]) -> String {
    let values = columns.reduce(0) { $0 + $1.values.count }
    let codes = columns.reduce(0) { $0 + $1.valueCodes }
    return "\(columns.count) categorical of \(values) values"
      + (codes < values ? " in \(codes) codes" : "")
  }
}

extension ColumnForm {
  /// Words: each cell is one of a list.
  public static let categorical = ColumnForm("categorical")
}
