// `--histogram`: the distribution of the scores, to choose a threshold by.

import MadeCore

/// The distribution of scores as text of at most 80 columns.
struct HistogramReport {
  let tally: ScoreTally
  let unit: MadeScore.Unit

  private static let shares = [0.1, 1, 5, 25, 50, 75, 95, 99]
  private static let mostLines = 20
  private static let barLength = 40

  var text: String {
    let histogram = tally.histogram
    let heading = "made-score: \(histogram.count) scores, \(unit.rawValue)\n"
    return histogram.count == 0 ? heading : heading + percentiles + "\n" + bars
  }

  private var percentiles: String {
    let histogram = tally.histogram
    let values =
      [("mean", tally.moments.mean), ("min", Double(histogram.smallest))]
      + Self.shares.map {
        ("\($0 < 1 ? "\($0)" : "\(Int($0))") %", Double(histogram.percentile($0 / 100)))
      }
      + [("max", Double(histogram.largest))]
    return values.map { padded($0, 10) + padded(significant($1, digits: 5), 14) + "\n" }.joined()
  }

  /// A line for each range of scores: where it begins, how many records lie in it, which share of all
  /// lies below it, and a bar.
  private var bars: String {
    let histogram = tally.histogram
    // The extreme thousandths share the first line and the last one, or they would squeeze the rest.
    let low = Double(histogram.percentile(0.001))
    let high = Double(histogram.percentile(0.999))
    guard low.isFinite, high.isFinite else { return "" }
    // Ranges must be wide compared with the error of the counts at their ends.
    let error = ScoreHistogram.relativeError * max(abs(low), abs(high))
    let steps = RoundSteps(length: high - low, most: Self.mostLines - 2, smallest: 8 * error)
    let edges = steps.multiples(from: (low / steps.step).rounded(.down) * steps.step, to: high)
    let counts = histogram.counts(between: edges)
    let most = Double(counts.max() ?? 1)
    var text = padded("from", 10) + padded("rows", 14) + padded("below", 10) + "\n"
    var seen = 0
    for (number, count) in counts.enumerated() {
      if number == 0 && count == 0 { continue }
      let start = number == 0 ? "less" : steps.text(edges[number - 1])
      let share = 100 * Double(seen) / Double(histogram.count)
      let length = Int((Double(Self.barLength) * Double(count) / most).rounded())
      let bar = length > 0 ? String(repeating: "#", count: length) : count > 0 ? "." : ""
      let line =
        padded(start, 10) + padded("\(count)", 14) + padded(fixedPoint(share, digits: 2) + " %", 10)
      text += bar.isEmpty ? line + "\n" : "\(line)  \(bar)\n"
      seen += count
    }
    return text
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
