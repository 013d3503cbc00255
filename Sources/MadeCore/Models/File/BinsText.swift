// The value of a line `bins` in the header of a model file: EXTRA DECIMALS FORM RANGE...

/// Bins as words, and back.
enum BinsText {
  /// The words: `other 2 fixed 0 1:25 26`.
  static func text(of bins: Bins) -> String {
    let words = [
      ModelHeader.extra(hasOther: bins.hasOther, hasMissing: bins.hasMissing), "\(bins.decimals)",
      bins.hasFixedDecimals ? "fixed" : "shortest",
    ]
    let ranges = bins.ranges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
    }
    return (words + ranges).joined(separator: " ")
  }

  /// Undoes `text(of:)`; nil for anything that it does not write.
  static func bins(_ text: some Collection<UInt8>) -> Bins? {
    let words = text.split(separator: 0x20, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard words.count > 3, let extra = ModelHeader.extraSlots(words[0].utf8),
      let decimals = ModelHeader.integer(words[1][...], Bins.decimalsLimits),
      ["fixed", "shortest"].contains(words[2])
    else { return nil }
    let ranges = words.dropFirst(3).compactMap { range($0) }
    let bins = Bins(
      decimals: decimals, hasFixedDecimals: words[2] == "fixed", ranges: ranges,
      hasOther: extra.hasOther, hasMissing: extra.hasMissing)
    return ranges.count == words.count - 3 && bins.areOrdered ? bins : nil
  }

  private static func range(_ word: String) -> ClosedRange<Int>? {
    let ends = word.split(separator: ":", omittingEmptySubsequences: false).map {
      ModelHeader.integer($0, Bins.limits)
    }
    switch (ends.count, ends.first, ends.last) {
    case (1, let value??, _): return value...value
    case (2, let low??, let high??): return low < high ? low...high : nil
    default: return nil
    }
  }
}
