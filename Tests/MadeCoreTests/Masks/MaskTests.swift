// Orderings, degrees, masks and their staircases.

import MadeCore
import Testing

@Suite("Masks")
struct MaskTests {
  static let shapes: [(inputs: Int, hidden: [Int])] = [
    (1, [1]), (1, [5, 3]), (2, [1]), (2, [4]), (3, [1, 1]), (10, [4]), (10, [40]),
    (12, [20, 7, 30]),
    (100, [30, 200]),
  ]

  private static let nine = columnShapes(Array(repeating: 1, count: 9))

  @Test("connect only earlier columns to later ones, and all that the widths allow")
  func connectivity() {
    for (inputs, hidden) in Self.shapes {
      for number in 0..<5 {
        for direct in [false, true] {
          let mask = MaskSchedule(regime: .cycle(5), seed: 9).ensemble(
            count: 5, shapes: columnShapes(Array(repeating: 1, count: inputs)), widths: hidden)[
              number]
          let proof = Reachability(mask: mask, direct: direct)
          #expect(proof.violations.isEmpty, "\(inputs) \(hidden) mask \(number)")
          #expect(proof.avoidable.isEmpty, "\(inputs) \(hidden) mask \(number)")
          if direct { #expect(proof.incomplete.isEmpty) }
          for column in 0..<inputs where direct {
            #expect(proof.reach[column] == mask.ordering.positions[column])
          }
        }
      }
    }
  }

  @Test("are proved a tile of columns after the other as all columns at once")
  func tiles() throws {
    let shapes = columnShapes((0..<150).map { 1 + $0 % 3 })
    for hidden in [[40], [70, 90], [60, 60, 60]] {
      let mask = MaskSchedule(seed: 8).mask(
        step: 0, shapes: shapes, widths: hidden, sharesDegrees: hidden.count == 3)
      for direct in [false, true] {
        for residual in [false, hidden.count == 3] {
          let whole = Reachability(mask: mask, direct: direct, residual: residual)
          #expect(whole.reach.contains { $0 > 0 } && (direct || !whole.incomplete.isEmpty))
          for columns in [1, 64, 149] {
            let proof = Reachability(
              mask: mask, direct: direct, residual: residual, columnsAtOnce: columns)
            #expect(proof.reach == whole.reach && proof.violations == whole.violations)
            #expect(proof.incomplete == whole.incomplete && proof.avoidable == whole.avoidable)
          }
        }
      }
    }
  }

  @Test("that leak are found: an output rule of >= in place of > would be")
  func detectsLeaks() throws {
    // A unit of degree D, which Degrees refuses, would see every column; so would outputs below it.
    #expect(Degrees(layers: [[3]], columns: 3) == nil)
    #expect(Degrees(layers: [[0]], columns: 3) == nil)
    #expect(Degrees(layers: [[2], [1]], columns: 3) == nil, "cut off from the input")
    #expect(Degrees(layers: [[1, 2], [1]], columns: 3) != nil)
    #expect(Degrees(layers: [[]], columns: 3) == nil)
  }

  @Test("sorted by degree are staircases: prefixes are what the rule allows")
  func prefixes() {
    for (inputs, hidden) in Self.shapes {
      let mask = MaskSchedule(seed: 3).firstMask(inputs: inputs, widths: hidden)
      let top = hidden.count + 1
      for (from, to) in (1...top).map({ ($0 - 1, $0) }) + [(0, top)] {
        for (place, prefix) in mask.prefixes(from: from, to: to).enumerated() {
          for (below, unit) in mask.order[from].enumerated() {
            #expect(
              mask.allows(from: from, unit, to: to, mask.order[to][place]) == (below < prefix),
              "\(inputs) \(hidden), layer \(to), place \(place), below \(below)")
          }
        }
      }
    }
  }

