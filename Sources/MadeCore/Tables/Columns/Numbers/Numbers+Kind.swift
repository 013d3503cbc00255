// Columns of numbers with a density as a kind of column.

extension Numbers: ColumnKind {
  package static var word: String { "density" }
  package var storage: CellStorage { .number }
  package var conditional: any Conditional { mixture }
  package var takesBytes: Bool { true }
  /// Numbers are drawn within the range of the training records.
  package var fitsByte: Bool {
    notation.decimals == 0 && !hasMissing && values.range.lowerBound >= 0
      && values.range.upperBound <= 255
  }

  package func values(ofCode code: Int) -> ClosedRange<Int>? {
    NumberLimits.mark(of: code) == nil ? code...code : nil
  }

  package func logWidth(ofCell cell: Int) -> Double {
    guard NumberLimits.mark(of: cell) == nil else { return 0 }
    let units = values.steps.digits == 0 ? 1 : values.steps.above(cell) - values.steps.below(cell)
    return logarithm(units) - Double(notation.decimals) * logarithm(10)
  }

  // MARK: Inference

  package static var forms: [ColumnForm] { [.integer, .real] }

  /// Numbers of up to this many different values are taken as words.
  private static let fewNumbers = 10
  /// Among more than this many distinct numbers, one or two words are probably missing-value tokens.
  private static let manyNumbers = 100

  package static func claim(_ profile: ColumnProfile) -> ColumnForm? {
    let values = profile.isOverfull ? Int.max : profile.dictionary.count
    let isNumeric =
      profile.forms.contains(.notBinary) && profile.forms.isDisjoint(with: [.code, .date])
      && (profile.wordValues == 0
        || profile.wordValues <= ColumnProfile.fewWords && values > manyNumbers)
    guard isNumeric, values > fewNumbers else { return nil }
    return profile.forms.contains(.decimal) ? .real : .integer
  }

  package static func fault(of summary: ColumnSummary, limit: Int) -> ColumnFault? {
    Bins.fault(of: summary, limit: limit)
  }

  package static func fitted(
    to profile: ColumnProfile
  ) -> (kind: Numbers, packer: CellPacker)? {
    let grid = DecimalGrid(
      profile.numberCounts, isWhole: profile.asked?.cells == .wholeNumbers,
      missing: profile.missingTokens)
    guard let grid else { return nil }
    let hasMissing = profile.missing > 0
    let notation = DecimalNotation(
      decimals: grid.decimals, hasFixedDecimals: grid.hasFixedDecimals)
    let kind = Numbers(
      notation: notation,
      mixture: NumberChoice(grid, cells: profile.cells)
        .mixture(marks: Self.marks(hasMissing: hasMissing))
        .leavingOut(profile.missingTokens.units(decimals: grid.decimals)),
      hasMissing: hasMissing)
    let missingTokens = profile.missingTokens
    let code: @Sendable (NumberText?) -> Int = { number in
      guard let number else { return kind.missingCode ?? 0 }
      let units = number.units(decimals: notation.decimals)
      // Rounded to the grid it may be a token for a missing cell, as it will be when it is read again.
      if notation.isMissing(units, missingTokens) {
        return kind.missingCode ?? NumberLimits.cell(ofMark: 0)
      }
      return kind.values.nearest(to: units)
    }
    if profile.isOverfull {
      return (kind, CellPacker(codes: [], number: code, values: grid.counts.values.count))
    }
    let codes = (0..<profile.dictionary.count).map { profile.number(ofCode: $0).map(code) ?? 0 }
    return (kind, CellPacker(codes: [code(nil)] + codes))
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
}
