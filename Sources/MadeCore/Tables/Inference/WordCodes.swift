// How many codes columns of words get, so that a table with many words is learnt in minutes.

/// The limit on the codes of a column of words that follows from the size of the table.
///
/// Each code is an output of the network, and an epoch takes time in proportion to records times outputs. Rare words
/// share codes (`WordGroups`) where the words of all columns together would take too much of it. Small tables, and
/// columns of at most `fewestCodes` words, are never touched.
enum WordCodes {
  /// Records times codes of words that an epoch may take: with default networks about two seconds of one CPU.
  private static let mostWork = 1 << 25
  /// So many codes a column has in any case.
  private static let fewestCodes = 256

  /// The most codes of a column, a power of two times `fewestCodes`.
  static func limit(_ decisions: [ColumnDecision], records: Int, _ typing: Typing) -> Int {
    let codes = decisions.compactMap { ($0.fitted?.kind as? ColumnKinds.OfWords)?.valueCodes }
    var limit = typing.maximumCodesOfWords
    func work(_ limit: Int) -> Int { codes.reduce(0) { $0 + min($1, limit) } * records }
    while limit > fewestCodes, work(limit) > mostWork { limit = max(limit / 2, fewestCodes) }
    return limit
  }
}
