// Bins that are not uniform enough are cut in two.

extension Binning {
  /// A part and the best place to cut it.
  private struct Cut {
    let part: Part
    /// The first place of the upper half, nil if no cut is worth it.
    let place: Int?
    /// By how many nats the cells get likelier.
    let gain: Double
  }

  /// Cuts parts, the largest gain first, until no cut is worth it or there are `limit` parts.
  static func refined(_ parts: [Part], of column: ValueCounts, limit: Int) -> [Part] {
    let worth = logarithm(Double(column.total))
    var cuts = parts.map { bestCut($0, of: column, worth: worth) }
    while cuts.count < limit {
      var best: Int?
      for (index, cut) in cuts.enumerated() where cut.place != nil {
        if best.map({ cut.gain > cuts[$0].gain }) ?? true { best = index }
      }
      guard let best, let place = cuts[best].place else { break }
      let places = cuts[best].part.places
      let halves = [places.lowerBound..<place, place..<places.upperBound].map {
        bestCut(Part(places: $0, isFrequent: false), of: column, worth: worth)
      }
      cuts.replaceSubrange(best...best, with: halves)
    }
    return cuts.map(\.part)
  }

  /// The cut of a part after which its cells are likeliest.
  ///
  /// n cells on a width of w have the log-likelihood n log(n / w), plus what no cut changes. Half of the gap at the
  /// cut goes to either side, and either side has at least `fewest` cells.
  private static func bestCut(_ part: Part, of column: ValueCounts, worth: Double) -> Cut {
    let places = part.places
    let total = places.reduce(0) { $0 + column.counts[$1] }
    let first = Double(column.values[places.lowerBound]) - 0.5
    let width = Double(column.values[places.upperBound - 1]) + 0.5 - first
    var best = Cut(part: part, place: nil, gain: worth)
    guard !part.isFrequent, total >= 2 * fewest else { return best }
    func logLikelihood(_ cells: Int, _ width: Double) -> Double {
      Double(cells) * logarithm(Double(cells) / width)
    }
    let whole = logLikelihood(total, width)
    var below = 0
    for place in places.dropLast() {
      below += column.counts[place]
      guard below >= fewest, total - below >= fewest else { continue }
      let middle = (Double(column.values[place]) + Double(column.values[place + 1])) / 2 - first
      let gain =
        logLikelihood(below, middle) + logLikelihood(total - below, width - middle) - whole
      if gain > best.gain { best = Cut(part: part, place: place + 1, gain: gain) }
    }
    return best
  }
}
