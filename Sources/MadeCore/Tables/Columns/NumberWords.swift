// What a number is drawn with, and what is drawn.

/// The random numbers of one cell.
package struct NumberWords: Sendable {
  /// Chooses among listed cells and parts, among components, and within one; in [0, 1).
  package let first: Double
  package let second: Double
  package let third: Double

  /// Those of the stream (seed, purpose, index) for the column at a position.
  ///
  /// - Parameter attempt: which time the cell is drawn, from 0; below 2^24.
  package init(
    seed: UInt64, purpose: RandomPurpose, index: UInt64, position: Int, attempt: Int = 0
  ) {
    let counter = { (block: Int) in
      Philox.Block(
        UInt32(truncatingIfNeeded: 2 * position + block),
        purpose.rawValue | UInt32(truncatingIfNeeded: attempt) << 8,
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32))
    }
    let (one, two) = (Philox.block(counter(0), key: seed), Philox.block(counter(1), key: seed))
    func fraction(_ upper: UInt32, _ lower: UInt32) -> Double {
      Double(UInt64(upper) << 21 | UInt64(lower) >> 11) * 0x1p-53
    }
    first = fraction(one[0], one[1])
    second = fraction(one[2], one[3])
    third = fraction(two[0], two[1])
  }

  package init(_ first: Double, _ second: Double, _ third: Double) {
    (self.first, self.second, self.third) = (first, second, third)
  }
}

/// The outputs of a column for one of the records that are evaluated side by side.
package struct LaneOutputs {
  /// (outputs, lanes), from the record's lane on.
  private let z: UnsafePointer<Float>
  private let lanes: Int

  package init(_ z: UnsafePointer<Float>, lanes: Int, lane: Int) {
    self.z = z + lane
    self.lanes = lanes
  }

  package subscript(output: Int) -> Double { Double(z[output * lanes]) }
}

/// A cell that was drawn, and the logarithm of the probability of all that might have been.
package struct DrawnNumber: Equatable, Sendable {
  package var cell: Int
  package var logMass: Double
}

extension NumberWords {
  /// Those of a sequence that fills space evenly, so that the same outputs always give the same draws (Roberts, "The
  /// unreasonable effectiveness of quasirandom sequences", 2018).
  ///
  /// - Parameters:
  ///   - index: in the sequence; the first words go once from 0 to 1 in each `count` of them.
  ///   - count: of draws.
  package init(_ index: Int, of count: Int) {
    let step = Double(index) + 0.5
    func fraction(_ step: Double) -> Double { step.truncatingRemainder(dividingBy: 1) }
    self.init(
      fraction(step / Double(count)), fraction(step * 0.754_877_666_246_693),
      fraction(step * 0.569_840_290_998_053))
  }
}

extension ValueConditional {
  /// Cells that stand for all that are allowed: one for each of `count` equal parts of their distribution.
  ///
  package func evenly(
    _ output: (Int) -> Double, within limits: NumberLimits, count: Int
  ) -> [Int] {
    (0..<count).map { index in
      draw(output, within: limits, NumberWords(index, of: count)).cell
    }
  }
}
