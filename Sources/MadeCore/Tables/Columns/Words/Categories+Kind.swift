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
      ? !profile.hasRepeats || profile.looks.words > filled / 2
      : profile.values > filled / 2
    let isText =
      profile.looks.words > 0 && profile.looks.blanks >= blanksOfText * profile.looks.words
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
    fitted(to: profile, codes: profile.maximumCodesOfWords)
  }

  /// The same with a limit on the codes of values.
  static func fitted(
    to profile: ColumnProfile, codes limit: Int
  ) -> (kind: Categories, packer: CellPacker)? {
    if profile.isOverfull { return nil }
    let dictionary = profile.dictionary
    let absent = profile.absent
    let kept = (0..<dictionary.count).filter { !absent.contains($0) }
    let counts = profile.valueCounts
    let spellings = spellings(of: kept, counts, dictionary)
    let arrangement = WordGroups.arranged(
      counts: spellings.map { $0.reduce(0) { $0 + counts[$1] } },
      limit: limit
    ) { dictionary[spellings[$0][0]].lexicographicallyPrecedes(dictionary[spellings[$1][0]]) }
    let order = arrangement.order.map { spellings[$0] }
    let kind = Categories(
      values: order.map { Array(dictionary[$0[0]]) },
      groupSizes: arrangement.groupSizes, hasOther: true, hasMissing: profile.missing > 0,
      missingText: missingText(profile, counts))
    // What has no code of its own is missing.
    var codes = Array(repeating: kind.missingCode ?? 0, count: dictionary.count + 1)
    for (texts, code) in zip(order, kind.codeOfValue) {
      for text in texts { codes[text + 1] = code }
    }
    return (kind, CellPacker(codes: codes, values: order.count))
  }

  /// How most of the missing cells are written: of tokens as frequent the one that came first, and empty before all.
  private static func missingText(_ profile: ColumnProfile, _ counts: [Int]) -> [UInt8] {
    let tokens = profile.absent.sorted()
    let empty = profile.missing - tokens.reduce(0) { $0 + counts[$1] }
    guard let most = tokens.max(by: { (counts[$0], $1) < (counts[$1], $0) }), counts[most] > empty
    else { return [] }
    return Array(profile.dictionary[most])
  }

  /// For each value the texts that say it, by their numbers in the dictionary.
  ///
  /// They are several where numbers were written in several ways. The most frequent one is the first; of those that
  /// are as frequent, the one that comes first in the order of their bytes.
  private static func spellings(
    of texts: [Int], _ counts: [Int], _ dictionary: ValueDictionary
  ) -> [[Int]] {
    guard let numbers = CategoryNumbers(texts.map { dictionary[$0] }), !numbers.areCodes else {
      return texts.map { [$0] }
    }
    return numbers.alike.map { set in
      set.map { texts[$0] }.sorted { one, other in
        counts[one] == counts[other]
          ? dictionary[one].lexicographicallyPrecedes(dictionary[other])
          : counts[one] > counts[other]
      }
    }
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
