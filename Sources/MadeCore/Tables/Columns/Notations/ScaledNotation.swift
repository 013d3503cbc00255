// Numbers with scales: $1.2M, 350K, 12 GB beside 500 MB.

/// Decimal numbers that are written in the largest of several scales that is not larger than they are.
///
/// 1.2M is 1200000, and in a column of bytes 500 MB are 500000000: scales are powers of ten. What stands between and
/// before the digits is a `WrittenStyle`.
package struct ScaledNotation: Notation {
  package static let word = "scaled"

  /// Without a suffix, which the scales have.
  package let style: WrittenStyle
  /// By ascending powers; two at least.
  package let scales: [NumberScale]
  /// Which of these is written after 0.
  package let zero: Int
  package var digits: DecimalNotation
  private let texts: [ScaleText]

  package init(_ style: WrittenStyle, scales: [NumberScale], zero: Int, digits: DecimalNotation) {
    self.style = style
    self.scales = scales
    self.zero = zero
    self.digits = digits
    texts = scales.map { ScaleText($0, style) }
  }

  package static func found(in values: WrittenValues) -> FoundNotation? {
    guard let found = ScaledFinding(values) else { return nil }
    return FoundNotation(
      ScaledNotation(
        found.style, scales: found.scales, zero: found.zero,
        digits: DecimalNotation(decimals: 0, hasFixedDecimals: false)))
  }

  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
    guard let parts = WrittenParts(text) else { return NumberText(text) }
    let suffix = WrittenStyle.trimmed(text[parts.suffix])
    guard !suffix.isEmpty else {
      // Without a scale it says what it says.
      return texts.first?.reader.number(text)
    }
    guard let scale = texts.first(where: { $0.suffix == suffix }) ?? scale(like: suffix) else {
      return nil
    }
    return scale.reader(suffix).number(text)?.times(powerOfTen: scale.power)
  }

  /// The only scale whose suffix has the same letters, small or large: k for K.
  private func scale(like suffix: [UInt8]) -> ScaleText? {
    let alike = texts.filter {
      $0.suffix.count == suffix.count
        && zip($0.suffix, suffix).allSatisfy { $0 == $1 || $0 ^ $1 == 0x20 && $0.isLetter }
    }
    return alike.count == 1 ? alike[0] : nil
  }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    let index = scale(of: units)
    let scale = scales[index]
    var plain = Array(String(units.magnitude).utf8)
    let zeroDigit = UInt8(ascii: "0")
    // Digits after the point in this scale; below 0 zeros are missing before it.
    let places = decimals + scale.power
    if places < 0 { plain += Array(repeating: zeroDigit, count: units == 0 ? 0 : -places) }
    if places > 0 {
      plain = Array(repeating: zeroDigit, count: max(places + 1 - plain.count, 0)) + plain
    }
    var fraction = places > 0 ? plain.suffix(places) : []
    let whole = plain.dropLast(fraction.count)
    let least = scale.hasFixedDecimals ? scale.decimals(wholeDigits: whole.count) : 0
    while fraction.count > least, fraction.last == zeroDigit { fraction.removeLast() }
    let missing = Array(repeating: zeroDigit, count: max(least - fraction.count, 0))
    var text: [UInt8] = units < 0 ? [UInt8(ascii: "-")] : []
    text += whole
    if !fraction.isEmpty || !missing.isEmpty { text += [UInt8(ascii: ".")] + fraction + missing }
    texts[index].style.append(text[...], to: &bytes)
  }

  /// The largest that is not larger than a number of units.
  private func scale(of units: Int) -> Int {
    if units == 0 { return zero }
    let power = units.magnitude.digitCount - 1 - decimals
    return scales.lastIndex { $0.power <= power } ?? 0
  }

  /// The power of ten of a number's step, from the size at which it begins.
  package var stepsBySize: [SizeStep] {
    var steps: [SizeStep] = []
    for (index, scale) in scales.enumerated() {
      let top = index + 1 < scales.count ? scales[index + 1].power - scale.power : NumberScale.sizes
      for size in 0..<min(top, NumberScale.sizes) {
        let first = scale.power + decimals
        let step = SizeStep(
          from: steps.isEmpty ? 0 : max(first + size, 0),
          power: max(first - scale.decimals(wholeDigits: size + 1), 0))
        if steps.last?.power != step.power { steps.append(step) }
      }
    }
    // The same for all sizes are no steps by size, but there have to be two.
    if let first = steps.first, steps.count == 1, let last = scales.last {
      steps.append(SizeStep(from: max(last.power + decimals, first.power), power: first.power))
    }
    return steps
  }

  package static func == (one: ScaledNotation, other: ScaledNotation) -> Bool {
    one.style == other.style && one.scales == other.scales && one.zero == other.zero
      && one.digits == other.digits
  }
}

