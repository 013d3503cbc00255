// Columns of numbers with a density as a kind of column.

extension Numbers: ColumnKind {
  package static var word: String { "density" }
  package var storage: CellStorage { .number }
  package var conditional: any Conditional { mixture }
  package var takesBytes: Bool { notation.isPlain }
  /// Numbers are drawn within the range of the training records.
  package var fitsByte: Bool {
    notation.isPlain && notation.decimals == 0 && mixture.rule == nil && marks.count == 1
      && values.range.lowerBound >= 0
      && values.range.upperBound <= 255
  }

  package func values(ofCode code: Int) -> ClosedRange<Int>? {
    NumberLimits.mark(of: code) == nil ? code...code : nil
  }

  package func logWidth(ofCell cell: Int) -> Double {
    guard NumberLimits.mark(of: cell) == nil else { return 0 }
    let units = values.steps.areEven ? 1 : values.steps.above(cell) - values.steps.below(cell)
    if let places = notation.powerScale { return logarithm(units) + places.logStep(at: cell) }
    return logarithm(units) - Double(notation.decimals) * logarithm(10)
  }

  // MARK: Inference

  package static var forms: [ColumnForm] { [.integer, .real, .date] }

  /// Numbers of up to this many different values are taken as words.
  private static let fewNumbers = 10

  package static func claim(_ profile: ColumnProfile) -> ColumnForm? {
    guard profile.isOfNumbers, profile.differentNumbers(upTo: fewNumbers + 1) > fewNumbers
    else { return nil }
    if profile.notation?.isCalendar == true { return .date }
    return profile.hasDecimals || profile.notation?.areQuantities == false ? .real : .integer
  }

  package static func fitted(
    to profile: ColumnProfile
  ) -> (kind: Numbers, packer: CellPacker)? {
    if profile.asked == .date, profile.notation?.isCalendar != true { return nil }
    let numbers = profile.numberCounts
    let missingTokens = profile.missingTokensOfNumbers
    let exponent =
      profile.notation.map(\.digits.exponent) ?? profile.looks.exponents.form(numbers)
    let grid = DecimalGrid(
      numbers, isWhole: profile.asked?.cells == .wholeNumbers, missing: missingTokens,
      form: exponent, mostUnits: profile.notation?.mostUnits ?? ValueRanges.limits.upperBound)
    guard let grid else { return nil }
    // Where powers stand for the decimals of all numbers, none are counted.
    let hasPowers = exponent.map { $0.plainly == nil } ?? false
    let kept = profile.marks
    let marks = NumberMarks(kept)
    let isPlain = !hasPowers && profile.notation?.areQuantities != false
    let digits = DecimalNotation(
      decimals: grid.decimals, hasFixedDecimals: !hasPowers && grid.hasFixedDecimals,
      leastDecimals: isPlain ? grid.leastDecimals : 0, exponent: exponent)
    let notation = profile.notation?.on(digits) ?? digits
    let kind = Numbers(
      notation: notation,
      mixture: NumberChoice(
        grid, cells: profile.cells, hasPowers: hasPowers, mayHaveDigits: notation.areQuantities,
        keptDigits: notation.keptDigits, bySize: notation.stepsBySize,
        rhythms: notation.rhythms.map {
          NumberRhythm(period: $0.period, phases: $0.phases, start: $0.start)
        },
        perPower: notation.powerScale?.perPower ?? 0
      )
      .mixture(marks: marks.count)
      .leavingOut(missingTokens.units(decimals: grid.decimals)),
      marks: marks)
    let decimals = digits.decimals
    let cellsOfMarks = profile.markTexts.map { kind.cell(ofMark: $0) }
    let code: @Sendable (KeptNumber) -> Int = { cell in
      let number: NumberText
      switch cell {
      case .mark(let mark): return cellsOfMarks[mark]
      case .number(let value): number = value
      }
      let units = number.units(decimals: decimals)
      // Rounded to the grid it may be a token for a missing cell, as it will be when it is read again.
      if missingTokens.contains(units: units, decimals: decimals) {
        return kind.missingCode ?? NumberLimits.cell(ofMark: 0)
      }
      return kind.values.nearest(to: units)
    }
    var packer = CellPacker(codes: [], number: code, values: grid.counts.values.count)
    if !profile.isOverfull {
      let codes = (0..<profile.dictionary.count).map { value in
        profile.number(ofCode: value).map { code(.number($0)) }
          ?? kind.cell(ofMark: Array(profile.dictionary[value]))
      }
      packer = CellPacker(codes: [kind.cell(ofMark: [])] + codes)
    }
    packer.missing = profile.missingNumbers
    // A binary number has digits of its own size, and the grid those of the largest, or fewer: what a number loses
    // beyond its sixth digit says nothing.
    let enough: UInt = notation.isBinary ? 1_000_000 : .max
    packer.rounded = numbers.reduce(0) { sum, value in
      let number = value.number.withoutNoise
      let (below, above) = (number.unitsBelow(decimals), number.unitsAbove(decimals))
      let isMissing = missingTokens.contains(units: below, decimals: decimals)
      let nearest = kind.values.nearest(to: below)
      let isKept =
        below == above && nearest == below
        || (nearest - below).magnitude < below.magnitude / enough
      return isMissing || isKept ? sum : sum + value.count
    }
    packer.words = marks.words.count
    packer.cellsOfWords = kept.reduce(0) { $1.isMissing ? $0 : $0 + $1.count }
    return (kind, packer)
  }

  /// The cell of a text that is no number.
  private func cell(ofMark text: [UInt8]) -> Int {
    NumberLimits.cell(ofMark: marks.mark(of: text) ?? 0)
  }

  package static func tally(_ columns: [Numbers]) -> String {
    let atoms = columns.reduce(0) { $0 + $1.values.atoms.count }
    return "\(columns.count) of numbers with densities"
      + (atoms > 0 ? " beside \(atoms) values" : "")
  }
}

extension ColumnForm {
  /// Whole numbers with a density.
  public static let integer = ColumnForm("integer", cells: .wholeNumbers)
  /// Numbers with a density.
  public static let real = ColumnForm("real", cells: .numbers)
  /// Calendar dates, times, or both, which are numbers to a model.
  public static let date = ColumnForm("date", cells: .dates)
}
