// Which candidates a search looks at: first lists, then the neighbours of the best.

/// The candidates of a search.
package enum SearchSpace {
  /// The first lists, one for each regime of masks: a single mask, several in turn, endless ones; and one of flows.
  ///
  /// These learn at different speeds and cannot be compared early.
  ///
  /// Little data wants endless masks and strong dropout, much data few masks, width and depth; each
  /// list has something for both, and the neighbours of the best do the rest.
  ///
  /// - Parameters:
  ///   - plain: the defaults for the table.
  ///   - flows: whether there may be transforms before the network.
  package static func families(_ plain: Candidate, flows: Bool = false) -> [[Candidate]] {
    let single = plain.with { $0.masks = .cycle(1) }
    let eight = plain.with { $0.masks = .cycle(8) }
    let endless = plain.with { $0.masks = .endless }
    let stack = single.with {
      ($0.hidden, $0.residual, $0.dropout) = ([500, 500, 500], true, 0.3)
    }
    let lists = [
      [
        single,
        single.with { ($0.hidden, $0.dropout) = ([2000], 0.5) },
        stack,
        single.with { $0.dropout = 0.5 },
      ],
      (plain == single ? [] : [plain]) + [
        eight,
        plain.with { ($0.hidden, $0.masks, $0.dropout) = ([1000], .cycle(4), 0.3) },
        stack.with { $0.masks = .cycle(8) },
        eight.with { $0.dropout = 0.5 },
      ]
        // Direct weights are one set for all masks, and may suit none of them.
        + (plain.direct
          ? [plain.with { ($0.direct, $0.masks, $0.dropout) = (false, .cycle(4), 0.3) }] : []),
      [
        endless,
        endless.with { ($0.dropout, $0.inputDropout) = (0.5, 0.2) },
        endless.with { ($0.hidden, $0.dropout, $0.inputDropout) = ([250], 0.5, 0.2) },
        endless.with { ($0.dropout, $0.learningRate) = (0.3, 0.0003) },
      ],
    ]
    return (lists + (flows ? [self.flows(single)] : [])).map(withoutRepeats)
  }

  /// The candidates of a list, each once: the defaults of some tables are what others have to be asked for.
  private static func withoutRepeats(_ list: [Candidate]) -> [Candidate] {
    var seen: Set<Candidate> = []
    return list.filter { seen.insert($0).inserted }
  }

  /// Steps of each kind, few and several.
  private static func flows(_ plain: Candidate) -> [Candidate] {
    [
      plain.with { $0.transforms = 2 },
      plain.with { $0.transforms = 5 },
      plain.with { ($0.transforms, $0.map) = (2, .spline) },
      plain.with { ($0.transforms, $0.direction) = (2, .iaf) },
    ]
  }

  /// Every candidate that differs from `best` in one choice, by one step; what matters most first.
  ///
  /// - Parameter flows: whether there may be transforms before the network.
  package static func neighbours(of best: Candidate, flows: Bool = false) -> [Candidate] {
    var found: [Candidate] = []
    func add(_ change: (inout Candidate) -> Void) {
      var candidate = best
      change(&candidate)
      if candidate != best, candidate.transforms == 0 || flows && candidate.canBeFlow {
        found.append(candidate)
      }
    }
    for count in steps(best.transforms, in: [0, 2, 5, 8]).reversed() {
      add {
        $0.transforms = count
        if count == 0 { ($0.map, $0.direction) = (.affine, .maf) }
      }
    }
    if best.transforms > 0 {
      add { $0.map = $0.map == .affine ? .spline : .affine }
      add { $0.direction = $0.direction == .maf ? .iaf : .maf }
      // Depth of a network without a residual, which flows do not have.
      for depth in steps(best.hidden.count, in: [1, 2, 3]).reversed() {
        add { $0.hidden = Array(repeating: best.hidden[0], count: depth) }
      }
    }
    for step in steps(best.dropout, in: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]) {
      add { $0.dropout = step }
    }
    add { $0.direct.toggle() }
    for regime in masks(nextTo: best.masks) { add { $0.masks = regime } }
    let width = best.hidden[0]
    for step in steps(width, in: [64, 125, 250, 500, 1000, 2000, 4000]).reversed() {
      add { $0.hidden = best.hidden.map { _ in step } }
    }
    // One layer, and residual stacks of one block and of two.
    for depth in steps(best.hidden.count, in: [1, 3, 5]).reversed() {
      add {
        $0.hidden = Array(repeating: width, count: depth)
        $0.residual = depth > 1
      }
    }
    for step in steps(best.learningRate, in: [0.0001, 0.0003, 0.001, 0.003]) {
      add { $0.learningRate = step }
    }
    for step in steps(best.inputDropout, in: [0, 0.1, 0.2, 0.3, 0.4]) {
      add { $0.inputDropout = step }
    }
    for step in steps(best.average, in: [0.99, 0.999, 0.9997]) { add { $0.average = step } }
    for step in steps(best.batchSize, in: [25, 50, 100, 200, 400]) { add { $0.batchSize = step } }
    return found
  }

  private static func masks(nextTo regime: MaskSchedule.Regime) -> [MaskSchedule.Regime] {
    switch regime {
    case .endless: [.cycle(64)]
    case .cycle(let count):
      steps(count, in: [1, 2, 4, 8, 16, 32, 64]).map { .cycle($0) }
        + (count >= 16 ? [.endless] : [])
    }
  }

  /// The values before and after `value` on a ladder.
  private static func steps<Value: Comparable>(_ value: Value, in ladder: [Value]) -> [Value] {
    [ladder.last { $0 < value }, ladder.first { $0 > value }].compactMap { $0 }
  }
}

extension Candidate {
  /// Whether transforms can stand before its network; see `FitOptions.check`.
  fileprivate var canBeFlow: Bool { masks == .cycle(1) && !residual && inputDropout == 0 }
}
