// Which words of a column have a code of their own, and which share one.

/// How the values of a column of very many words get codes.
///
/// As long as there are enough codes each value has one. Otherwise the most frequent values keep theirs, those that
/// are frequent enough, up to three quarters of the codes; the others are sorted into groups of about equal numbers
/// of cells. All values of a group occur about as often, within a factor of two, because the model takes all
/// of them for equally likely; and they are neighbours in the order of their bytes, which often means something in
/// identifiers and in names of places.
enum WordGroups {
  /// Minimum number of cells for a value to have a code of its own; also roughly that of a group.
  static let fewestCells = 10

  /// The values, by their numbers, in the order of their codes, and how many values share each of the last codes.
  struct Arrangement {
    let order: [Int]
    var groupSizes: [Int] = []
  }

  /// The arrangement of values.
  ///
  /// - Parameters:
  ///   - counts: how many cells each value has.
  ///   - limit: the most codes, at least 4; exceeded at most by the number of classes of frequency.
  ///   - precedes: an order of all values, that of their bytes.
  static func arranged(
    counts: [Int], limit: Int, precedes: (_ one: Int, _ other: Int) -> Bool
  ) -> Arrangement {
    let sorted = counts.indices.sorted(by: precedes)
    guard counts.count > limit else { return Arrangement(order: sorted) }
    // Positions decide among equals, which makes the sorting stable.
    let ranked = sorted.indices.filter { counts[sorted[$0]] >= fewestCells }
      .sorted { (counts[sorted[$1]], $0) < (counts[sorted[$0]], $1) }
    let alone = Set(ranked.prefix(limit * 3 / 4))
    var classes: [Int: [Int]] = [:]
    for place in sorted.indices where !alone.contains(place) {
      classes[binaryDigits(counts[sorted[place]]), default: []].append(sorted[place])
    }
    let rare = classes.sorted { $0.key > $1.key }.map(\.value)
    let cells = rare.joined().reduce(0) { $0 + counts[$1] }
    // Each class is cut by itself, and has at least one group.
    let groups = max(1, limit - limit * 3 / 4 - rare.count)
    let share = max(fewestCells, cells / groups + 1)
    return Arrangement(
      order: sorted.indices.filter { alone.contains($0) }.map { sorted[$0] } + rare.joined(),
      groupSizes: rare.flatMap { sizes($0.map { counts[$0] }, share: share) })
  }

  /// The number of binary digits: values of a class differ by less than a factor of two.
  private static func binaryDigits(_ count: Int) -> Int {
    Int.bitWidth - count.leadingZeroBitCount
  }

  /// Cuts a class into as many groups as it holds whole shares, one at least.
  private static func sizes(_ counts: [Int], share: Int) -> [Int] {
    let cells = counts.reduce(0, +)
    let pieces = max(1, min(cells / share, counts.count))
    var sizes: [Int] = []
    var sum = 0
    var start = 0
    for (place, count) in counts.enumerated() {
      sum += count
      let isLast = place == counts.count - 1
      // Whether sum / cells >= (groups so far + 1) / pieces, in whole numbers.
      guard isLast || sum * pieces >= (sizes.count + 1) * cells else { continue }
      sizes.append(place + 1 - start)
      start = place + 1
    }
    return sizes
  }
}
