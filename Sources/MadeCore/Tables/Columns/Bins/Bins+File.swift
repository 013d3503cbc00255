// Columns of numbers in bins in the header of a model file: a line `bins EXTRA DECIMALS FORM RANGE...`, after a line
// `notation` if they are no plain decimal numbers.

extension Bins {
  package static var headerKeys: [String] { ["notation", "bins"] }

  /// The lines: `notation date Y-M-D 18000` (not of plain decimal numbers), and `bins other 2 fixed 0 1:25 26`.
  package var headerLines: [String] {
    let extra = HeaderText.extra(hasOther: hasOther, hasMissing: hasMissing)
    let ranges = ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
    }
    return notation.headerLines + [
      "bins " + ([extra] + notation.digits.fileWords + ranges).joined(separator: " ")
    ]
  }

  package static func lines(room: Int) -> any KindLines { BinLines(room: room) }

  /// Reads what `headerLines` writes; nil for anything else.
  ///
  /// - Parameter line: the line `notation` before it.
  init?(headerLine text: some Collection<UInt8>, notation line: Substring? = nil) {
    let words = text.split(separator: 0x20, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard words.count > 3, let extra = HeaderText.extraCodes(words[0].utf8),
      let digits = DecimalNotation(fileWords: words[1...2].map { $0[...] }[...]),
      digits.exponent == nil,
      let notation = line.map({ Notations.named($0, digits: digits) }) ?? digits
    else { return nil }
    let ranges = words.dropFirst(3).compactMap { Self.range($0) }
    self.init(
      decimals: digits.decimals, hasFixedDecimals: digits.hasFixedDecimals, ranges: ranges,
      hasOther: extra.hasOther, hasMissing: extra.hasMissing)
    self.notation = notation
    guard ranges.count == words.count - 3 && areOrdered else { return nil }
  }

  private static func range(_ word: String) -> ClosedRange<Int>? {
    let ends = word.split(separator: ":", omittingEmptySubsequences: false).map {
      HeaderText.integer($0, Bins.limits)
    }
    switch (ends.count, ends.first, ends.last) {
    case (1, let value??, _): return value...value
    case (2, let low??, let high??): return low < high ? low...high : nil
    default: return nil
    }
  }
}

/// Reads the lines `notation` and `bins`.
private struct BinLines: KindLines {
  let room: Int
  private(set) var kind: (any ColumnKind)?
  private var notation: Substring?

  init(room: Int) { self.room = room }

  mutating func take(_ key: String, _ value: Substring) -> Bool {
    if key == "notation" {
      guard notation == nil, value.utf8.count <= HeaderText.mostNotationBytes else { return false }
      notation = value
      return true
    }
    guard key == "bins", HeaderText.mayHold(value.utf8, room),
      let bins = Bins(headerLine: value.utf8, notation: notation)
    else { return false }
    kind = bins
    return true
  }
}
