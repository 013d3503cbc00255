// What a flow asks of a column of numbers: which cells move, and where they are.

/// A conditional of numbers that a flow may move along the real line.
///
/// A cell *moves* if it is a number and nothing else is known of it: marks, atoms and known values stay what they are, each
/// with its own probability. A number that moves has the mixture's density at the place u where the flow has put it, in
/// place of the mixture's mass of its grid cell:
///
///     p(cell | earlier) = w_new f(u) |du/dt| (T(high) - T(low)),     f(u) = sum over k of pi_k F'((u - m_k) / s_k) / s_k
///
/// where t = T(number) and the ends are those of its grid cell: the density, times the step of the grid.
package protocol MovableConditional: Sendable {
  /// Where a cell is; nil for one that stays.
  func movable(_ cell: Int) -> MovableNumber?
  /// log of w_new f(u): of the density at a place, by the definition.
  func logDensity(at place: Double, _ output: (Int) -> Double) -> Double
  /// log p of a cell that stays, by the definition: a listed cell has what is listed, a known value what is known.
  func logProbability(ofStaying cell: Int, _ output: (Int) -> Double) -> Double
  /// How strange a cell is among all that may be drawn in its place: that of `Conditional`, at the place where a flow has
  /// put a number that moves.
  ///
  /// - Parameters:
  ///   - place: u of a number that moves; nil for a cell that stays.
  ///   - drawn: of marks, which can be drawn; of numbers all can.
  func tail(
    of cell: Int, movedTo place: Double?, _ logit: (Int) -> Double, _ drawn: DrawableCells,
    _ ties: NumberWords
  ) -> CellTail
  /// How wide the grid cell of an ordinary number is on the scale T, as a logarithm.
  var logWidthOfCell: Double { get }
  /// The outputs that are places of components: log p of a number that moves depends on its distances from these alone.
  var places: Range<Int> { get }
  /// The number of the grid whose cell a place on the scale T lies in.
  func number(at t: Double) -> Int
  /// Draws a cell that stays, or the place of one that moves.
  ///
  /// - Parameters:
  ///   - limits: of cells that stay; where a number moves to is not known yet.
  ///   - words: those of each attempt.
  func drawMovable(
    _ outputs: LaneOutputs, within limits: NumberLimits, _ words: (_ attempt: Int) -> NumberWords
  ) -> MovableDraw
}

/// A number that moves, on the scale T of its column.
package struct MovableNumber: Equatable, Sendable {
  /// T of the number.
  package var place: Double
  /// T of the ends of its grid cell.
  package var (low, high): (Double, Double)
  /// log(high - low), also where the two are too near each other for that.
  package var logWidth: Double

  package init(place: Double, low: Double, high: Double, logWidth: Double) {
    self.place = place
    (self.low, self.high) = (low, high)
    self.logWidth = logWidth
  }

  /// A place within its grid cell, uniform on the scale T.
  ///
  /// Records are trained on with one drawn anew each time. For those as they stand, on a lattice, a density would grow
  /// without bound at the numbers that there are (Uria, Murray and Larochelle 2013, section 4; Theis, van den Oord and
  /// Bethge, "A note on the evaluation of generative models", 2016, section 3.1).
  package func place(at fraction: Double) -> Double { low + fraction * (high - low) }

  /// No nearer to infinity than this is what a network gets for a place.
  package static let mostOfInput: Double = 8

  /// A place as a network gets it.
  package static func input(_ place: Double) -> Float {
    Float(min(max(place, -mostOfInput), mostOfInput))
  }

  /// The rows that describe a number at a place u to its conditional: a cell without width, of which the mass is then
  /// the density, times exp(`logWidth`).
  package static func rows(at u: Double, logWidth: Float) -> SIMD4<Float> {
    SIMD4(Float(u), Float(u), 0, logWidth)
  }

  /// Those of a cell that has no place.
  package static let nowhere = SIMD4<Float>(0, 0, 0, -1e30)
}

/// What was drawn from the conditional of a number that may move.
package enum MovableDraw: Equatable, Sendable {
  /// A cell that stays.
  case stays(Int)
  /// The place, on the scale of the mixture, of a number that a flow has moved there.
  case moves(Double)
}

extension MovableConditional {
  /// By how many nats a cell is less probable than what is drawn in its place is on average, a number that moves having the
  /// probability of an ordinary grid cell at its place.
  ///
  /// - Parameters:
  ///   - place: u of a number that moves; nil for a cell that stays.
  ///   - draws: what stands for all that is drawn, equally probable; see `evenly`.
  package func surprise(
    of cell: Int, movedTo place: Double?, _ output: (Int) -> Double, beside draws: [MovableDraw]
  ) -> Double {
    func logProbability(_ draw: MovableDraw) -> Double {
      switch draw {
      case .stays(let cell): self.logProbability(ofStaying: cell, output)
      case .moves(let place): logDensity(at: place, output) + logWidthOfCell
      }
    }
    let mean = draws.reduce(0) { $0 + logProbability($1) } / Double(draws.count)
    return mean - logProbability(place.map { .moves($0) } ?? .stays(cell))
  }

  /// What stands for all that is drawn: cells that stay, and places of those that move, equally probable.
  ///
  /// - Parameter limits: of cells that stay.
  package func evenly(
    _ outputs: [Float], within limits: NumberLimits, count: Int
  ) -> [MovableDraw] {
    outputs.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      return (0..<count).map { index in
        drawMovable(LaneOutputs(base, lanes: 1, lane: 0), within: limits) { attempt in
          NumberWords(index + attempt * count, of: count)
        }
      }
    }
  }
}
