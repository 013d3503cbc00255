// The kernels for mixtures of logistics against the definition in Double.

import CKernels
import Foundation
import MadeCore
import Testing

@Suite("Mixture kernels")
struct MixtureKernelTests {
  /// A batch of cells, and outputs for each of its lanes.
  private struct Batch {
    let mixture: LogisticMixture
    let lanes: Int
    var z: [Float]
    let cells: [Int]

    init(_ mixture: LogisticMixture, lanes: Int, scale: Float, seed: Int, cells: [Int]) {
      var noise = Noise(seed)
      self.mixture = mixture
      self.lanes = lanes
      z = noise.floats(mixture.outputs * lanes, scale: scale)
      self.cells = (0..<lanes).map { cells[$0 % cells.count] }
    }

    /// Of a number among those of its phase.
    private var share: Float {
      guard case .rhythm(let rhythm) = mixture.values.phasing else { return 0 }
      return -Float(log(Double(rhythm.period / rhythm.phases / mixture.values.steps.step)))
    }

    var description: made_mixture {
      made_mixture(
        heads: Int32(mixture.heads), listed: Int32(mixture.values.listed),
        components: Int32(mixture.components), least: mixture.least,
        phases: Int32(mixture.values.phases), share: share)
    }

    var codes: [Int32] { cells.map { mixture.place($0).one } }

    var rows: Lanes {
      let rows = Lanes(count: mixture.cellRows * lanes)
      for (lane, cell) in cells.enumerated() {
        let place = mixture.place(cell)
        for row in 0..<mixture.cellRows { rows[row * lanes + lane] = place.rows[row] }
      }
      return rows
    }

    func outputs(_ lane: Int) -> [Double] {
      (0..<mixture.outputs).map { Double(z[$0 * lanes + lane]) }
    }

    func logProbability(_ lane: Int) -> Double {
      let outputs = outputs(lane)
      return mixture.logProbability(of: cells[lane]) { outputs[$0] }
    }

    /// The slope of the negative log-likelihood by each output.
    func slopes(_ lane: Int) -> [Double] {
      var outputs = outputs(lane)
      return outputs.indices.map { k in
        let (value, step) = (outputs[k], 1e-5)
        func loss(_ changed: Double) -> Double {
          outputs[k] = changed
          return -mixture.logProbability(of: cells[lane]) { outputs[$0] }
        }
        defer { outputs[k] = value }
        return (loss(value + step) - loss(value - step)) / (2 * step)
      }
    }
  }

