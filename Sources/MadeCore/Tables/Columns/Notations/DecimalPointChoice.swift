// Whether the decimal point of a column is a point or a comma.

/// What the separators of a column say about its decimal point.
///
/// Most texts are numbers in one way only: 12,5 and 1.234,5 have a comma, 1,234,567 has a point if it has decimals at
/// all. Doubtful are 1,234 and 1.234, and a column of nothing else (but for `OddCells`).
struct DecimalPointChoice {
  let point: DigitSeparator
  /// Whether it might as well be the other one.
  let isDoubtful: Bool

  /// Fewer different numbers with a separator may have three digits after it by chance.
  private static let fewNumbers = 16
  /// The least number of different whole numbers that is no accident.
  private static let fewWholes = 5

  /// - Parameters:
  ///   - values: of the column.
  ///   - isMoney: whether they are amounts, which do not have three decimals.
  ///   - hasSemicolons: whether the delimiter of the table leaves commas to its numbers.
  init(_ values: [SplitNumber], isMoney: Bool, hasSemicolons: Bool) {
    var (comma, point) = (Certain(), Certain())
    var doubtful: [DigitSeparator: Doubt] = [:]
    // Different whole numbers below 1000 but 0.
    var wholes = (values: 0, cells: 0)
    for value in values {
      switch (value.byComma, value.byPoint) {
      case (let digits?, nil): comma.add(digits, value.count)
      case (nil, let digits?): point.add(digits, value.count)
      case (let one?, let other?):
        let separator = one.hasPoint ? DigitSeparator.comma : other.hasPoint ? .point : nil
        if let separator {
          doubtful[separator, default: Doubt()].add(
            wholeDigits: (one.hasPoint ? one : other).wholeDigits, value.count)
        } else if one.wholeDigits < 4, !value.isZero {
          wholes = (wholes.values + 1, wholes.cells + value.count)
        }
      case (nil, nil): break
      }
    }
    let doubts = doubtful.values.reduce(0) { $0 + $1.cells }
    let all = comma.cells + point.cells + doubts
    let best = comma.cells > point.cells ? comma : point
    if best.cells > 0, best.isSure || !OddCells.areNegligible(best.cells, of: all) {
      self.init(comma.cells > point.cells ? .comma : .point, isDoubtful: false)
      return
    }
    let separator: DigitSeparator =
      (doubtful[.comma]?.cells ?? 0) >= (doubtful[.point]?.cells ?? 0) ? .comma : .point
    guard let doubt = doubtful[separator] else {
      self.init(.point, isDoubtful: false)
      return
    }
    let other: DigitSeparator = separator == .comma ? .point : .comma
    // Decimals that leave out zeros at their end would not always be three, and others would stand in all numbers.
    let areGroups =
      doubt.values >= Self.fewNumbers && wholes.values >= Self.fewWholes
      && !OddCells.areNegligible(wholes.cells, of: wholes.cells + doubt.cells)
      || isMoney && doubt.lengths.count > 1
    if areGroups {
      self.init(other, isDoubtful: false)
    } else {
      // A comma is a decimal comma where it is not the delimiter; a point is one for all programs.
      let isDecimal = separator == .point || hasSemicolons
      self.init(isDecimal ? separator : other, isDoubtful: separator == .comma || hasSemicolons)
    }
  }

  private init(_ point: DigitSeparator, isDoubtful: Bool) {
    self.point = point
    self.isDoubtful = isDoubtful
  }

  /// Cells that can be read in one way only.
  private struct Certain {
    var cells = 0
    /// Whether one of them has two separators, as no slip of a pen does.
    var isSure = false

    mutating func add(_ digits: WrittenDigits, _ count: Int) {
      cells += count
      if digits.group != nil && (digits.hasPoint || digits.wholeDigits > 6) { isSure = true }
    }
  }

  /// Cells whose separator, before three digits, may be either.
  private struct Doubt {
    var values = 0
    var cells = 0
    /// How many digits stand before it.
    var lengths: Set<Int> = []

    mutating func add(wholeDigits: Int, _ count: Int) {
      values += 1
      cells += count
      lengths.insert(wholeDigits)
    }
  }
}
