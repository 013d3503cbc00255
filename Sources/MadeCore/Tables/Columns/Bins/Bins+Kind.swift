// Columns of numbers in bins as a kind of column.

extension Bins: CodeKind {
  package static var word: String { "number" }
  package var storage: CellStorage { .code(states: codes) }
  package var conditional: any Conditional { Softmax(states: codes) }
  package var takesBytes: Bool { notation.isPlain }

  package func values(ofCode code: Int) -> ClosedRange<Int>? {
    code < ranges.count ? ranges[code] : nil
  }

  package var fitsByte: Bool {
    notation.isPlain && decimals == 0 && !hasMissing
      && ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= 255 }
  }

  // MARK: Inference

  package static var forms: [ColumnForm] { [.bins] }

  package static func fitted(
    to profile: ColumnProfile
  ) -> (kind: Bins, packer: CellPacker)? {
    let missingTokens = profile.missingTokensOfNumbers
    let decimals = DecimalGrid(profile.numberCounts, isWhole: false, missing: missingTokens)
    guard let decimals else { return nil }
    let grid = NumberGrid(decimals, mostBins: Binning.limit(columns: profile.columns))
    var bins = grid.bins(hasMissing: profile.missingNumbers > 0)
    if let notation = profile.notation { bins.notation = notation.on(bins.notation.digits) }
    return bins.packed(profile, missingTokens, distinct: grid.distinct)
  }

  /// The bins, and what puts the cells of the column into them.
  private func packed(
    _ profile: ColumnProfile, _ missingTokens: MissingTokens, distinct: Int
  ) -> (kind: Bins, packer: CellPacker) {
    let bins = self
    let finder = BinFinder(bins)
    let places = bins.decimals
    // Words among the numbers are other values.
    let codeOfWord = bins.otherCode ?? 0
    let codesOfMarks = profile.markTexts.map { text in
      profile.isMissing(text) ? bins.missingCode ?? codeOfWord : codeOfWord
    }
    let code: @Sendable (KeptNumber) -> Int = { cell in
      let number: NumberText
      switch cell {
      case .mark(let mark): return codesOfMarks[mark]
      case .number(let value): number = value
      }
      let units = number.units(decimals: places)
      if let bin = finder.find(units) { return bin }
      // Rounded to the grid it may be a token for a missing cell, as it will be when it is read again.
      let isMissing = missingTokens.contains(units: units, decimals: places)
      return (isMissing ? bins.missingCode : nil) ?? bins.otherCode ?? 0
    }
    if profile.isOverfull {
      var packer = CellPacker(codes: [], number: code, values: distinct)
      packer.missing = profile.missingNumbers
      return (bins, packer)
    }
    let codes = (0..<profile.dictionary.count).map { value in
      profile.number(ofCode: value).map { code(.number($0)) }
        ?? (profile.isMissing(Array(profile.dictionary[value])) ? bins.missingCode : nil)
        ?? codeOfWord
    }
    var packer = CellPacker(codes: [bins.missingCode ?? 0] + codes)
    packer.missing = profile.missingNumbers
    return (bins, packer)
  }

  package static func tally(_ columns: [Bins]) -> String {
    "\(columns.count) of numbers in \(columns.reduce(0) { $0 + $1.ranges.count }) bins"
  }
}

extension ColumnForm {
  /// Numbers in bins, each of which has one probability.
  public static let bins = ColumnForm("bins", cells: .numbers)
}
