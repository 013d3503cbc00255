// Numbers of many powers of ten: p-values from 1e-40 to 1, sizes of things from atoms to stars.

/// Decimal numbers of which the largest is more than 10^13 times the smallest.
///
/// On a grid of decimals the small ones would all be 0. So a text says a number's place among all of some digits
/// (`PowerScale`), a whole number. Places are no quantities: equally many lie in each power of ten.
package struct FloatingNotation: Notation {
  package static let word = "floating"

  package let places: PowerScale
  /// How the digits are written, whatever the number's size.
  let form: DecimalNotation
  package var digits: DecimalNotation

  init(places: PowerScale, form: DecimalNotation, digits: DecimalNotation) {
    (self.places, self.form, self.digits) = (places, form, digits)
  }

  /// A number this many powers of ten below the largest keeps one or two digits on a grid of decimals.
  private static let manyPowers = 13
  /// How many different numbers there are at least at each end of the range.
  private static let fewest = 8
  /// Larger and smaller ones are no doubles.
  private static let mostPower = 324
  private static let leastNormal = -307
  /// Powers of ten below the smallest number that have places, too: this many at least, and this part of all.
  private static let margin = 2
  private static let marginShare = 8

  package static func found(in values: WrittenValues) -> FoundNotation? {
    var look = ExponentLook()
    var plainDecimals: [Int] = []
    let read = values.read { text -> NumberText? in
      guard let number = NumberText(text), number.size.power.magnitude < mostPower else {
        return nil
      }
      look.look(text, number)
      if !text.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
        plainDecimals.append(max(-number.exponent, 0))
      }
      return number
    }
    guard let read else { return nil }
    let numbers = zip(read, values.counts).compactMap { number, count in
      number.flatMap { $0.mantissa == 0 ? nil : ($0, count) }
    }
    let powers = numbers.map(\.0.size.power).sorted()
    guard powers.count >= 2 * fewest, let smallest = powers.first, let largest = powers.last
    else { return nil }
    let most = powers[powers.count - fewest]
    guard most - powers[fewest - 1] > manyPowers else { return nil }
    let small = numbers.filter { most - $0.0.size.power > manyPowers }
    let cells = { (numbers: [(NumberText, Int)]) in numbers.reduce(0) { $0 + $1.1 } }
    if OddCells.areNegligible(cells(small), of: cells(numbers)) { return nil }
    // A grid that holds all of them is better, and that of whole numbers in any case: places have fractions.
    let decimals = OddCells.least(numbers.map { (max(-($0.0.lastExponent ?? 0), 0), $0.1) }) ?? 0
    let fractions = cells(numbers.filter { !$0.0.isWhole })
    if most + decimals <= manyPowers + 1
      || OddCells.areNegligible(fractions, of: cells(numbers))
    {
      return nil
    }
    let lengths = numbers.map { (number: $0.0.size.digits, cells: $0.1) }
    let margin = max(margin, (largest - smallest) / marginShare)
    let least = max(smallest - margin, min(smallest, leastNormal))
    let room = largest + margin - least + 1
    var digits = min(OddCells.least(lengths) ?? 1, PowerScale.digitsLimits.upperBound)
    while digits > 1, PowerScale(digits: digits, least: least).map({ $0.mostPowers < room }) ?? true
    { digits -= 1 }
    guard let places = PowerScale(digits: digits, least: least) else { return nil }
    let form = DecimalNotation(
      decimals: 0, hasFixedDecimals: false,
      leastDecimals: min(plainDecimals.min() ?? 0, 1), exponent: look.form(numbers.map { $0 }))
    return FoundNotation(
      FloatingNotation(
        places: places, form: form, digits: DecimalNotation(decimals: 0, hasFixedDecimals: false)))
  }

  /// Undoes `headerWords`.
  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    let words = Array(words)
    guard words.count == 3, digits.decimals == 0,
      let length = HeaderText.integer(words[0], PowerScale.digitsLimits),
      let least = HeaderText.integer(words[1], PowerScale.leastLimits),
      let places = PowerScale(digits: length, least: least),
      let form = DecimalNotation(fileWords: ["0", words[2]]), !form.hasFixedDecimals
    else { return nil }
    self.init(places: places, form: form, digits: digits)
  }

  package var headerWords: [String] {
    ["\(places.digits)", "\(places.least)", form.fileWords[1]]
  }

  package var areQuantities: Bool { false }

  package var powerScale: PowerScale? { places }

  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
    NumberText(text).map { NumberText(mantissa: places.place(of: $0).place, exponent: 0) }
  }

  /// A number between two places is half a place from both.
  package func limits(
    _ text: UnsafeRawBufferPointer
  ) -> (least: NumberText, most: NumberText)? {
    guard let number = NumberText(text) else { return nil }
    let (place, side) = places.place(of: number)
    let limit = NumberText(mantissa: 10 * place + 5 * side, exponent: -1)
    return (limit, limit)
  }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    let number = places.number(at: units)
    var form = form
    form.decimals = number.mantissa == 0 ? 0 : -number.exponent
    form.append(number.mantissa, to: &bytes)
  }

  package func value(_ text: UnsafeRawBufferPointer) -> Double? { decimalValue(text[...]) }
}
