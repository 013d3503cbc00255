// A flow as a density: draws.

extension Flow {
  /// Draws rows: the last network draws, and the transforms are inverted one after the other, each weight of each network
  /// used once for a row.
  ///
  /// A row with a number outside the range of the training records, or that is no longer one that moves when it is
  /// rounded to the grid, is drawn again as a whole: rows are those of p given that there are none.
  public func draw(
    _ numbers: [Int], seed: UInt64, withProbabilities: Bool, threads: Int
  ) -> Drawn {
    let sampler = cache.thing { FlowSampler(self) }
    return Drawn(rows: sampler.rows(numbers, seed: seed, team: WorkerTeam(threads: threads)))
  }
}
