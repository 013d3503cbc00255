// Which words of a column have a slot of their own, and which share one.

/// How the values of a column of very many words are put into slots.
///
/// As long as there are enough slots each value has one. Of more values, those that are frequent enough keep
/// theirs, the most frequent ones first, at most three quarters of the slots; the others are sorted into
/// groups of about equal numbers of cells. All values of a group occur about as often, within a factor of
/// two, because all are taken for equally likely; and they are neighbours in the order of their bytes, which
/// in codes and places often means something.
enum WordGroups {
  /// Least cells of a value with a slot of its own, and about the least of a group.
  static let fewestCells = 10

  /// The values in the order of their slots, by their numbers, and how many of the last ones share each of the
  /// last slots.
  struct Arrangement {
    let order: [Int]
    var groupSizes: [Int] = []
  }

  /// The arrangement of values.
  ///
  /// - Parameters:
  ///   - counts: for each how many cells have it.
  ///   - limit: the most slots, 4 at least; exceeded by as many classes of frequency as there are at most.
  ///   - precedes: an order of all of them, that of their bytes.
  static func arranged(
    counts: [Int], limit: Int, precedes: (_ one: Int, _ other: Int) -> Bool
  ) -> Arrangement {
    let sorted = counts.indices.sorted(by: precedes)
    guard counts.count > limit else { return Arrangement(order: sorted) }
    // Sorting is stable where the places decide among equals.
    let ranked = sorted.indices.filter { counts[sorted[$0]] >= fewestCells }
      .sorted { (counts[sorted[$1]], $0) < (counts[sorted[$0]], $1) }
    let alone = Set(ranked.prefix(limit * 3 / 4))
    var classes: [Int: [Int]] = [:]
    for place in sorted.indices where !alone.contains(place) {
      classes[binaryDigits(counts[sorted[place]]), default: []].append(sorted[place])
    }
    let rare = classes.sorted { $0.key > $1.key }.map(\.value)
    let cells = rare.joined().reduce(0) { $0 + counts[$1] }
    // Each class is cut for itself, and has a group at least.
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
      // sum >= so many pieces' part of the cells, in whole numbers.
      guard isLast || sum * pieces >= (sizes.count + 1) * cells else { continue }
      sizes.append(place + 1 - start)
      start = place + 1
    }
    return sizes
  }
}
