// Columns that say which record it is, and nothing about it.

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

  /// Whether the cells number the records: whole numbers that go up, or down, by the same step from each record
  /// to the next one.
  ///
  /// One cell may hold no number. Dates do not only count: they say the season, and the day of the week.
  var numbersRecords: Bool {
    if notation?.isCalendar == true { return false }
    var count = RecordCount()
    switch storage {
    case .nothing: return false
    case .codes:
      for cell in 0..<cells {
        let code = code(ofCell: cell)
        if !count.take(code == 0 ? nil : number(ofCode: code - 1)) { return false }
      }
    case .numbers:
      for cell in 0..<cells {
        let word = numbers[cell]
        let number = Self.mark(ofWord: word) == nil ? NumberText(word: word) : nil
        if !count.take(number) { return false }
      }
    }
    return count.numbers >= Self.fewestNumbers
  }
}

/// Follows the cells of a column as long as they may number the records.
private struct RecordCount {
  /// How many of the cells are numbers.
  private(set) var numbers = 0
  private var gaps = 0
  /// The last number, and how many cells ago it was.
  private var last = 0
  private var distance = 0
  private var step: Int?

  /// Takes the next cell, nil if it is no number; false if the cells number no records.
  mutating func take(_ number: NumberText?) -> Bool {
    distance += 1
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
    }
    numbers += 1
    (last, distance) = (value, 0)
    return true
  }
}
