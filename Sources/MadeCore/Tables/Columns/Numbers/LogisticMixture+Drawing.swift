// Drawing a number, with or without limits on what it may be.

extension LogisticMixture {
  package var limits: NumberLimits {
    NumberLimits(ranges: [values.range], marks: Array(repeating: true, count: values.marks))
  }

  /// Which numbers of a range.
  enum Part {
    case all
    /// Those of each period that are this far from its beginning.
    case ofPeriod(NumberRhythm, ClosedRange<Int>)
    case ofLevel(NumberHeaps, Int)
  }

  /// A share of the mixture: numbers of one part within one range.
  struct Share {
    /// Whether it is of the known values.
    let isKnown: Bool
    /// The places between which it lies, on the scale of T.
    let low: Double
    let high: Double
    let range: ClosedRange<Int>
    /// Which numbers of the range it is.
    let part: Part
    /// For each component the log of pi_k times its mass between them.
    let logMasses: [Double]
    /// With the weight of the part.
    let logMass: Double
  }

  package func draw(
    _ output: (Int) -> Double, within limits: NumberLimits, _ words: NumberWords
  ) -> DrawnNumber {
    let allowed = self.allowed(limits, output)
    let (logMasses, components) = (allowed.logMasses, allowed.components)
    let whole = logSumExp(logMasses)
    let (chosen, rest) = Self.choose(logMasses, whole, words.first)
    let logMass = whole - logSumExp((0..<heads).map(output))
    if chosen < values.listed {
      return DrawnNumber(cell: values.listedCell(chosen), logMass: logMass)
    }
    let share = allowed.shares[chosen - values.listed]
    let component = Self.choose(share.logMasses, logSumExp(share.logMasses), words.second).index
    let place = components[component].place(
      between: share.low, and: share.high, at: words.third)
    let number: Int
    switch share.part {
    case .all: number = share.isKnown ? values.knownNumber(at: place) : values.number(at: place)
    case .ofLevel(let heaps, let level):
      number = heaps.number(of: level, at: values.transform.preimage(of: place))
    case .ofPeriod(let rhythm, let offsets):
      return DrawnNumber(
        cell: values.number(at: place, rhythm, share.range, offsets, rest), logMass: logMass)
    }
    return DrawnNumber(
      cell: min(max(number, share.range.lowerBound), share.range.upperBound), logMass: logMass)
  }

  package func logMass(within limits: NumberLimits, _ output: (Int) -> Double) -> Double {
    logSumExp(allowed(limits, output).logMasses) - logSumExp((0..<heads).map(output))
  }

  package func logMass(ofMarks marks: [Bool], _ output: (Int) -> Double) -> Double {
    let scores = (0..<heads).map(output)
    let allowed = scores.enumerated().map { head, score in
      head >= values.marks || marks[head] ? score : -.infinity
    }
    return logSumExp(allowed) - logSumExp(scores)
  }

  /// What is allowed, part by part.
  struct Allowed {
    /// The log of what the heads have for each: listed cells, then shares.
    var logMasses: [Double] = []
    var shares: [Share] = []
    let components: [Logistic]
  }

  func allowed(_ limits: NumberLimits, _ output: (Int) -> Double) -> Allowed {
    var allowed = Allowed(components: components(output))
    for mark in 0..<values.marks {
      allowed.logMasses.append(limits.marks[mark] ? output(mark) : -.infinity)
    }
    for (index, atom) in values.atoms.enumerated() {
      let isAllowed = limits.ranges.contains { $0.contains(atom) }
      allowed.logMasses.append(isAllowed ? output(values.marks + index) : -.infinity)
    }
    for range in limits.ranges {
      for share in shares(range, allowed.components, output) {
        allowed.shares.append(share)
        allowed.logMasses.append(share.logMass)
      }
    }
    return allowed
  }

  private func components(_ output: (Int) -> Double) -> [Logistic] {
    let weights = (0..<components).map { output(heads + $0) }
    let total = logSumExp(weights)
    return (0..<components).map { k in
      Logistic(
        logWeight: weights[k] - total, place: output(heads + components + k),
        scale: scale(k, output))
    }
  }

