// Columns of numbers with a density in the header of a model file: lines `notation`, `absent`, `words`, `atoms`,
// `known`, `gaps`, `rhythm`, `heaps`, `centers`, `relation`, `bound`, `tie` and `density`.

extension Numbers {
  package static var headerKeys: [String] {
    [
      "notation", "absent", "words", "atoms", "known", "gaps", "rhythm", "heaps", "centers",
      "relation", "bound", "tie", "density",
    ]
  }

  /// The lines: `notation date Y-M-D 18000` (not of plain decimal numbers), `absent % NA` (missing cells that are not all empty), `words <5 off`, `atoms 0 100`, `known 3 5 8`,
  /// `gaps -999`, `rhythm 7 7 4` (length of the period, phases, where it begins), `heaps 10 100` (the steps of levels
  /// above that of the grid), `centers 1000.0 3.5` (the centers and bends beside the first), `relation sum 0 900 12 3 1 0 0 4 -1 2 0` and `tie 3 1 1` (see `NumberRule+File`), each only if there are any, and
  /// `density other+missing 2 fixed STEP DIGITS 10 0.001 CENTER BEND MEAN DEVIATION LOW HIGH`.
  package var headerLines: [String] {
    func line(_ key: String, _ values: [Int]) -> [String] {
      values.isEmpty ? [] : ["\(key) \(values.map(String.init).joined(separator: " "))"]
    }
    let transform = values.transform
    let numbers = [
      transform.center, transform.bend, transform.mean, transform.deviation,
    ].map { "\($0)" }
    let words =
      [HeaderText.extra(hasOther: true, hasMissing: hasMissing)] + notation.digits.fileWords
      + values.steps.fileWords + [
        "\(mixture.components)", "\(mixture.least)",
      ] + numbers
      + ["\(values.range.lowerBound)", "\(values.range.upperBound)"]
    func texts(_ key: String, _ texts: [[UInt8]]) -> [String] {
      texts.isEmpty ? [] : ["\(key) \(texts.map(NumberLines.field).joined(separator: " "))"]
    }
    return notation.headerLines + texts("absent", marks.missing == [[]] ? [] : marks.missing)
      + texts("words", marks.words)
      + line("atoms", values.atoms) + line("known", values.known) + line("gaps", values.gaps)
      + (values.phasing.map(Self.line) ?? []) + Self.line(transform.others)
      + (mixture.rule?.headerLines ?? [])
      + ["density \(words.joined(separator: " "))"]
  }

  private static func line(_ phasing: NumberPhasing) -> [String] {
    switch phasing {
    case .rhythm(let rhythm): ["rhythm \(rhythm.period) \(rhythm.phases) \(rhythm.start)"]
    case .heaps(let heaps):
      ["heaps \(heaps.steps.dropFirst().map(String.init).joined(separator: " "))"]
    }
  }

  private static func line(_ centers: [NumberTransform.Bend]) -> [String] {
    let numbers = centers.flatMap { [$0.center, $0.distance] }.map { "\($0)" }
    return numbers.isEmpty ? [] : ["centers \(numbers.joined(separator: " "))"]
  }

  package static func lines(room: Int) -> any KindLines { NumberLines(room: room) }
}

/// Reads these lines.
struct NumberLines: KindLines {
  let room: Int
  private(set) var kind: (any ColumnKind)?
  private var notation: Substring?
  private var absent: [[UInt8]] = []
  private var words: [[UInt8]] = []
  private var atoms: [Int] = []
  private var known: [Int] = []
  private var gaps: [Int] = []
  private var rhythm: NumberRhythm?
  private var heaps: [Int] = []
  private var centers: [NumberTransform.Bend] = []
  private var rule = NumberRule()

  /// Most known values of a column.
  private static let mostKnown = 1 << 20

  init(room: Int) { self.room = room }

  mutating func take(_ key: String, _ value: Substring) -> Bool {
    switch key {
    case "notation": takeNotation(value)
    case "absent": Self.take(value, most: room, into: &absent) && absent != [[]]
    case "words": Self.take(value, most: room, into: &words) && !words.contains([])
    case "atoms": Self.take(value, most: room, into: &atoms)
    case "known": Self.take(value, most: Self.mostKnown, into: &known)
    case "gaps": Self.take(value, most: Self.mostKnown, into: &gaps)
    case "rhythm": takeRhythm(value)
    case "heaps": Self.take(value, most: NumberHeaps.mostLevels - 1, into: &heaps)
    case "centers": takeCenters(value)
    case "relation": rule.takeRelation(value)
    case "bound": rule.takeBound(value)
    case "tie": rule.takeTie(value)
    case "density": takeDensity(value)
    default: false
    }
  }

  /// Takes what `Notations` reads once the digits are known, of a length that a notation may have.
  private mutating func takeNotation(_ value: Substring) -> Bool {
    guard notation == nil, value.utf8.count <= HeaderText.mostNotationBytes else { return false }
    notation = value
    return true
  }

