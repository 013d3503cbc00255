// Numbers with a rhythm within limits, and drawn.

extension NumberRhythm {
  /// How far from the beginning of a period the numbers of a phase are, on a grid.
  func offsets(of phase: Int, step: Int) -> ClosedRange<Int> {
    phase * self.phase...(phase + 1) * self.phase - step
  }

  /// Numbers of one phase: those at some distances from the beginning of their period, in some periods.
  struct Part: Equatable {
    let phase: Int
    let periods: ClosedRange<Int>
    let offsets: ClosedRange<Int>
  }

  /// The numbers of a range that is on a grid, as parts.
  ///
  /// For each phase the periods that have all of it in the range, and before and after them those that have some.
  func parts(of range: ClosedRange<Int>, step: Int) -> [Part] {
    let (first, last) = (place(of: range.lowerBound), place(of: range.upperBound))
    var parts: [Part] = []
    for phase in 0..<phases {
      let own = self.offsets(of: phase, step: step)
      /// What the first and the last period have of the phase in the range.
      func offsets(_ period: Int) -> ClosedRange<Int>? {
        let low = period == first.period ? max(own.lowerBound, first.offset) : own.lowerBound
        let high = period == last.period ? min(own.upperBound, last.offset) : own.upperBound
        return low <= high ? low...high : nil
      }
      var (low, high) = (first.period, last.period)
      for period in first.period == last.period ? [low] : [low, high] {
        guard let offsets = offsets(period) else {
          if period == low { low += 1 } else { high -= 1 }
          continue
        }
        if offsets == own { continue }
        parts.append(Part(phase: phase, periods: period...period, offsets: offsets))
        if period == low { low += 1 } else { high -= 1 }
      }
      if low <= high { parts.append(Part(phase: phase, periods: low...high, offsets: own)) }
    }
    return parts
  }
}

extension NumberValues {
  /// The number that is chosen within the period in which a place lies.
  ///
  /// - Parameters:
  ///   - t: the place on the scale of T.
  ///   - range: the numbers of the periods that it may be in.
  ///   - offsets: how far from the beginning of the period the number may be.
  ///   - fraction: chooses among these, in [0, 1).
  func number(
    at t: Double, _ rhythm: NumberRhythm, _ range: ClosedRange<Int>, _ offsets: ClosedRange<Int>,
    _ fraction: Double
  ) -> Int {
    let nearest = min(max(number(at: t), range.lowerBound), range.upperBound)
    let count = (offsets.upperBound - offsets.lowerBound) / steps.step + 1
    let index = min(Int(fraction * Double(count)), count - 1)
    return rhythm.first(ofPeriod: rhythm.place(of: nearest).period) + offsets.lowerBound
      + index * steps.step
  }
}