  /// What the mixture has in a range, of new values and of known ones.
  private func shares(
    _ range: ClosedRange<Int>, _ components: [Logistic], _ output: (Int) -> Double
  ) -> [Share] {
    var shares: [Share] = []
    func add(
      isKnown: Bool, _ low: Double, _ high: Double, width: Double, _ range: ClosedRange<Int>,
      _ part: Part = .all, logShare: Double = 0
    ) {
      let logMasses = components.map {
        $0.logWeight + $0.logMass(between: low, and: high, width: width)
      }
      shares.append(
        Share(
          isKnown: isKnown, low: low, high: high, range: range, part: part,
          logMasses: logMasses,
          logMass: output(heads - (isKnown ? 2 : 1)) + logSumExp(logMasses) + logShare))
    }
    /// Numbers of a range whose cells have no others between them.
    func addNew(_ range: ClosedRange<Int>, _ part: Part = .all, logShare: Double = 0) {
      let (low, high) = (
        values.ends(of: range.lowerBound).low, values.ends(of: range.upperBound).high
      )
      add(
        isKnown: false, values.transform(low), values.transform(high),
        width: values.transform.width(from: low, to: high), range, part, logShare: logShare)
    }
    switch values.phasing {
    case nil: addNew(range)
    case .heaps(let heaps):
      let logPhases = logPhases(output)
      for level in heaps.steps.indices {
        guard let numbers = heaps.numbers(of: level, in: range) else { continue }
        addNew(numbers, .ofLevel(heaps, level), logShare: logPhases[level])
      }
    case .rhythm(let rhythm):
      let logPhases = logPhases(output)
      for part in rhythm.parts(of: range, step: values.steps.step) {
        let numbers = part.offsets.upperBound - part.offsets.lowerBound + values.steps.step
        addNew(
          values.cells(ofPeriods: part.periods, rhythm), .ofPeriod(rhythm, part.offsets),
          logShare: logPhases[part.phase] + logarithm(Double(numbers) / Double(rhythm.phase)))
      }
    }
    if let known = values.knownCells(in: range) {
      add(isKnown: true, known.low, known.high, width: known.high - known.low, known.values)
    }
    return shares
  }

  /// The index at which the sum of exp(terms) passes a fraction of the whole, and which fraction of that term it takes:
  /// as evenly spread in [0, 1) as the fraction itself, whatever the index.
  private static func choose(
    _ terms: [Double], _ whole: Double, _ fraction: Double
  ) -> (index: Int, rest: Double) {
    var left = fraction
    for (index, term) in terms.enumerated() {
      let share = exponential(term - whole)
      if left < share { return (index, min(max(left / share, 0), 0x1.fffffffffffffp-1)) }
      left -= share
    }
    // By rounding, or among numbers that are none.
    return (terms.lastIndex { $0 > -.infinity } ?? 0, 0.5)
  }
}

/// One component of a mixture.
struct Logistic {
  let logWeight: Double
  let place: Double
  let scale: Double

  /// log(F((high - place) / scale) - F((low - place) / scale)), width being high - low.
  func logMass(between low: Double, and high: Double, width: Double) -> Double {
    let (a, b) = ((low - place) / scale, (high - place) / scale)
    return logarithm(oneMinusExponential(ofMinus: width / scale)) - logAddExp(0, -b)
      - logAddExp(0, a)
  }

  /// The place between two others below which a fraction of the mass between them lies.
  ///
  ///     F(x) = F(a) + fraction (F(b) - F(a)),  or from above where that is nearer 0
  func place(between low: Double, and high: Double, at fraction: Double) -> Double {
    let (a, b) = ((low - place) / scale, (high - place) / scale)
    // Of a component right of both the left tail has the digits, and the other way round.
    let isMirrored = a > 0
    let (from, to) = isMirrored ? (-b, -a) : (a, b)
    let share = isMirrored ? 1 - fraction : fraction
    // log F(from), log F(to), and log of F(from) + share (F(to) - F(from)).
    let (logFrom, logTo) = (-logAddExp(0, -from), -logAddExp(0, -to))
    let log = logAddExp(logFrom + logarithm(1 - share), logTo + logarithm(share))
    // F(x) = p gives x = log p - log(1 - p).
    let x = log - logarithm(oneMinusExponential(ofMinus: -log))
    let place = self.place + scale * (isMirrored ? -x : x)
    return place.isNaN ? (low + high) / 2 : min(max(place, low), high)
  }
}
