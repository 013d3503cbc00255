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
