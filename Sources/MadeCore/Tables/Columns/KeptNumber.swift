// Cells of columns of numbers that were kept while kinds were inferred: numbers, and what stands among them.

/// A cell that was kept without the dictionary.
package enum KeptNumber {
  case number(NumberText)
  /// One of the column's texts that are no numbers.
  case mark(Int)

  @inline(__always)
  init(_ word: Int) {
    self = ColumnProfile.mark(ofWord: word).map { .mark($0) } ?? .number(NumberText(word: word))
  }
}

/// A text among the numbers of a column.
struct KeptMark {
  let text: [UInt8]
  /// How many cells have it.
  let count: Int
  /// Whether it stands for a missing cell: it is empty, an option says so, or all programs write it so.
  let isMissing: Bool
}

extension ColumnProfile {
  /// The texts of the cells that are no numbers.
  var marks: [KeptMark] {
    func mark(_ text: [UInt8], _ count: Int) -> KeptMark {
      KeptMark(text: text, count: count, isMissing: isMissing(text))
    }
    switch storage {
    case .nothing: return []
    case .codes:
      let counts = valueCounts
      let empty = cells - counts.reduce(0, +)
      return (empty > 0 ? [mark([], empty)] : [])
        + counts.indices.filter { number(ofCode: $0) == nil }.map {
          mark(Array(dictionary[$0]), counts[$0])
        }
    case .numbers:
      var counts = [Int](repeating: 0, count: markTexts.count)
      for word in numbers {
        if let mark = Self.mark(ofWord: word) { counts[mark] += 1 }
      }
      return markTexts.indices.filter { counts[$0] > 0 }.map { index in
        mark(markTexts[index], counts[index])
      }
    }
  }

  /// Whether a text that is no number of the column stands for a missing cell.
  func isMissing(_ text: [UInt8]) -> Bool {
    text.withUnsafeBytes { missingTokens.contains($0) || MissingTokens.isKnown($0) }
  }

  /// How many cells of a column of numbers are missing.
  var missingNumbers: Int { marks.reduce(0) { $1.isMissing ? $0 + $1.count : $0 } }

  /// How many different values a column of numbers has that the dictionary counts: numbers and words among them.
  var valuesOfNumbers: Int { differentNumbers + marks.count { !$0.isMissing } }

  /// How many different numbers there are, however they are written: more than any number if they are not counted.
  var differentNumbers: Int { differentNumbers(upTo: .max) }

  /// The same, but not more than a limit.
  ///
  /// - Parameter limit: at least one; few are sooner counted than all.
  func differentNumbers(upTo limit: Int) -> Int {
    if isOverfull { return limit }
    let codes = (0..<dictionary.count).lazy.filter { !self.absent.contains($0) }
    if notation != nil {
      return Self.count(codes.compactMap { self.number(ofCode: $0)?.canonical.word }, upTo: limit)
    }
    return Self.count(
      codes.compactMap { self.dictionary[$0].withUnsafeBytes { ExactDecimal($0) } }, upTo: limit)
  }

  /// How many different elements there are, up to a limit.
  private static func count<Element: Hashable>(
    _ elements: some Sequence<Element>, upTo limit: Int
  ) -> Int {
    var known: Set<Element> = []
    for element in elements {
      known.insert(element)
      if known.count >= limit { break }
    }
    return known.count
  }

  /// Whether some of the numbers are written with decimals.
  var hasDecimals: Bool {
    if notation == nil { return looks.forms.contains(.decimal) }
    switch storage {
    case .codes: return (0..<dictionary.count).contains { (number(ofCode: $0)?.exponent ?? 0) < 0 }
    case .numbers:
      return numbers.contains { word in
        Self.mark(ofWord: word) == nil && NumberText(word: word).exponent < 0
      }
    case .nothing: return false
    }
  }

  /// Whether the cells are numbers with few different words among them, most of them numbers.
  var isOfNumbers: Bool {
    guard looks.forms.contains(.notBinary), storage != .nothing else { return false }
    // A notation was found in nearly all values, or later cells agreed with it.
    if notation != nil { return true }
    guard looks.forms.isDisjoint(with: [.code, .date]), looks.words <= Self.mostWords,
      isOverfull || !areTooLong
    else { return false }
    if looks.words == 0 { return true }
    let marks = self.marks
    let words = marks.reduce(0) { $1.isMissing ? $0 : $0 + $1.count }
    return 2 * words < cells - missingNumbers
  }
}
