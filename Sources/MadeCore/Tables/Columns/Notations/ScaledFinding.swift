// From the values of a column to the scales of its numbers.

/// How the numbers of a column are found to be written in several scales.
///
/// A letter is a scale only where the column shows it: numbers have different ones, each is in the largest that is not
/// larger than it (999K, but 1M), and they are amounts of money, of a unit, or long enough to be no codes.
struct ScaledFinding {
  private(set) var style = WrittenStyle()
  private(set) var scales: [NumberScale] = []
  /// Which of these is written after 0.
  private(set) var zero = 0

  /// The texts with a suffix, of those that have the prefix of most.
  private struct Suffixed {
    let text: [UInt8]
    let count: Int
    let parts: WrittenParts
    let suffix: [UInt8]
  }

  /// A number with its scale.
  private struct Scaled {
    let value: SplitNumber
    let power: Int
    /// As it is written.
    let suffix: [UInt8]
  }

  private static let mostSuffixes = 40
  /// So many cells may be in another scale than that of their size: one in 20.
  private static let fewOthers = 20
  /// Numbers below are codes as easily.
  private static let fewestDigits = 3

  init?(_ all: WrittenValues) {
    if PlainLook(all).isPlain { return nil }
    guard let (prefix, texts) = Self.suffixed(all) else { return nil }
    var cells: [[UInt8]: Int] = [:]
    for text in texts { cells[text.suffix, default: 0] += text.count }
    guard cells.count > 1, let rest = Self.rest(cells) else { return nil }
    var powers: [[UInt8]: Int] = [:]
    for suffix in cells.keys {
      powers[suffix] = ScaleReading.all(suffix).first { $0.rest == rest }?.power
    }
    let scaled = texts.compactMap { text -> Scaled? in
      guard let power = powers[text.suffix],
        let value = text.text.withUnsafeBytes({ SplitNumber($0, count: text.count, text.parts) })
      else { return nil }
      return Scaled(value: value, power: power, suffix: Array(text.text[text.parts.suffix]))
    }
    let certainty = Currency.certainty(prefix.trimmed)
    let areMoney =
      certainty == .sure && !prefix.trimmed.isEmpty
      || !rest.isEmpty && Currency.certainty(rest) == .sure
    let choice = DecimalPointChoice(
      scaled.map(\.value), isMoney: areMoney, hasSemicolons: all.hasSemicolons)
    var tally = WrittenTally(point: choice.point)
    for number in scaled { tally.add(number.value) }
    let read = scaled.filter { $0.value.digits(choice.point) != nil }
    let readCells = read.reduce(0) { $0 + $1.value.count }
    guard all.texts.count - read.count <= WrittenValues.mostWords,
      2 * readCells > all.counts.reduce(0, +)
    else { return nil }
    style = tally.style
    (style.prefix, style.whole) = (prefix.written, nil)
    takeScales(read, choice.point)
    let isUnit = ScaleReading(power: 0, rest: rest).isOfUnit
    guard scales.count > 1, areInLargest(read, choice.point),
      areCertain(read, choice.point, isUnit: isUnit, areMoney: areMoney),
      style == .plain || WrittenStyle(headerWords: style.headerWords.map { $0[...] }) == style,
      ScaledNotation(
        style, scales: scales, zero: zero,
        digits: DecimalNotation(decimals: 0, hasFixedDecimals: false)
      ).readsWhatItWrites
    else { return nil }
  }

  /// The texts with numbers whose prefix is that of most; nil if there are too many others.
  private static func suffixed(
    _ all: WrittenValues
  ) -> (prefix: (trimmed: [UInt8], written: [UInt8]), texts: [Suffixed])? {
    var texts: [(prefix: [UInt8], text: Suffixed)] = []
    var prefixes: [[UInt8]: [[UInt8]: Int]] = [:]
    var suffixes: Set<[UInt8]> = []
    for (index, (text, count)) in zip(all.texts, all.counts).enumerated() {
      if let parts = text.withUnsafeBytes({ WrittenParts($0) }) {
        let prefix = Array(text[parts.prefix])
        let trimmed = WrittenStyle.trimmed(prefix)
        let suffix = WrittenStyle.trimmed(text[parts.suffix])
        if suffixes.insert(suffix).inserted, suffixes.count > mostSuffixes { return nil }
        if Currency.certainty(trimmed) != nil {
          prefixes[trimmed, default: [:]][prefix, default: 0] += count
          texts.append((trimmed, Suffixed(text: text, count: count, parts: parts, suffix: suffix)))
        }
      }
      // Most columns of words are known for it soon.
      if index + 1 - texts.count > WrittenValues.mostWords { return nil }
    }
    func most<Key>(_ counts: [Key: Int]) -> Key? {
      counts.max { ($0.value, "\($1.key)") < ($1.value, "\($0.key)") }?.key
    }
    guard let prefix = most(prefixes.mapValues { $0.values.reduce(0, +) }),
      let written = prefixes[prefix].flatMap({ most($0) })
    else { return nil }
    return ((prefix, written), texts.filter { $0.prefix == prefix }.map(\.text))
  }

