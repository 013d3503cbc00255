// Columns of numbers in the header of a model file: a line `bins EXTRA DECIMALS FORM RANGE...`.

extension Bins {
  package static var headerKeys: [String] { ["bins"] }

  /// The line: `bins other 2 fixed 0 1:25 26`.
  package var headerLines: [String] {
    let extra = HeaderText.extra(hasOther: hasOther, hasMissing: hasMissing)
    let ranges = ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
    }
    return ["bins " + ([extra] + notation.headerWords + ranges).joined(separator: " ")]
  }

  package static func lines(room: Int) -> any KindLines { BinLines(room: room) }

  /// Reads what `headerLines` writes; nil for anything else.
  init?(headerLine text: some Collection<UInt8>) {
    let words = text.split(separator: 0x20, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard words.count > 3, let extra = HeaderText.extraCodes(words[0].utf8),
      let notation = DecimalNotation(headerWords: words[1...2].map { $0[...] }[...]),
      notation.exponent == nil
    else { return nil }
    let ranges = words.dropFirst(3).compactMap { Self.range($0) }
    self.init(
      decimals: notation.decimals, hasFixedDecimals: notation.hasFixedDecimals, ranges: ranges,
      hasOther: extra.hasOther, hasMissing: extra.hasMissing)
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

/// Reads the line `bins`.
private struct BinLines: KindLines {
  let room: Int
  private(set) var kind: (any ColumnKind)?

  init(room: Int) { self.room = room }

  mutating func take(_ key: String, _ value: Substring) -> Bool {
    guard key == "bins", HeaderText.mayHold(value.utf8, room),
      let bins = Bins(headerLine: value.utf8)
    else { return false }
    kind = bins
    return true
  }
}
