// How the numbers of a column are written, found while its kind is inferred.

extension ColumnProfile {
  /// How its numbers are written; nil for plain decimal numbers.
  var notation: (any Notation)? { found?.notation }
  /// What is not certain about that.
  var doubt: NotationDoubt? { found?.doubt }

  /// What tokens for missing cells say in the notation of the column.
  var missingTokensOfNumbers: MissingTokens {
    notation.map { missingTokens.read(by: $0) } ?? missingTokens
  }

  /// Finds the notation, once all cells are there.
  func settle() {
    if storage == .codes && found == nil { lookForNotation() }
    readNumbers()
  }

  /// Whether the many numbers in the dictionary are better kept there.
  var areInOtherNotation: Bool {
    if !hasLookedForNotation {
      hasLookedForNotation = true
      lookForNotation()
    }
    return found != nil
  }

  /// Looks for a notation of the values in the dictionary.
  func lookForNotation() {
    if let asked, !asked.isNumber { return }
    let counts = valueCounts
    let values = (0..<dictionary.count).compactMap { code -> (text: [UInt8], count: Int)? in
      let text = Array(dictionary[code])
      // The value that came just now has no cell yet.
      return absent.contains(code) || text.withUnsafeBytes({ MissingTokens.isKnown($0) })
        ? nil : (text, max(counts[code], 1))
    }
    found = Notations.found(in: WrittenValues(values, hasSemicolons: hasSemicolons))
    // Who asks for numbers does not mean dates of digits.
    if asksForPlainNumbers, found?.notation.isCalendar == true { found = nil }
    if asked?.cells == .wholeNumbers, found?.notation.areQuantities == false { found = nil }
  }

  /// Looks for a notation once more when too many texts among plain numbers are none: in a file that is sorted by size
  /// the first number with a separator of thousands comes late.
  func findNotationAgain() -> Bool {
    if found != nil || asked.map({ !$0.isNumber }) == true { return false }
    var counts: [Int: Int] = [:]
    for word in numbers where counts.count < Self.mostCountedNumbers {
      counts[word, default: 0] += 1
    }
    for mark in markTexts.indices { counts[Self.noNumber + mark] = 1 }
    let values = counts.sorted { $0.key < $1.key }.compactMap {
      word, count -> (text: [UInt8], count: Int)? in
      switch KeptNumber(word) {
      case .mark(let mark):
        return isMissing(markTexts[mark]) ? nil : (markTexts[mark], count)
      case .number(let number):
        guard (-20...0).contains(number.exponent) else { return nil }
        let notation = DecimalNotation(decimals: -number.exponent, hasFixedDecimals: true)
        return (notation.text(number.mantissa), count)
      }
    }
    guard let found = Notations.found(in: WrittenValues(values, hasSemicolons: hasSemicolons)),
      // The numbers so far mean what they were taken for.
      values.allSatisfy({ value in
        value.text.withUnsafeBytes { text in
          NumberText(text).map { found.notation.number(text)?.word == $0.word } ?? true
        }
      })
    else { return false }
    self.found = found
    let words = markTexts.enumerated().map { mark, text in
      text.withUnsafeBytes { found.notation.number($0)?.word } ?? Self.noNumber + mark
    }
    let kept = Array(numbers)
    numbers.removeAll()
    for word in kept { numbers.append(Self.mark(ofWord: word).map { words[$0] } ?? word) }
    return mayBeNumbers
  }
}
