// Columns of numbers in bins as a kind of column.

extension Bins: CodeKind {
  package static var word: String { "number" }
  package var storage: CellStorage { .code(states: codes) }
  package var conditional: any Conditional { Softmax(states: codes) }
  package var takesBytes: Bool { true }

  package func values(ofCode code: Int) -> ClosedRange<Int>? {
    code < ranges.count ? ranges[code] : nil
  }

  package var fitsByte: Bool {
    decimals == 0 && !hasMissing
      && ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= 255 }
  }

  // MARK: Inference

  package static var forms: [ColumnForm] { [.bins] }

  /// None: bins have to be asked for.
  package static func claim(_ profile: ColumnProfile) -> ColumnForm? { nil }

  package static func fault(of summary: ColumnSummary, limit: Int) -> ColumnFault? {
    summary.suspect.map { .wordAmongNumbers(printable($0)) }
      ?? (summary.values == 0 ? .noValues : nil)
  }

  package static func fitted(
    to profile: ColumnProfile
  ) -> (kind: Bins, packer: CellPacker)? {
    let decimals = DecimalGrid(
      profile.numberCounts, isWhole: false, missing: profile.missingTokens)
    guard let decimals else { return nil }
    let grid = NumberGrid(decimals, mostBins: Binning.limit(columns: profile.columns))
    let bins = grid.bins(hasMissing: profile.missing > 0)
    let finder = BinFinder(bins)
    let missingTokens = profile.missingTokens
    let code: @Sendable (NumberText?) -> Int = { number in
      guard let number else { return bins.missingCode ?? 0 }
      let units = number.units(decimals: bins.decimals)
      if let bin = finder.find(units) { return bin }
      // Rounded to the grid it may be a token for a missing cell, as it will be when it is read again.
      let isMissing = bins.notation.isMissing(units, missingTokens)
      return (isMissing ? bins.missingCode : nil) ?? bins.otherCode ?? 0
    }
    if profile.isOverfull {
      return (bins, CellPacker(codes: [], number: code, values: grid.distinct))
    }
    let codes = (0..<profile.dictionary.count).map { number in
      // A word among the numbers has no code: a column with one is refused or left out.
      profile.number(ofCode: number).map(code) ?? 0
    }
    return (bins, CellPacker(codes: [code(nil)] + codes))
  }

  package static func tally(_ columns: [Bins]) -> String {
    "\(columns.count) of numbers in \(columns.reduce(0) { $0 + $1.ranges.count }) bins"
  }
}

extension ColumnForm {
  /// Numbers in bins, each of which has one probability.
  public static let bins = ColumnForm("bins", cells: .numbers)
}
