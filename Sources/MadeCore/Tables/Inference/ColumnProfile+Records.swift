// Columns that say which record it is, and nothing that could be learnt about it.

extension ColumnProfile {
  /// Fewer numbers than this number no records: of two, the second one is always a step from the first.
  private static let fewestNumbers = 3
  /// Up to this many words may all be different by chance.
  private static let fewWords = 10

  /// Whether no two cells are alike, as the names of records are.
  ///
  /// Measures need not repeat either: it says nothing of a column of numbers.
  var namesRecords: Bool {
    !hasRepeats && missing <= 1 && cells - missing > Self.fewWords
  }

  /// Whether the next record would probably have a word that none of these has.
  ///
  /// The share of words that occur once estimates that probability:
  ///
  ///     p(a new word) = n_1 / N,   n_1 the words that occur once, N the cells that have a word
  ///
  /// Where it is above a half, by more than its standard error 1 / (2 sqrt N), the list of words does not describe the
  /// column: these are names, addresses or identifiers, and a model could only learn them by heart.
  /// Source: Good, "The population frequencies of species and the estimation of population parameters", 1953.
  var isMostlyUnique: Bool {
    guard case .codes = storage, cells - missing > Self.fewWords else { return false }
    var (cells, once) = (0, 0)
    for (code, count) in valueCounts.enumerated() where !absent.contains(code) {
      cells += count
      if count == 1 { once += 1 }
    }
    let excess = 2 * once - cells
    return excess > 0 && excess * excess > cells
  }

  /// Whether the cells are numbers that number the records: whole ones that go up, or down, by the same step from each
  /// record to the next one.
  ///
  /// One cell may hold no number. Dates do not only count: they say the season, and the day of the week.
  var numbersRecords: Bool { countOfNumbers != nil }

  /// How the cells number the records, all with the same text before and after the number if they have one, such as
  /// `ID-0017` or `5 kg`; nil if they do not, or are not written like that: `1,000 kg`.
  var recordCount: RecordCount? {
    if notation?.areQuantities == false { return nil }
    return (notation == nil ? countOfNumbers : nil) ?? countOfWords
  }

  /// How the codes in the cells are put together; nil if they hold none.
  var recordCode: RecordCode? {
    guard case .codes = storage else { return nil }
    let isMissing = (0..<dictionary.count).map { code in
      absent.contains(code) || dictionary[code].withUnsafeBytes { MissingTokens.isKnown($0) }
    }
    let words = isMissing.indices.filter { !isMissing[$0] }
    guard let code = RecordCode(words.map { Array(dictionary[$0]) }) else { return nil }
    var cellsOf = [Int](repeating: 0, count: dictionary.count + 1)
    codes.forEach(0..<codes.count) { cellsOf[$1] += 1 }
    let present = words.reduce(0) { $0 + cellsOf[$1 + 1] }
    // Templates count different words, so missing cells are counted as if each word had one cell.
    let tokens =
      [(text: [], cells: cellsOf[0])]
      + isMissing.indices.filter { isMissing[$0] }
      .map { (text: Array(dictionary[$0]), cells: cellsOf[$0 + 1]) }
    return code.with(
      missing: tokens.filter { $0.cells > 0 }.map { token in
        (token.text, max(token.cells * words.count / max(present, 1), 1))
      })
  }

  private var countOfNumbers: RecordCount? {
    if notation?.areQuantities == false { return nil }
    var steps = EqualSteps()
    switch storage {
    case .nothing: return nil
    case .codes:
      for cell in 0..<cells {
        let code = code(ofCell: cell)
        if !steps.take(code == 0 ? nil : number(ofCode: code - 1)) { return nil }
      }
    case .numbers:
      for cell in 0..<cells {
        let word = numbers[cell]
        let number = Self.mark(ofWord: word) == nil ? NumberText(word: word) : nil
        if !steps.take(number) { return nil }
      }
    }
    guard steps.numbers >= Self.fewestNumbers, var count = steps.count,
      RecordCount.limits.contains(count.first), RecordCount.limits.contains(count.step)
    else { return nil }
    // How they are written is seen in the dictionary; the first cell may be the one without a number.
    if let text = (0..<min(dictionary.count, 2)).lazy.map({ Array(self.dictionary[$0]) })
      .first(where: { $0.withUnsafeBytes { NumberText($0) != nil } })
    {
      count.takeForm(of: text)
    }
    return count
  }

