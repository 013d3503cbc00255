// Masks that validation records choose.

import Foundation
import MadeCore
import Testing

@Suite("The choice of masks")
struct MaskChoiceTests {
  private let kinds = ModelKind.all.filter { $0.schedule.regime == .endless }

  /// Means of the logarithms of the probabilities of records under the mixture of some masks.
  private func mean(_ model: MadeModel, _ masks: [Mask], _ rows: Rows) -> Double {
    model.with(masks: masks).logLikelihoods(of: rows).reduce(0, +) / Double(rows.count)
  }

  @Test("is greedy, as it is written down")
  func greedy() throws {
    for kind in kinds {
      let model = kind.model(inputs: 6)
      let rows = model.randomRecords(count: 200, seed: 8)
      let all = model.schedule.ensemble(count: 12, for: model.architecture)
      func choice(threads: Int) -> [Mask] {
        var table = MaskCandidates(
          model.parameters, rows, room: 12, WorkerTeam(threads: threads))
        // In two portions, as they come.
        table.add(Array(all[..<7]))
        table.add(Array(all[7...]))
        return table.best(4)
      }
      let chosen = choice(threads: 1)
      #expect(chosen.count == 4)
      var left = all
      for count in chosen.indices {
        let before = Array(chosen[..<count])
        let values = left.map { mean(model, before + [$0], rows) }
        let best = try #require(values.max())
        #expect(abs(mean(model, Array(chosen[...count]), rows) - best) < 1e-9, "\(kind), \(count)")
        let place = try #require(left.firstIndex(of: chosen[count]))
        left.remove(at: place)
      }
      #expect(choice(threads: 3) == chosen)
    }
  }

  @Test("goes on from the best masks: better than among as many that are the first ones")
  func rounds() throws {
    for kind in kinds {
      let model = kind.model(inputs: 8)
      let rows = model.randomRecords(count: 200, seed: 8)
      let chosen = try #require(model.choosingMasks(from: 400, on: rows))
      #expect(chosen.masks.count == model.masks.count)
      var table = MaskCandidates(model.parameters, rows, room: 400, .single)
      table.add(model.schedule.ensemble(count: 400, for: model.architecture))
      let (found, drawn) = (mean(model, chosen.masks, rows), mean(model, table.best(3), rows))
      if model.schedule.resample == .connectivity {
        #expect(found == drawn, "\(kind)")
      } else {
        #expect(found > drawn, "\(kind)")
        let isOwn = chosen.masks.map { table.masks.contains($0) }
        #expect(isOwn.contains(false), "\(kind)")
      }
      #expect(
        try #require(model.choosingMasks(from: 400, on: rows, threads: 3)).masks == chosen.masks)
      let sum = chosen.logLikelihoods(of: chosen.allRecords).reduce(0) { $0 + exp($1) }
      #expect(abs(sum - 1) < 1e-4, "\(kind)")
    }
  }

  @Test("leaves the columns that lead all orderings where they are")
  func leading() throws {
    for leading in [[], [4], [4, 0], [5, 4, 3, 2, 1, 0]] {
      var kind = try #require(kinds.first)
      kind.schedule.leading = leading
      let model = kind.model(inputs: 6)
      let rows = model.randomRecords(count: 100, seed: 8)
      for mask in try #require(model.choosingMasks(from: 60, on: rows)).masks {
        #expect(Array(mask.ordering.columns.prefix(leading.count)) == leading)
      }
    }
  }

  @Test("leads masks that hardly know some record, too")
  func unlikely() throws {
    let model = try #require(kinds.first).model(inputs: 6)
    model.parameters.setBias(
      layer: model.architecture.outputLayer, to: Array(repeating: 1e6, count: 6))
    let rows = model.randomRecords(count: 100, seed: 8)
    let masks = try #require(model.choosingMasks(from: 20, on: rows)).masks
    #expect(masks.count == model.masks.count)
  }

  @Test("changes nothing but the masks and what is told of them")
  func summary() throws {
    let plain = try #require(kinds.first).model(inputs: 6)
    var summary = TrainingSummary()
    summary.validationLogLikelihood = -7
    let model = plain.with(summary: summary)
    let rows = model.randomRecords(count: 300, seed: 8)
    let chosen = try #require(model.choosingMasks(from: 50, on: rows))
    let gain = mean(model, chosen.masks, rows) - mean(model, model.masks, rows)
    #expect(gain > 0)
    #expect(abs((chosen.summary.validationLogLikelihood ?? 0) - (gain - 7)) < 1e-9)
    let read = try MadeModel(fileBytes: chosen.fileBytes(tool: "test 1"))
    #expect(read.masks == chosen.masks && read.schedule == model.schedule)
    let sum = read.logLikelihoods(of: read.allRecords).reduce(0) { $0 + exp($1) }
    #expect(abs(sum - 1) < 1e-5)
  }

  @Test("is none where there is nothing to choose from")
  func refused() throws {
    let endless = try #require(kinds.first).model(inputs: 6)
    let rows = endless.randomRecords(count: 20)
    #expect(endless.choosingMasks(from: endless.masks.count - 1, on: rows) == nil)
    #expect(endless.choosingMasks(from: 9, on: Rows(columns: rows.columns)) == nil)
    let list = try #require(ModelKind.all.first { $0.description == "five masks" })
    #expect(list.model(inputs: 6).choosingMasks(from: 9, on: rows) == nil)
  }
}
