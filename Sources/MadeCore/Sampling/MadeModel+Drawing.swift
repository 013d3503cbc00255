// A network with its masks as a density: draws.

extension MadeModel {
  /// Draws rows, each from one of the masks, all of which are equally likely; see `RowDensity` and `Sampler`.
  public func draw(
    _ numbers: [Int], seed: UInt64, withProbabilities: Bool, threads: Int
  ) -> Drawn {
    cache.thing { Sampler(self) }.draw(
      numbers, seed: seed, withProbabilities: withProbabilities, threads: threads)
  }
}
