// How many codes columns of words get, so that a table with many words is learnt in minutes.

/// The limit on the codes of a column of words that follows from the size of the table.
///
/// Each code is an output of the network, and an epoch takes time in proportion to records times outputs. Rare words
/// share codes (`WordGroups`) where the words of all columns together would take too much of it. Small tables, and
/// columns of at most `fewestCodes` words, are never touched.
enum WordCodes {
  /// Records times codes of words that an epoch may take: with default networks about a second of one CPU.
  private static let mostWork = 20_000_000
  /// So many codes a column may have in any case.
  private static let fewestCodes = 128

  /// The most codes of a column: the limit that is asked for, halved as often as needed.
  static func limit(_ decisions: [ColumnDecision], records: Int, _ typing: Typing) -> Int {
    let codes = decisions.compactMap { ($0.fitted?.kind as? ColumnKinds.OfWords)?.valueCodes }
    var limit = typing.maximumCodesOfWords
    func work(_ limit: Int) -> Int { codes.reduce(0) { $0 + min($1, limit) } * records }
    while limit > fewestCodes, work(limit) > mostWork { limit = max(limit / 2, fewestCodes) }
    return limit
  }
}