  /// What remains of nearly all suffixes without their scales, of which there are several.
  private static func rest(_ cells: [[UInt8]: Int]) -> [UInt8]? {
    var rests: [[UInt8]: (cells: Int, powers: Set<Int>)] = [:]
    for (suffix, count) in cells {
      for reading in ScaleReading.all(suffix) {
        let sum = rests[reading.rest] ?? (0, [])
        rests[reading.rest] = (sum.cells + count, sum.powers.union([reading.power]))
      }
    }
    return rests.filter { $0.value.powers.count > 1 }.max {
      ($0.value.cells, $1.key.count, "\($1.key)") < ($1.value.cells, $0.key.count, "\($0.key)")
    }?.key
  }

  private mutating func takeScales(_ numbers: [Scaled], _ point: DigitSeparator) {
    var zeros: [Int: Int] = [:]
    for power in Set(numbers.map(\.power)).sorted() {
      let own = numbers.filter { $0.power == power }
      var spellings: [[UInt8]: Int] = [:]
      for number in own { spellings[number.suffix, default: 0] += number.value.count }
      let spelling = spellings.max { ($0.value, "\($1.key)") < ($1.value, "\($0.key)") }?.key
      zeros[power] = own.reduce(0) { $1.value.isZero ? $0 + $1.value.count : $0 }
      let (decimals, areFixed) = Self.decimals(own, point)
      scales.append(
        NumberScale(
          power: power, suffix: spelling ?? [], decimals: decimals, hasFixedDecimals: areFixed))
    }
    zero =
      scales.indices.max {
        (zeros[scales[$0].power] ?? 0, $1) < (zeros[scales[$1].power] ?? 0, $0)
      } ?? 0
  }

  /// The decimals of numbers of one scale, and whether all of a size have as many.
  private static func decimals(
    _ numbers: [Scaled], _ point: DigitSeparator
  ) -> (decimals: [Int], areFixed: Bool) {
    var sizes = [[(number: Int, cells: Int)]](repeating: [], count: NumberScale.sizes)
    var needed = sizes
    for number in numbers {
      guard let digits = number.value.digits(point) else { continue }
      let size = min(max(digits.wholeDigits, 1), sizes.count) - 1
      sizes[size].append((digits.fractionDigits, number.value.count))
      // 10.0M is 9.96M in a file in which others are 11M.
      needed[size].append(
        (digits.hasOnlyZerosAfterPoint ? 0 : digits.fractionDigits, number.value.count))
    }
    let limit = NumberScale.decimalsLimits.upperBound
    let least = sizes.map { places in
      OddCells.least(places.map { (-$0.number, $0.cells) }).map { -$0 }
    }
    let most = zip(needed, least).map { places, least in
      OddCells.least(places).map { min(max($0, least ?? 0), limit) }
    }
    let areFixed = zip(least, most).allSatisfy { ($0 ?? 0) >= ($1 ?? 0) }
    // A size that no number has is like the one below, or above.
    var known = most.compactMap { $0 }.first ?? 0
    var decimals: [Int] = []
    for size in most {
      known = size ?? known
      decimals.append(known)
    }
    return (Set(decimals).count == 1 ? [known] : decimals, areFixed)
  }

  /// Whether nearly all numbers are in the largest scale that is not larger than they are.
  private func areInLargest(_ numbers: [Scaled], _ point: DigitSeparator) -> Bool {
    var (all, others) = (0, 0)
    for number in numbers where !number.value.isZero {
      all += number.value.count
      guard let digits = number.value.digits(point), !digits.wholeIsZero else {
        if number.power != scales.first?.power { others += number.value.count }
        continue
      }
      let power = number.power + digits.wholeDigits - 1
      if scales.last(where: { $0.power <= power })?.power != number.power {
        others += number.value.count
      }
    }
    return Self.fewOthers * others <= all
  }

  /// Whether the suffixes are scales and no letters of codes.
  private func areCertain(
    _ numbers: [Scaled], _ point: DigitSeparator, isUnit: Bool, areMoney: Bool
  ) -> Bool {
    let numbers = numbers.filter { !$0.value.isZero }
    let powers = Set(numbers.map(\.power))
    guard powers.count > 1 else { return false }
    if isUnit || areMoney { return true }
    let areLong = numbers.contains {
      $0.value.digits(point).map { $0.wholeDigits >= Self.fewestDigits } ?? false
    }
    let suffixed = numbers.filter { $0.power != 0 }
    let haveDecimals = suffixed.contains {
      $0.value.digits(point).map { $0.fractionDigits > 0 } ?? false
    }
    return areLong && (haveDecimals || Set(suffixed.map(\.power)).count > 1)
  }
}
