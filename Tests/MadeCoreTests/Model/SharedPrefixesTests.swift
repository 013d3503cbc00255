// Records that begin alike: what they share, and that it changes no bit.

import MadeCore
import Testing

@Suite("Records that begin alike")
struct SharedPrefixesTests {
  private static let kinds: [ModelKind] =
    ModelKind.all + [
      ModelKind(description: "wide enough for bands", hidden: [180], slots: [9, 3, 1, 12]),
      ModelKind(
        description: "bands, smooth, three orderings", hidden: [130], activation: .softplus,
        schedule: MaskSchedule(regime: .cycle(3), resample: .ordering, seed: 5), slots: [1, 2, 7]),
      ModelKind(
        description: "bands, endless with U", hidden: [100], activation: .tanh, maskWeights: true,
        schedule: MaskSchedule(regime: .endless, seed: 5), slots: [6, 1, 1], hasExtraSlots: true),
      ModelKind(description: "wide and direct", hidden: [180], direct: true, slots: [9, 3, 1, 12]),
    ]

  /// Records most of whose cells are their columns' first value, some of them equal.
  private static func records(of model: MadeModel, count: Int = 500) -> Rows {
    var random = RandomStream(seed: 8, purpose: .sampledRow, index: 3)
    return Rows(
      layout: model.schema.layout,
      records: (0..<count).map { _ in
        model.architecture.slots.map { slots in
          random.nextUniform() < 0.8 ? 0 : random.nextInteger(below: max(slots, 2))
        }
      })
  }

  private func prefixes(_ rows: Rows, _ model: MadeModel) -> (SharedPrefixes, MaskedNetwork)? {
    let network = MaskedNetwork(model.parameters, mask: model.masks[0])
    return SharedPrefixes(
      0..<rows.count, of: rows, mask: network.mask, output: network.shape.output
    ).map { ($0, network) }
  }

  @Test("have together, bit for bit, the log-likelihoods that each has alone", arguments: kinds)
  func bits(_ kind: ModelKind) throws {
    for columns in [1, 2, 13] {
      let model = kind.model(inputs: columns)
      let rows = Self.records(of: model)
      let alone = (0..<rows.count).map { row in
        var one = Rows(layout: rows.layout)
        one.append(words: rows.words(ofRow: row))
        return Ensemble(model.parameters, masks: model.masks, team: .single)
          .logLikelihoods(of: one)[0].bitPattern
      }
      for threads in [1, 3] {
        let team = WorkerTeam(threads: threads)
        let ensemble = Ensemble(model.parameters, masks: model.masks, team: team)
        #expect(
          ensemble.logLikelihoods(of: rows, team: team).map(\.bitPattern) == alone,
          "\(columns) columns")
      }
      if columns == 13 { #expect(prefixes(rows, model) != nil, "nothing was shared") }
    }
  }

  @Test("are a tree: each lane agrees with its parent in exactly as many columns as it says")
  func tree() throws {
    for slots in [[1], [4, 1, 2], [9, 3, 1, 12]] {
      let model = ModelKind(description: "", slots: slots).model(inputs: 12)
      let rows = Self.records(of: model)
      let (shared, network) = try #require(prefixes(rows, model))
      let mask = network.mask
      let order = mask.ordering.columns
      let lanes = shared.records.map { record in order.map { rows.code(Int(record), $0) } }
      #expect(shared.columns.map(\.first) == order.map { mask.outputPlaces[mask.firstOutputs[$0]] })
      #expect(shared.columns.map(\.outputs) == order.map { mask.shapes[$0].outputs })
      #expect(shared.records.sorted() == (0..<Int32(rows.count)).map { $0 })
      for lane in lanes.indices.dropFirst() {
        let parent = Int(shared.parents[lane])
        #expect(parent < lane)
        let agreeing = order.indices.prefix { lanes[lane][$0] == lanes[parent][$0] }
        #expect(agreeing.count == Int(shared.shared[lane]))
      }
      for position in order.indices {
        let beginnings = Set(lanes.map { Array($0[..<position]) })
        #expect(shared.needed[position] == beginnings.count, "each beginning once")
        #expect(Set(lanes[..<beginnings.count].map { Array($0[..<position]) }) == beginnings)
      }
    }
  }

  @Test("share sums of hidden units in bands, each unit and each column in one of them")
  func bands() throws {
    let model = ModelKind(description: "", hidden: [300], slots: [9, 3, 1, 12]).model(inputs: 16)
    let (shared, network) = try #require(prefixes(Self.records(of: model), model))
    let bands = shared.bands(network)
    #expect(bands.count > 2)
    #expect(bands.map(\.units.lowerBound) == [0] + bands.dropLast().map(\.units.upperBound))
    #expect(bands.last?.units.upperBound == network.shape.first.paddedColumns)
    #expect(bands.map(\.finished.lowerBound) == [0] + bands.dropLast().map(\.finished.upperBound))
    #expect(bands.last?.finished.upperBound == 16)
    #expect(bands.map(\.lanes) == bands.map(\.lanes).sorted())
    #expect(bands.last?.lanes == shared.evaluated)
  }

  @Test("are not looked for in few records, nor kept where hardly any agree")
  func nothing() {
    let model = ModelKind(description: "", slots: [30]).model(inputs: 12)
    #expect(prefixes(model.randomRecords(count: 15), model) == nil)
    #expect(prefixes(model.randomRecords(count: 400), model) == nil)
    let binary = ModelKind(description: "").model(inputs: SharedPrefixes.mostColumns + 1)
    #expect(prefixes(binary.randomRecords(count: 400, ones: 0.01), binary) == nil)
  }

  @Test("are not shared where a unit could be infinite, which a weight of 0 would not hide")
  func overflow() {
    let model = ModelKind(description: "", hidden: [40], slots: [3, 1]).model(inputs: 12)
    #expect(MaskedNetwork(model.parameters, mask: model.masks[0]).cannotOverflow)
    let first = model.parameters.shape.matrices[0]
    model.parameters.forEachRow(of: first, shift: 0) { _, row, base in
      for column in first.live(row) { base[column] = 3e38 }
    }
    #expect(!MaskedNetwork(model.parameters, mask: model.masks[0]).cannotOverflow)
    let rows = Self.records(of: model)
    let ensemble = Ensemble(model.parameters, masks: model.masks, team: .single)
    let together = ensemble.logLikelihoods(of: rows)
    for row in 0..<rows.count {
      var one = Rows(layout: rows.layout)
      one.append(words: rows.words(ofRow: row))
      let alone = ensemble.logLikelihoods(of: one)[0]
      #expect(alone.isNaN ? together[row].isNaN : alone == together[row])
    }
  }
}
