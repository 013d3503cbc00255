// Factors on output weights, chosen on validation records.

import Foundation
import MadeCore
import Testing

extension MadeModel {
  /// The model with its output weights times factors.
  fileprivate func scaled(hidden: Float, direct: Float) -> MadeModel {
    let copy = parameters.copy()
    let matrices = copy.shape.matrices
    for (number, matrix) in matrices.enumerated() {
      let isDirect = architecture.direct && number == matrices.count - 1
      guard isDirect || number == architecture.hidden.count else { continue }
      copy.forEachRow(of: matrix) { _, row, base in
        for column in matrix.live(row) { base[column] *= isDirect ? direct : hidden }
      }
    }
    return with(parameters: copy)
  }

  fileprivate func mean(over rows: Rows) -> Double {
    logLikelihoods(of: rows).reduce(0, +) / Double(rows.count)
  }
}

@Suite("Sharpening")
struct SharpeningTests {
  @Test(
    "finds the factors by which weights were made too small or too large", arguments: [0.6, 1.5])
  func recovers(factor: Float) throws {
    for kind in ModelKind.all where kind.hidden.allSatisfy({ $0 > 5 }) {
      let model = kind.model(inputs: 7)
      let rows = model.rows(0..<20_000, seed: 5)
      let off = model.scaled(hidden: factor, direct: 0.8)
      let (found, factors) = off.sharpened(on: rows)
      let gain = found.mean(over: rows) - off.mean(over: rows)
      #expect(abs(gain - factors.gain) < 1e-9 && gain > 0, "\(kind)")
      // As good as the model that the records are from, but for what steps of a fiftieth leave.
      #expect(found.mean(over: rows) > model.mean(over: rows) - 0.002, "\(kind): \(factors)")
      #expect(
        off.sharpened(on: rows, threads: 3).model.fileBytes(tool: "test")
          == found.fileBytes(tool: "test"))
      // The factors are those of the weights, and of nothing else.
      let same = off.scaled(hidden: Float(factors.hidden), direct: Float(factors.direct))
      #expect(same.fileBytes(tool: "test") == found.fileBytes(tool: "test"), "\(kind)")
      if !model.architecture.direct { #expect(factors.direct == 1) }
    }
  }

  @Test("tells the validation log-likelihood that it reaches")
  func summary() throws {
    let kind = try #require(ModelKind.all.first { $0.description == "five masks" })
    let model = kind.model(inputs: 7)
    let rows = model.rows(0..<5000, seed: 2)
    let timid = model.scaled(hidden: 0.5, direct: 0.5)
    #expect(timid.sharpened(on: rows).model.summary.validationLogLikelihood == nil)
    var summary = TrainingSummary()
    summary.validationLogLikelihood = -3
    let (sharp, factors) = timid.with(summary: summary).sharpened(on: rows)
    #expect(factors.hidden > 1.5 && factors.direct > 1.5, "\(factors)")
    #expect(sharp.summary.validationLogLikelihood == -3 + factors.gain)
  }

  @Test("leaves a model alone where little or nothing speaks for a change")
  func unchanged() throws {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 5)
      let bytes = model.fileBytes(tool: "test")
      for count in [0, 1] {
        let (same, factors) = model.sharpened(
          on: model.rows(0..<count, seed: 1))
        if factors.gain == 0 {
          #expect(
            same.fileBytes(tool: "test") == bytes && (factors.hidden, factors.direct) == (1, 1))
        } else {
          #expect(count > 0 && factors.gain >= 2, "\(kind)")
        }
      }
      // A single unit, or values that are never drawn, leave room for more.
      guard kind.hidden.allSatisfy({ $0 > 5 }), !kind.hasExtraSlots else { continue }
      let rows = model.rows(0..<20_000, seed: 1)
      let (_, factors) = model.sharpened(on: rows)
      #expect(
        abs(factors.hidden - 1) < 0.15 && abs(factors.direct - 1) < 0.15, "\(kind): \(factors)")
    }
  }

  @Test("stays within limits, and is not led astray by what is not finite")
  func limits() throws {
    let kind = try #require(ModelKind.all.first { $0.description == "wide" })
    let model = kind.model(inputs: 6)
    let rows = model.rows(0..<3000, seed: 3)
    let flat = model.scaled(hidden: 0.1, direct: 0.1)
    let (_, factors) = flat.sharpened(on: rows)
    #expect(factors.hidden <= 4 && factors.direct <= 4 && factors.gain > 0)
    let huge = model.scaled(hidden: 1e38, direct: 1e38)
    let (tamed, _) = huge.sharpened(on: rows)
    #expect(tamed.mean(over: rows) >= huge.mean(over: rows) || huge.mean(over: rows).isNaN)
  }
}
