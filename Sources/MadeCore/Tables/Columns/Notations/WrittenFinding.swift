// From the values of a column to how its numbers are written.

/// How the numbers of a column are found to be written.
package struct WrittenFinding: Equatable, Sendable {
  package var style: WrittenStyle
  /// How powers of ten are written; nil for none.
  package var exponent: ExponentForm?
  /// A text whose comma or point may be a decimal point or separate thousands, where no cell tells.
  package var doubtful: [UInt8]?

  /// The style in which nearly all values of a column are written; nil if they are no numbers, or as programs write
  /// them.
  package init?(_ values: WrittenValues) {
    if PlainLook(values).isPlain { return nil }
    guard let affixes = Affixes(values) else { return nil }
    let choice = DecimalPointChoice(
      affixes.values, isMoney: affixes.areMoney, hasSemicolons: values.hasSemicolons)
    var tally = WrittenTally(point: choice.point)
    for value in affixes.values { tally.add(value) }
    guard tally.mayBeNumbers(words: affixes.words), !tally.areNames(hasAffix: affixes.isAny) else {
      return nil
    }
    if affixes.certainty == .likely && !tally.looksLikeMoney { return nil }
    var style = tally.style
    (style.prefix, style.suffix) = (affixes.prefix, affixes.suffix)
    guard style != .plain, WrittenStyle(headerWords: style.headerWords.map { $0[...] }) == style
    else { return nil }
    self.style = style
    exponent = tally.hasPowers ? Self.exponent(affixes, style) : nil
    if choice.isDoubtful, let index = affixes.values.firstIndex(where: { $0.isDoubtful }) {
      doubtful = affixes.texts[index]
    }
  }

  /// How powers of ten are written, and which numbers have one.
  private static func exponent(_ affixes: Affixes, _ style: WrittenStyle) -> ExponentForm? {
    let reader = WrittenStyle.Reader(style)
    var look = ExponentLook()
    var numbers: [(number: NumberText, count: Int)] = []
    for (text, value) in zip(affixes.texts, affixes.values) {
      text.withUnsafeBytes { text in
        guard let number = reader.number(text) else { return }
        look.look(UnsafeRawBufferPointer(rebasing: text[value.parts.number]), number)
        numbers.append((number, value.count))
      }
    }
    return look.form(numbers)
  }
}

extension SplitNumber {
  /// Whether its only separator may be either.
  fileprivate var isDoubtful: Bool {
    byComma != nil && byPoint != nil && byComma?.hasPoint != byPoint?.hasPoint
  }
}

extension WrittenStyle {
  /// Whether numbers of all sizes and signs come back.
  var readsWhatItWrites: Bool {
    let reader = Reader(self)
    return ["0", "0.00", "7", "-7", "0.25", "-1234567.25", "1234", "123456.50"].allSatisfy {
      plain in
      var bytes: [UInt8] = []
      append(Array(plain.utf8)[...], to: &bytes)
      let number = bytes.withUnsafeBytes { reader.number($0) }
      let expected = Array(plain.utf8).withUnsafeBytes { NumberText($0) }
      return number?.units(decimals: 2) == expected?.units(decimals: 2)
    }
  }
}

/// What stands before and after the numbers of a column.
private struct Affixes {
  let prefix: [UInt8]
  let suffix: [UInt8]
  let certainty: Currency.Certainty
  /// The values with these affixes, or with none, and their texts.
  private(set) var values: [SplitNumber] = []
  private(set) var texts: [[UInt8]] = []
  /// The values that are words beside these numbers.
  private(set) var words = WordTally()

  var isAny: Bool { !prefix.isEmpty || !suffix.isEmpty }
  var areMoney: Bool {
    !prefix.isEmpty
      || !suffix.isEmpty
        && Currency.certainty(WrittenStyle.trimmed(suffix)) != nil
  }

  private struct Pair: Hashable {
    let prefix: [UInt8]
    let suffix: [UInt8]
    static let none = Pair(prefix: [], suffix: [])

    /// Of equals the one that comes first.
    var order: String { String(decoding: prefix + [0] + suffix, as: UTF8.self) }
  }

  /// Longer affixes are sentences.
  private static let mostBytes = 24

  init?(_ all: WrittenValues) {
    var found: [Pair: (cells: Int, spellings: [Pair: Int])] = [:]
    var parts: [(pair: Pair, parts: WrittenParts)?] = []
    var others = 0
    parts.reserveCapacity(all.texts.count)
    for (text, count) in zip(all.texts, all.counts) {
      let part = text.withUnsafeBytes { WrittenParts($0) }
      guard let part, part.suffix.count <= Self.mostBytes else {
        parts.append(nil)
        others += 1
        // Most columns of words are known for it soon.
        if others > WrittenValues.mostWords { return nil }
        continue
      }
      let exact = Pair(prefix: Array(text[part.prefix]), suffix: Array(text[part.suffix]))
      let pair = Pair(
        prefix: WrittenStyle.trimmed(exact.prefix), suffix: WrittenStyle.trimmed(exact.suffix))
      guard Currency.certainty(pair.prefix) != nil else {
        parts.append(nil)
        others += 1
        if others > WrittenValues.mostWords { return nil }
        continue
      }
      parts.append((pair, part))
      found[pair, default: (0, [:])].cells += count
      // Beside one unit all others make words.
      if found.count > WrittenValues.mostWords + 2 { return nil }
      found[pair]?.spellings[exact, default: 0] += count
    }
    let best = found.max {
      ($0.value.cells, $1.key.order) < ($1.value.cells, $0.key.order)
    }
    guard let (pair, tally) = best, let certainty = Currency.certainty(pair.prefix) else {
      return nil
    }
    // A unit is one where every number has it.
    let bare = pair == .none ? 0 : found[.none]?.cells ?? 0
    guard OddCells.areNegligible(bare, of: bare + tally.cells) else { return nil }
    let spelling = tally.spellings.max { ($0.value, $1.key.order) < ($1.value, $0.key.order) }
    prefix = spelling?.key.prefix ?? []
    suffix = spelling?.key.suffix ?? []
    self.certainty = certainty
    for (index, (text, count)) in zip(all.texts, all.counts).enumerated() {
      if let found = parts[index], found.pair == pair || found.pair == .none,
        let value = text.withUnsafeBytes({ SplitNumber($0, count: count, found.parts) })
      {
        values.append(value)
        texts.append(text)
      } else {
        words.add(count)
      }
    }
  }
}
