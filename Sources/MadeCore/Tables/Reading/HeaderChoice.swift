// Whether a first record is names or data, judged by the records below it.

/// What the cells of a first record say, each compared with those below it in its column.
///
/// - *For names*: a word above numbers, dates or codes, twice if it is the only one above many numbers; a date or code
///   above numbers.
/// - *For data*: a number above numbers (weakly: years are names, too); a date or a code like those below; a word
///   that comes again below.
/// - Nothing: an empty cell, a word that stands for a missing cell, a new word above words, a number above words; `c0`
///   above `w12` is a new word.
struct HeaderChoice {
  private(set) var forNames = 0
  private(set) var forData = 0
  private(set) var numbers = 0
  /// Words that say nothing.
  private var words = 0
  private var isRunOfNames = false

  /// - Parameter isToken: whether a text stands for a missing cell.
  init(
    _ first: SampleRecord, above rows: ArraySlice<SampleRecord>, _ sample: UnsafeRawBufferPointer,
    isToken: (UnsafeRawBufferPointer) -> Bool
  ) {
    // A line equal to the first one is perhaps a header that was copied along with its table: it says nothing if
    // such lines are few, or if without them all else says names.
    let bytes = first.bytes(sample)
    let rows = rows.filter { $0.fields.count == first.fields.count }
    let others = rows.filter { !$0.bytes(sample).elementsEqual(bytes) }
    compare(first, others, sample, isToken: isToken)
    if (rows.count - others.count) * 20 > rows.count && (forNames == 0 || forData > 0) {
      self = HeaderChoice()
      compare(first, rows, sample, isToken: isToken)
    }
    isRunOfNames = Self.isRun(first, above: others, sample)
  }

  private init() {}

  private mutating func compare(
    _ first: SampleRecord, _ compared: [SampleRecord], _ sample: UnsafeRawBufferPointer,
    isToken: (UnsafeRawBufferPointer) -> Bool
  ) {
    let bytes = first.bytes(sample)
    for index in first.fields.indices {
      first.fields[index].withValue(in: bytes) { cell in
        if Self.isValueWord(cell) || isToken(cell) { return }
        let column = Column(index, compared, sample, isToken: isToken)
        switch CellShape(cell) {
        case .empty: break
        case .number:
          if column.numbers * 2 > column.cells { numbers += 1 }
        case .pattern(let pattern):
          if column.count(of: pattern) * 2 > column.cells {
            if Self.mayBeNumberedName(pattern) && !column.hasWord(of: cell) {
              words += 1
            } else {
              forData += 1
            }
          } else if column.isOfNumbers {
            forNames += 1
          } else if column.cells > 0 && column.has(cell) {
            forData += 1
          } else {
            words += 1
          }
        case .word:
          if column.isOfDigits {
            forNames += column.isOfManyNumbers ? 2 : 1
          } else if column.has(cell) {
            forData += 1
          } else {
            words += 1
          }
        }
      }
    }
  }

  /// Whether the first record is a header.
  var isHeader: Bool {
    if isRunOfNames { return true }
    if forData > 0 && forNames <= forData { return false }
    if forNames > 0 { return true }
    return words > 0 && numbers == 0
  }

  /// Whether anything says that the first record is data.
  var mayBeData: Bool { forData + numbers > 0 }

  /// Words that are values, whatever stands below.
  static func isValueWord(_ cell: UnsafeRawBufferPointer) -> Bool {
    cell.count <= 9 && valueWords.contains(String(decoding: cell, as: UTF8.self).lowercased())
  }

  private static let valueWords: Set<String> = [
    "nan", "-nan", "+nan", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity", "na",
    "n/a", "#n/a", "<na>", "\\n", "null", "none", "true", "false", "?", "-",
  ]

  /// Whether texts of a pattern may be names with a number after them: `x1`, `item_12`.
  private static func mayBeNumberedName(_ pattern: [UInt8]) -> Bool {
    pattern.first == UInt8(ascii: "a") && pattern.last == UInt8(ascii: "9") && pattern.count <= 3
  }

  /// Whether the numbers of a record are names: years in a row, or 0, 1, 2 and so on in all fields but a first one
  /// without a number, and no record below has such a run in their fields.
  private static func isRun(
    _ first: SampleRecord, above rows: [SampleRecord], _ sample: UnsafeRawBufferPointer
  ) -> Bool {
    guard !rows.isEmpty else { return false }
    func integers(_ record: SampleRecord) -> [Int?] {
      record.fields.map { field in
        field.withValue(in: record.bytes(sample)) { text in
          text.count <= 4 ? Int(String(decoding: text, as: UTF8.self)) : nil
        }
      }
    }
    func isConsecutive(_ numbers: [Int]) -> Bool {
      zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }
    }
    let all = integers(first)
    let places = all.indices.filter { all[$0] != nil }
    let numbers = all.compactMap { $0 }
    guard let least = numbers.first, isConsecutive(numbers), numbers.count > 1 else { return false }
    let areYears = least >= 1500 && least <= 2200
    let count = least <= 1 && least >= 0 && numbers.count > 2
    guard areYears || count && places.count >= all.count - 1 && places.last == all.count - 1 else {
      return false
    }
    return !rows.contains { row in
      let below = integers(row)
      let numbers = places.compactMap { below[$0] }
      return numbers.count == places.count && isConsecutive(numbers)
    }
  }

  /// The cells below a name.
  private struct Column {
    private(set) var cells = 0
    private(set) var numbers = 0
    private var patterns: [[UInt8]] = []
    private let index: Int
    private let rows: [SampleRecord]
    private let sample: UnsafeRawBufferPointer

    init(
      _ index: Int, _ rows: [SampleRecord], _ sample: UnsafeRawBufferPointer,
      isToken: (UnsafeRawBufferPointer) -> Bool
    ) {
      (self.index, self.rows, self.sample) = (index, rows, sample)
      for row in rows {
        let shape = row.fields[index].withValue(in: row.bytes(sample)) { cell in
          isValueWord(cell) || isToken(cell) ? CellShape.empty : CellShape(cell)
        }
        switch shape {
        case .empty: continue
        case .number: numbers += 1
        case .pattern(let pattern): patterns.append(pattern)
        case .word: break
        }
        cells += 1
      }
    }

    /// Whether nearly all are numbers.
    var isOfNumbers: Bool { cells > 0 && numbers * 10 >= cells * 9 }

    /// Whether all cells are numbers, twenty or more: a word above them is hardly a value of the column.
    var isOfManyNumbers: Bool { cells >= 20 && numbers == cells }

    /// Whether nearly all are numbers, or have digits in one pattern.
    var isOfDigits: Bool {
      if isOfNumbers { return true }
      guard cells > 1, let pattern = patterns.first else { return false }
      return count(of: pattern) * 10 >= cells * 9
    }

    func count(of pattern: [UInt8]) -> Int { patterns.count { $0 == pattern } }

    /// Whether a cell has the same bytes as this one beside digits.
    func hasWord(of cell: UnsafeRawBufferPointer) -> Bool {
      let word = cell.filter { !$0.isDigit }
      return rows.contains { row in
        row.fields[index].withValue(in: row.bytes(sample)) { text in
          text.lazy.filter { !$0.isDigit }.elementsEqual(word)
        }
      }
    }

    func has(_ cell: UnsafeRawBufferPointer) -> Bool {
      rows.contains { row in
        row.fields[index].withValue(in: row.bytes(sample)) { $0.elementsEqual(cell) }
      }
    }
  }
}
