// Drawing from several densities as one.

extension Mixture {
  /// Draws rows of the mixture.
  ///
  ///     k ~ w,   x ~ p_k
  ///
  /// The member of row i is drawn from stream (seed, mixture, i), and the row is row i of that member's own run
  /// with that seed: rows of one member are those that it would draw alone.
  public func draw(
    _ numbers: [Int], seed: UInt64, withProbabilities: Bool, threads: Int
  ) -> Drawn {
    func drawn(_ member: Int, _ numbers: [Int]) -> Drawn {
      members[member].draw(
        numbers, seed: seed, withProbabilities: withProbabilities, threads: threads)
    }
    let active = weights.positive
    if active.count == 1 { return drawn(active[0], numbers) }
    var groups = [[Int]](repeating: [], count: members.count)
    for (place, number) in numbers.enumerated() {
      groups[member(ofRow: number, seed: seed)].append(place)
    }
    // Rows of one member after the other, and the index of each row among them.
    var rows = Rows(layout: schema.layout)
    var probabilities: [Float] = []
    var places = [Int](repeating: 0, count: numbers.count)
    for (member, group) in groups.enumerated() where !group.isEmpty {
      let theirs = drawn(member, group.map { numbers[$0] })
      for (index, place) in group.enumerated() { places[place] = rows.count + index }
      rows.append(contentsOf: theirs.rows)
      probabilities += theirs.probabilities
    }
    let cells = schema.outputCount
    let hasAll = withProbabilities && probabilities.count == rows.count * cells
    return Drawn(
      rows: rows.rows(at: places),
      probabilities: hasAll
        ? places.flatMap { probabilities[$0 * cells..<($0 + 1) * cells] } : [])
  }

  /// The index of the member that row `number` of the endless run with this seed is drawn from.
  public func member(ofRow number: Int, seed: UInt64) -> Int {
    SampledRow.model(ofRow: number, seed: seed, weights: weights)
  }
}
