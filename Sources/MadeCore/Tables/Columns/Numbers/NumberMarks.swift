// What stands among the numbers of a column: missing cells as they are written, and words.

/// The marks of a column of numbers, which have a probability each: other values, then one mark for each way in which a
/// missing cell is written, then one for each word.
///
/// So `NA` comes back as `NA`, and as often as it was there.
package struct NumberMarks: Equatable, Sendable {
  /// The texts of missing cells: the empty one first, then ascending by their bytes.
  package let missing: [[UInt8]]
  /// Words that are values of their own, ascending.
  package let words: [[UInt8]]

  package init(missing: [[UInt8]] = [], words: [[UInt8]] = []) {
    self.missing = missing
    self.words = words
  }

  /// The marks of the cells that were read.
  init(_ marks: [KeptMark]) {
    func texts(isMissing: Bool) -> [[UInt8]] {
      marks.filter { $0.isMissing == isMissing }.map(\.text)
        .sorted { $0.lexicographicallyPrecedes($1) }
    }
    self.init(missing: texts(isMissing: true), words: texts(isMissing: false))
  }

  /// How many there are.
  package var count: Int { 1 + missing.count + words.count }

  /// The cells of missing ones, and the numbers of the marks that are words.
  package var missingCells: [Int] { missing.indices.map { NumberLimits.cell(ofMark: 1 + $0) } }
  package var wordMarks: Range<Int> { 1 + missing.count..<count }

  /// The text of a mark; empty for other values.
  package func text(ofMark mark: Int) -> [UInt8] {
    if wordMarks.contains(mark) { return words[mark - wordMarks.lowerBound] }
    return missing.indices.contains(mark - 1) ? missing[mark - 1] : []
  }

  /// The mark of a text; nil if it has none of its own.
  func mark(of text: some Sequence<UInt8>) -> Int? {
    if let index = words.firstIndex(where: { $0.elementsEqual(text) }) {
      return wordMarks.lowerBound + index
    }
    return missing.firstIndex { $0.elementsEqual(text) }.map { 1 + $0 }
  }
}