/// A scale, and what reads and writes its numbers.
private struct ScaleText: Sendable {
  let power: Int
  /// Without blanks.
  let suffix: [UInt8]
  let style: WrittenStyle
  let reader: WrittenStyle.Reader

  /// What reads numbers with another spelling of the suffix.
  func reader(_ spelling: [UInt8]) -> WrittenStyle.Reader {
    if spelling == suffix { return reader }
    var style = style
    style.suffix = spelling
    return WrittenStyle.Reader(style)
  }

  init(_ scale: NumberScale, _ style: WrittenStyle) {
    var style = style
    style.suffix = scale.suffix
    (power, suffix) = (scale.power, WrittenStyle.trimmed(scale.suffix))
    self.style = style
    reader = WrittenStyle.Reader(style)
  }
}

extension NumberText {
  /// The number times a power of ten; nil if it is too large or too small to be kept.
  fileprivate func times(powerOfTen power: Int) -> NumberText? {
    let product = exponent + power
    if mantissa == 0 { return self }
    guard Self.exponents.contains(product) else { return nil }
    return NumberText(mantissa: mantissa, exponent: product)
  }
}

// MARK: - Model file

extension ScaledNotation {
  /// The words of a style, whose suffix is nothing, the power of the scale of 0, and for each scale its power, its
  /// decimals, with a plus if all numbers have them, and its suffix: `0 0/0/% 3/0+/K 6/1/M`.
  package var headerWords: [String] {
    style.headerWords + ["\(scales[zero].power)"]
      + scales.map { scale in
        let suffix = scale.suffix.isEmpty ? "%" : HeaderText.escaped(scale.suffix)
        let decimals = scale.decimals.map(String.init).joined(separator: ",")
        return "\(scale.power)/\(decimals)\(scale.hasFixedDecimals ? "+" : "")/\(suffix)"
      }
  }

  private static let mostScales = 12

  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    let count = WrittenStyle.headerWordCount
    guard (count + 3...count + 1 + Self.mostScales).contains(words.count),
      let style = WrittenStyle(headerWords: Array(words.prefix(count)), mayBePlain: true),
      style.suffix.isEmpty, style.whole == nil, digits.exponent == nil
    else { return nil }
    let scales = words.dropFirst(count + 1).compactMap { NumberScale(headerWord: $0) }
    guard scales.count == words.count - count - 1,
      zip(scales, scales.dropFirst()).allSatisfy({ $0.power < $1.power }),
      let power = HeaderText.integer(words[words.startIndex + count], NumberScale.powers),
      let zero = scales.firstIndex(where: { $0.power == power })
    else { return nil }
    self.init(style, scales: scales, zero: zero, digits: digits)
    guard readsWhatItWrites else { return nil }
  }

  /// Whether no suffix is taken for another one.
  var readsWhatItWrites: Bool {
    var suffixes: Set<[UInt8]> = []
    for (scale, text) in zip(scales, texts) {
      guard suffixes.insert(text.suffix).inserted,
        // A number without a suffix is one of units.
        !text.suffix.isEmpty || scale.power == 0, text.style.readsWhatItWrites
      else { return false }
    }
    return on(DecimalNotation(decimals: 2, hasFixedDecimals: false)).readsBack
  }

  private var readsBack: Bool {
    [0, 1, -7, 125].allSatisfy { first in
      (0..<13).allSatisfy { power in
        let units = (0..<power).reduce(first) { units, _ in units * 10 }
        return text(units).withUnsafeBytes { self.units($0) } == units
      }
    }
  }
}

extension NumberScale {
  fileprivate init?(headerWord word: Substring) {
    let parts = word.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let power = HeaderText.integer(parts[0], Self.powers) else {
      return nil
    }
    let isFixed = parts[1].last == "+"
    let words = (isFixed ? parts[1].dropLast() : parts[1]).split(
      separator: ",", omittingEmptySubsequences: false)
    let decimals = words.compactMap { HeaderText.integer($0, Self.decimalsLimits) }
    guard decimals.count == words.count, [1, Self.sizes].contains(decimals.count),
      decimals.count == 1 || Set(decimals).count > 1,
      let suffix = parts[2] == "%" ? [] : HeaderText.unescaped(parts[2].utf8),
      parts[2] == "%" || !suffix.isEmpty, suffix.count <= WrittenParts.mostBytes / 4,
      suffix.last?.isBlank != true, suffix.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    self.init(power: power, suffix: suffix, decimals: decimals, hasFixedDecimals: isFixed)
  }
}
