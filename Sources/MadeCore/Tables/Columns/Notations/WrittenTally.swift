// How the numbers of a column are written, counted.

/// Words among the numbers of a column.
struct WordTally {
  private(set) var values = 0
  private(set) var cells = 0

  mutating func add(_ count: Int) {
    values += 1
    cells += count
  }
}

/// The features of written numbers, each with the number of cells that have it: most decide.
struct WrittenTally {
  private let point: DigitSeparator
  private var numbers = WordTally()
  /// What is no number with this decimal point.
  private var unread = WordTally()

  private var groups: [DigitSeparator: Int] = [:]
  /// Of numbers that are long enough to show it: how many have groups of two, less those with groups of three.
  private var lakhs = 0
  private var grouped = 0
  /// Numbers of four digits before the point, and of more, with groups less those without.
  private var groupedFour = 0
  private var groupedMore = 0
  private var signs: [SignStyle: Int] = [:]
  private var positive = (all: 0, plus: 0)
  private var zeros = (all: 0, plus: 0)
  private var plusInside = 0

  private var wholes: [[UInt8]: Int] = [:]
  /// Whole numbers that are written with decimals.
  private var wholesWithDecimals = 0
  private var fractions: [Int: Int] = [:]
  private var fractionsEndingInZero = 0
  private var belowOne = (all: 0, withoutZero: 0)

  private var digits: [Int: Int] = [:]
  private var endingInZero = 0
  private var addresses = 0
  private var powers = 0

  init(point: DigitSeparator) { self.point = point }

  mutating func add(_ value: SplitNumber) {
    let count = value.count
    guard let found = value.digits(point) else {
      unread.add(count)
      return
    }
    numbers.add(count)
    if let group = found.group {
      groups[group, default: 0] += count
      grouped += count
      if found.wholeDigits > 5 { lakhs += found.isLakh ? count : -count }
    }
    let change = found.group == nil ? -count : count
    if found.wholeDigits == 4 { groupedFour += change }
    if found.wholeDigits > 4 { groupedMore += change }
    if let sign = value.parts.sign {
      signs[sign, default: 0] += count
    } else if value.isZero {
      zeros = (zeros.all + count, zeros.plus + (value.parts.hasPlus ? count : 0))
    } else {
      positive = (positive.all + count, positive.plus + (value.parts.hasPlus ? count : 0))
    }
    if value.parts.isPlusInside { plusInside += count }
    addFraction(value, found)
    digits[found.wholeDigits, default: 0] += count
    if value.endsInZero { endingInZero += count }
    if value.isAddress { addresses += count }
    if found.hasPower { powers += count }
  }

  private mutating func addFraction(_ value: SplitNumber, _ found: WrittenDigits) {
    let count = value.count
    if found.fractionDigits == 0 {
      wholes[value.whole, default: 0] += count
    } else if found.hasOnlyZerosAfterPoint {
      wholesWithDecimals += count
    } else {
      fractions[found.fractionDigits, default: 0] += count
      if value.endsInZero { fractionsEndingInZero += count }
    }
    guard found.fractionDigits > 0, found.wholeIsZero else { return }
    belowOne.all += count
    if found.wholeDigits == 0 { belowOne.withoutZero += count }
  }

  /// Whether there are few enough words among the numbers.
  func mayBeNumbers(words: WordTally) -> Bool {
    words.values + unread.values <= WrittenValues.mostWords
      && 2 * (words.cells + unread.cells) < numbers.cells + words.cells + unread.cells
  }

  /// Whether the numbers are an amount's: with decimals or groups.
  var looksLikeMoney: Bool {
    2 * (fractions.values.reduce(wholesWithDecimals, +) + grouped) > numbers.cells
  }

  var hasPowers: Bool { powers > 0 }

  /// Whether the digits are those of telephone numbers, postal codes, numbers of persons or addresses of computers:
  /// whole numbers in groups, all with as many digits, or all with a plus sign.
  func areNames(hasAffix: Bool) -> Bool {
    let isWhole = fractions.isEmpty && wholesWithDecimals == 0
    guard !hasAffix, isWhole else { return false }
    let least = digits.keys.min() ?? 0
    if positive.plus == numbers.cells, grouped > 0 || least >= Self.fewestDigits { return true }
    guard grouped > 0 else { return false }
    if 2 * addresses > numbers.cells { return true }
    guard numbers.values >= Self.fewNames, signs.isEmpty, let group = mostFrequent(groups),
      let length = mostFrequent(digits),
      OddCells.areNegligible(numbers.cells - (digits[length] ?? 0), of: numbers.cells)
    else { return false }
    let fewest = group == .point ? 7 : group.isGroupOnly && group != .apostrophe ? 6 : Int.max
    // Amounts are round more often than every tenth time.
    return length >= fewest && 4 * endingInZero < numbers.cells
  }

  /// Fewer numbers may have as many digits by chance.
  private static let fewNames = 20
  /// The fewest digits after a plus sign that are a telephone number.
  static let fewestDigits = 9

  /// What most cells say, apart from what stands before and after numbers.
  var style: WrittenStyle {
    var style = WrittenStyle()
    style.point = fractions.isEmpty && wholesWithDecimals == 0 && grouped == 0 ? .point : point
    style.group = mostFrequent(groups)
    if style.group != nil {
      style.isLakh = lakhs > 0
      style.leastGrouped = groupedMore < 0 ? WrittenStyle.never : groupedFour < 0 ? 5 : 4
    }
    style.sign = mostFrequent(signs) ?? .plain
    if style.sign == .plain, 2 * plusInside > positive.plus, plusInside > 0 {
      style.sign.place = .inside
    }
    if 2 * positive.plus > positive.all {
      style.plus = 2 * zeros.plus > zeros.all ? .notNegative : .positive
    }
    (style.whole, style.hasFixedFractions) = whole
    style.hasLeadingZero = 2 * belowOne.withoutZero <= belowOne.all
    return style
  }

  /// What whole numbers have in place of decimals, and whether other numbers have the same number of them.
  private var whole: (text: [UInt8]?, isFixed: Bool) {
    let all = wholes.values.reduce(0, +)
    guard powers == 0, all > wholesWithDecimals, let text = mostFrequent(wholes) else {
      return (nil, true)
    }
    let others = fractions.values.reduce(0, +)
    let length = mostFrequent(fractions) ?? 0
    let isFixed = OddCells.areNegligible(others - (fractions[length] ?? 0), of: others)
    if !text.isEmpty { return (text, isFixed) }
    // Numbers that are written as short as can be have no zeros at their end.
    let areShort = OddCells.areNegligible(fractionsEndingInZero, of: others)
    let areOdd = OddCells.areNegligible(all, of: all + others)
    return isFixed && !areShort && !areOdd ? ([], true) : (nil, true)
  }

  /// Of equals the one whose description comes first.
  private func mostFrequent<Key>(_ counts: [Key: Int]) -> Key? {
    counts.max { ($0.value, "\($1.key)") < ($1.value, "\($0.key)") }?.key
  }
}