  /// Words that are numbers between texts that are the same in all of them.
  private var countOfWords: RecordCount? {
    guard case .codes = storage, !hasRepeats, missing == 0, absent.isEmpty,
      looks.forms.isDisjoint(with: [.date, .decimal]), dictionary.count > Self.fewWords,
      var count = RecordCount(Array(dictionary[0]), Array(dictionary[1]))
    else { return nil }
    count.takeForm(of: Array(dictionary[0]))
    return (0..<dictionary.count).allSatisfy {
      dictionary[$0].elementsEqual(count.text(ofRecord: $0))
    }
      ? count : nil
  }
}

extension RecordCount {
  /// The count whose first two texts are those, with digits between the same other bytes.
  fileprivate init?(_ one: [UInt8], _ two: [UInt8]) {
    guard let one = Parts(one), let two = Parts(two), one.prefix == two.prefix,
      one.suffix == two.suffix, one.number != two.number, one.prefix.count <= Self.mostText,
      one.suffix.count <= Self.mostText
    else { return nil }
    self.init(first: one.number, step: two.number - one.number)
    (prefix, suffix) = (one.prefix, one.suffix)
  }

  /// What stands before, in and after the last digits of a text.
  private struct Parts {
    let prefix: [UInt8]
    let number: Int
    let suffix: [UInt8]

    init?(_ text: [UInt8]) {
      let upToDigits = text.prefix((text.lastIndex(where: \.isDigit) ?? -1) + 1)
      let digits = upToDigits.reversed().prefix(while: \.isDigit).count
      guard digits > 0, digits <= 15,
        let number = Int(String(decoding: upToDigits.suffix(digits), as: UTF8.self))
      else { return nil }
      prefix = Array(upToDigits.dropLast(digits))
      self.number = number
      suffix = Array(text[upToDigits.endIndex...])
    }
  }

  /// Takes over the zeros before and after the number of a text of the column.
  fileprivate mutating func takeForm(of text: [UInt8]) {
    let parts = text.dropFirst(prefix.count).dropLast(suffix.count).split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first,
      parts.joined().allSatisfy({ $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") })
    else { return }
    let figures = whole.drop { $0 == UInt8(ascii: "-") }
    if figures.first == UInt8(ascii: "0") {
      digits = min(max(figures.count, 1), Self.digitsLimits.upperBound)
    }
    if parts.count > 1 { decimals = min(parts[1].count, Self.decimalsLimits.upperBound) }
  }
}

/// Follows the cells of a column as long as they may number the records.
private struct EqualSteps {
  /// How many of the cells are numbers.
  private(set) var numbers = 0
  private var gaps = 0
  private var cells = 0
  /// The first number, and the cell that has it.
  private var first = (number: 0, cell: 0)
  /// The last number, and how many cells ago it was.
  private var last = 0
  private var distance = 0
  private var step: Int?

  /// The count that the cells are, once there are two numbers.
  var count: RecordCount? {
    step.map { RecordCount(first: first.number - $0 * first.cell, step: $0) }
  }

  /// Takes the next cell, nil if it is no number; false if the cells number no records.
  mutating func take(_ number: NumberText?) -> Bool {
    distance += 1
    cells += 1
    guard let number else {
      gaps += 1
      return gaps <= 1
    }
    let value = number.unitsBelow(0)
    guard value == number.unitsAbove(0), value.magnitude <= NumberText.mostUnits else {
      return false
    }
    if numbers > 0 {
      let (step, rest) = (value - last).quotientAndRemainder(dividingBy: distance)
      guard rest == 0, step != 0, self.step == nil || self.step == step else { return false }
      self.step = step
    } else {
      first = (value, cells - 1)
    }
    numbers += 1
    (last, distance) = (value, 0)
    return true
  }
}