  @Test("give each degree to as many units as any other, but for one")
  func balanced() {
    for (inputs, hidden) in Self.shapes where inputs > 1 {
      let mask = MaskSchedule(seed: 8).firstMask(inputs: inputs, widths: hidden)
      var lowest = 1
      for layer in mask.degrees.layers {
        let counts = (lowest..<inputs).map { degree in layer.filter { $0 == degree }.count }
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1, "\(inputs) \(hidden)")
        lowest = layer.min() ?? 1
      }
    }
  }

  @Test("of a schedule vary what is to vary, and repeat when the list is through")
  func schedules() {
    func masks(_ resample: MaskSchedule.Resample, _ regime: MaskSchedule.Regime) -> [Mask] {
      let schedule = MaskSchedule(regime: regime, resample: resample, seed: 2)
      return (0..<8).map { schedule.mask(step: $0, shapes: Self.nine, widths: [12]) }
    }
    for regime in [MaskSchedule.Regime.cycle(4), .endless] {
      let full = masks(.full, regime)
      #expect(full[0].ordering != full[1].ordering && full[0].degrees != full[1].degrees)
      let ordering = masks(.ordering, regime)
      #expect(ordering[0].ordering != ordering[1].ordering)
      #expect(ordering[0].degrees == ordering[1].degrees)
      let connectivity = masks(.connectivity, regime)
      #expect(connectivity[0].ordering == connectivity[1].ordering)
      #expect(connectivity[0].degrees != connectivity[1].degrees)
      #expect((full[0] == full[4]) == (regime == .cycle(4)))
    }
  }

  @Test("of an endless schedule's ensemble are not the ones that training uses")
  func endless() {
    let schedule = MaskSchedule(regime: .endless, seed: 2)
    let ensemble = schedule.ensemble(count: 20, shapes: Self.nine, widths: [12])
    #expect(Set(ensemble.map(\.ordering.columns)).count == 20)
    for step in 0..<20 {
      #expect(!ensemble.contains(schedule.mask(step: step, shapes: Self.nine, widths: [12])))
    }
  }

  @Test("use the ordering that was given")
  func given() throws {
    let ordering = try #require(Ordering(columns: [2, 0, 1]))
    #expect(ordering.positions == [1, 2, 0])
    let schedule = MaskSchedule(firstOrdering: ordering, seed: 2)
    #expect(schedule.firstMask(inputs: 3, widths: [4]).ordering == ordering)
    #expect(Ordering(columns: [0, 0, 1]) == nil)
    #expect(Ordering(columns: [0, 3, 1]) == nil)
    #expect(Ordering(columns: [-1, 0, 1]) == nil)
  }

  @Test("of columns with several slots keep them together, and are proved at column level")
  func slots() {
    let all: [(slots: [Int], hidden: [Int])] = [
      ([3], [4]), ([1, 3, 2, 1, 4], [9]), ([5, 1, 1, 2], [6, 11]), ([2, 70, 1], [1]),
    ]
    for (slots, hidden) in all {
      let columns = slots.count
      let schedule = MaskSchedule(regime: .cycle(5), seed: 9)
      let masks = schedule.ensemble(count: 5, shapes: columnShapes(slots), widths: hidden)
      let plain = schedule.ensemble(
        count: 5, shapes: columnShapes(Array(repeating: 1, count: columns)), widths: hidden)
      for (mask, binary) in zip(masks, plain) {
        // Orderings and degrees know nothing of slots.
        #expect(mask.ordering == binary.ordering && mask.degrees == binary.degrees)
        #expect(mask != binary)
        let top = hidden.count + 1
        let expected = mask.ordering.columns.flatMap { column in
          let first = slots[..<column].reduce(0, +)
          return Array(first..<first + slots[column])
        }
        #expect(mask.order[0] == expected && mask.order[top] == expected)
        for direct in [false, true] {
          let proof = Reachability(mask: mask, direct: direct)
          #expect(proof.violations.isEmpty && proof.avoidable.isEmpty, "\(slots) \(hidden)")
          #expect(proof.reach == Reachability(mask: binary, direct: direct).reach)
        }
        for (from, to) in (1...top).map({ ($0 - 1, $0) }) + [(0, top)] {
          for (place, prefix) in mask.prefixes(from: from, to: to).enumerated() {
            for (below, unit) in mask.order[from].enumerated() {
              #expect(
                mask.allows(from: from, unit, to: to, mask.order[to][place]) == (below < prefix))
            }
          }
        }
      }
    }
  }
}