  /// Mixtures, and cells of each that are listed, known, new, and far out.
  private static let cases: [(name: String, mixture: LogisticMixture, cells: [Int])] = [
    ("plain", mixture(), [0, 3, -5, Int.min, 40, -9]),
    (
      "all parts", mixture(marks: 2, atoms: [0, 4], known: [-3, -1, 2], components: 3),
      [0, 4, -3, -1, 2, 1, -6, Int.min, Int.min + 1, 30]
    ),
    ("one known value", mixture(known: [1], components: 1), [1, 0, 7, Int.min]),
    (
      "bent, narrow cells",
      mixture(
        NumberTransform(center: 5e8, bend: 3e6, mean: 0, deviation: 2.5),
        range: 0...1_000_000_000_000, components: 32, least: 1.2e-4),
      [500_000_000, 0, 999_999_999_999, 500_000_123, Int.min]
    ),
    (
      "cells of 1e-12",
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 0, deviation: 1e12), range: -5...5, least: 0.01),
      [0, 1_000_000_000_000, -700_000_000_000]
    ),
    (
      "with a rhythm",
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 2, deviation: 9),
        steps: NumberSteps(step: 2, digits: 0), marks: 2, atoms: [4], range: -40...40,
        phasing: .rhythm(NumberRhythm(period: 28, phases: 7, start: 6))),
      [0, 4, -40, 38, 6, 8, Int.min, Int.min + 1, 400]
    ),
    (
      "with a rhythm and known values",
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 0, deviation: 9), atoms: [0, 7],
        known: [-9, 3, 8], components: 3,
        phasing: .rhythm(NumberRhythm(period: 7, phases: 7, start: 4))),
      [0, 7, -9, 3, 8, 5, 6, Int.min, -30]
    ),
    (
      "with heaps",
      mixture(
        NumberTransform(center: 4, bend: 6, mean: 0, deviation: 0.15), atoms: [0, 20],
        known: [-15, 3, 8], components: 3, phasing: .heaps(NumberHeaps(steps: [1, 5, 10]))),
      [0, 20, -15, 3, 8, 4, 5, 10, -30, 1000, Int.min]
    ),
    (
      "wide cells",
      mixture(NumberTransform(center: 0, bend: 0, mean: 0, deviation: 0.02), components: 4),
      [0, 1, -1]
    ),
  ]

  @Test("say what the definition says, cell by cell", arguments: kernelVariants)
  func logLikelihood(variant: String) throws {
    let kernels = try kernels(variant)
    for (name, mixture, cells) in Self.cases {
      for scale in [0.5, 2, 8, 40] as [Float] {
        let batch = Batch(mixture, lanes: 48, scale: scale, seed: 5, cells: cells)
        let (z, rows, codes) = (Lanes(batch.z), batch.rows, batch.codes)
        var description = batch.description
        let initial = (0..<48).map { Double($0) }
        var total = initial
        kernels.mixture_log_likelihood(&description, z.pointer, 48, codes, rows.pointer, 48, &total)
        expectSameBits(z.array, batch.z, "\(variant) \(name)")
        #expect(z.guardsAreIntact && rows.guardsAreIntact)
        for lane in 0..<48 {
          let expected = batch.logProbability(lane)
          let found = total[lane] - initial[lane]
          // Ends of cells are floats, their distance to a place over a small scale has their error.
          #expect(
            abs(found - expected) <= 2e-5 * max(1, abs(expected)),
            "\(variant) \(name), scale \(scale), cell \(batch.cells[lane]): \(found), \(expected)")
        }
      }
    }
  }

  @Test(
    "have the slopes of the definition, and zeros in lanes without a record",
    arguments: kernelVariants)
  func backward(variant: String) throws {
    let kernels = try kernels(variant)
    for (name, mixture, cells) in Self.cases {
      for (scale, count) in [(0.5, 48), (2, 33), (6, 1)] as [(Float, Int)] {
        let batch = Batch(mixture, lanes: 48, scale: scale, seed: 6, cells: cells)
        let (z, rows) = (Lanes(batch.z), batch.rows)
        let codes = batch.codes.prefix(count) + Array(repeating: -1, count: 48 - count)
        var description = batch.description
        var scored = [Double](repeating: 0, count: 48)
        kernels.mixture_log_likelihood(
          &description, z.pointer, 48, Array(codes), rows.pointer, 48, &scored)
        var total = [Double](repeating: 0, count: 48)
        kernels.mixture_backward(
          &description, z.pointer, 48, Array(codes), rows.pointer, 48, count, &total)
        #expect(z.guardsAreIntact && rows.guardsAreIntact)
        #expect(total[..<count] == scored[..<count], "\(variant) \(name)")
        #expect(total[count...].allSatisfy { $0 == 0 }, "\(variant) \(name)")
        for lane in 0..<48 {
          let found = (0..<mixture.outputs).map { z[$0 * 48 + lane] }
          if lane >= count {
            #expect(found.allSatisfy { $0 == 0 }, "\(variant) \(name), lane \(lane)")
            continue
          }
          let expected = batch.slopes(lane)
          let size = expected.reduce(1) { max($0, abs($1)) }
          expectNear(
            found, expected, relative: 1e-4, absolute: 3e-5 * size,
            "\(variant) \(name), scale \(scale), cell \(batch.cells[lane])")
        }
      }
    }
  }

  @Test("stay finite for extreme logits, places and scales", arguments: kernelVariants)
  func extremes(variant: String) throws {
    let kernels = try kernels(variant)
    for (name, mixture, cells) in Self.cases {
      for extreme in [-3e4, -90, 90, 3e4] as [Float] {
        for k in 0..<mixture.outputs {
          var batch = Batch(mixture, lanes: 16, scale: 1, seed: 7, cells: cells)
          for lane in 0..<16 { batch.z[k * 16 + lane] = extreme }
          let (z, rows, codes) = (Lanes(batch.z), batch.rows, batch.codes)
          var description = batch.description
          var total = [Double](repeating: 0, count: 16)
          kernels.mixture_backward(
            &description, z.pointer, 16, codes, rows.pointer, 16, 16, &total)
          let what = "\(variant) \(name), output \(k) at \(extreme)"
          for lane in 0..<16 {
            let expected = batch.logProbability(lane)
            let rounding: Double = 4e-7 * Double(abs(extreme))
            let tolerance: Double = 2e-5 * max(1, abs(expected)) + 1e-4 + rounding
            #expect(
              abs(total[lane] - expected) < tolerance,
              "\(what), cell \(batch.cells[lane]): \(total[lane]), expected \(expected)")
          }
          #expect(total.allSatisfy { $0.isFinite && $0 < 1e-5 }, "\(what): \(total)")
          #expect(z.array.allSatisfy { $0.isFinite }, "\(what)")
        }
      }
    }
  }

  @Test("say the same of a lane whatever lies beside it", arguments: kernelVariants)
  func lanesAreIndependent(variant: String) throws {
    let kernels = try kernels(variant)
    let (_, mixture, cells) = Self.cases[1]
    var found: Set<[UInt64]> = []
    for (lanes, lane) in [(16, 0), (16, 15), (48, 7), (48, 33), (96, 90)] {
      var batch = Batch(mixture, lanes: lanes, scale: 3, seed: lanes + lane, cells: cells)
      let own = mixture.someOutputs(seed: 3).map { Float($0) }
      for k in own.indices { batch.z[k * lanes + lane] = own[k] }
      let (z, rows) = (Lanes(batch.z), batch.rows)
      var codes = batch.codes
      let place = mixture.place(2)
      codes[lane] = place.one
      for row in 0..<mixture.cellRows { rows[row * lanes + lane] = place.rows[row] }
      var description = batch.description
      var total = [Double](repeating: 0, count: lanes)
      kernels.mixture_backward(
        &description, z.pointer, lanes, codes, rows.pointer, lanes, lanes, &total)
      let slopes = own.indices.map { UInt64(z[$0 * lanes + lane].bitPattern) }
      found.insert([total[lane].bitPattern] + slopes)
    }
    #expect(found.count == 1, "\(variant)")
  }
}