  /// Takes ascending numbers, at least one.
  private static func take(_ text: Substring, most: Int, into values: inout [Int]) -> Bool {
    guard values.isEmpty, HeaderText.mayHold(text.utf8, most) else { return false }
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      guard let value = HeaderText.integer(word, ValueRanges.limits),
        values.last.map({ $0 < value }) ?? true
      else { return false }
      values.append(value)
    }
    return true
  }

  /// A text as a field: nothing is `%`.
  static func field(_ text: [UInt8]) -> String { text.isEmpty ? "%" : HeaderText.escaped(text) }

  /// Takes ascending texts, at least one.
  private static func take(_ line: Substring, most: Int, into texts: inout [[UInt8]]) -> Bool {
    guard texts.isEmpty, HeaderText.mayHold(line.utf8, most) else { return false }
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      guard let text = word == "%" ? [] : HeaderText.unescaped(word.utf8), word.isEmpty == false,
        texts.last.map({ $0.lexicographicallyPrecedes(text) }) ?? true
      else { return false }
      texts.append(text)
    }
    return true
  }

  private mutating func takeRhythm(_ text: Substring) -> Bool {
    let numbers = text.split(separator: " ", omittingEmptySubsequences: false).compactMap {
      HeaderText.integer($0, 0...NumberRhythm.mostUnits)
    }
    guard rhythm == nil, numbers.count == 3, text.utf8.count(where: { $0 == 0x20 }) == 2 else {
      return false
    }
    rhythm = NumberRhythm(period: numbers[0], phases: numbers[1], start: numbers[2])
    return true
  }

  private mutating func takeCenters(_ text: Substring) -> Bool {
    guard centers.isEmpty, HeaderText.mayHold(text.utf8, 2 * NumberTransform.mostCenters) else {
      return false
    }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let numbers = words.compactMap { HeaderText.real($0) }
    guard numbers.count == words.count, numbers.count.isMultiple(of: 2) else { return false }
    centers = stride(from: 0, to: numbers.count, by: 2).map {
      NumberTransform.Bend(center: numbers[$0], distance: numbers[$0 + 1])
    }
    return true
  }

  private mutating func takeDensity(_ text: Substring) -> Bool {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 13, let extra = HeaderText.extraCodes(words[0].utf8), extra.hasOther,
      let digits = DecimalNotation(fileWords: words[1...2]),
      let notation = notation.map({ Notations.named($0, digits: digits) }) ?? digits,
      self.words.allSatisfy({ $0.withUnsafeBytes { notation.number($0) == nil } }),
      let steps = NumberSteps(fileWords: words[3...4]),
      let components = HeaderText.integer(words[5], 1...LogisticMixture.mostComponents),
      let least = Float(words[6]), least.isFinite, least >= 1e-6, least <= 1,
      "\(least)" == words[6]
    else { return false }
    let numbers = words[7...10].compactMap { HeaderText.real($0) }
    guard numbers.count == 4, let low = HeaderText.integer(words[11], ValueRanges.limits),
      let high = HeaderText.integer(words[12], ValueRanges.limits), low <= high,
      (atoms + known + gaps + [low, high]).allSatisfy({ steps.nearest(to: $0) == $0 }),
      gaps.allSatisfy({ NumberValues.gapLimits.contains($0) }),
      Set(atoms + known + [low, high]).isDisjoint(with: gaps)
    else { return false }
    let transform = NumberTransform(
      center: numbers[0], bend: numbers[1], mean: numbers[2], deviation: numbers[3],
      perPower: notation.powerScale?.perPower ?? 0, others: centers)
    // Without a line `absent` missing cells are empty.
    let missing = extra.hasMissing && absent.isEmpty ? [[]] : absent
    let marks = NumberMarks(missing: missing, words: self.words)
    if rhythm != nil && !heaps.isEmpty { return false }
    let phasing: NumberPhasing? =
      heaps.isEmpty
      ? rhythm.map { .rhythm($0) } : .heaps(NumberHeaps(steps: [steps.step] + heaps))
    let heads = atoms.count + marks.count + (known.isEmpty ? 1 : 2)
    guard transform.isLegal, heads + 3 * components + (phasing?.phases ?? 0) <= room,
      phasing.map({ $0.fits(steps) && gaps.isEmpty }) ?? true,
      Set(atoms).isDisjoint(with: known), extra.hasMissing || absent.isEmpty,
      Set(missing).isDisjoint(with: self.words)
    else { return false }
    if rule.tie.map({ $0.ownMarks != missing.count || !extra.hasMissing }) ?? false { return false }
    if rule.relation?.isBound == false && (!steps.areEven || !gaps.isEmpty) { return false }
    var mixture = LogisticMixture(
      values: NumberValues(
        transform: transform, steps: steps, marks: marks.count, atoms: atoms, known: known,
        range: low...high, gaps: gaps, phasing: phasing),
      components: components, least: least)
    if rule.relation != nil || rule.tie != nil { mixture.rule = rule }
    kind = Numbers(notation: notation, mixture: mixture, marks: marks)
    return true
  }
}

extension HeaderText {
  /// A number in its one spelling; nil for any other text, and for what is not finite.
  static func real(_ text: Substring) -> Double? {
    guard let value = Double(text), value.isFinite, "\(value)" == text else { return nil }
    return value
  }
}
