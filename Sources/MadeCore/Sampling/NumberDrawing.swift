// Columns of numbers for the drawing kernel, which leaves them to this.

import CKernels

/// Draws the cells of columns of numbers side by side, as the kernel asks for them; used by one thread at a time.
final class NumberDrawing: @unchecked Sendable {
  /// A column of numbers.
  struct Column: Sendable {
    let conditional: any ValueConditional
    /// Where the cells of all columns lie in a record.
    let places: [CellPlace]
    /// What is drawn where nothing is known of any cell of a record, and where something is.
    let limits: NumberLimits
    let filledLimits: NumberLimits
    /// Whether everything is drawn, in proportion to its probability, what breaks a rule too.
    let isWhole: Bool

    /// - Parameters:
    ///   - layout: of the records.
    ///   - barred: the cell that is never drawn.
    ///   - unfilled: more of them that no hole is filled with.
    init(
      _ conditional: any ValueConditional, _ layout: RowLayout, barred: Int?, unfilled: [Int]
    ) {
      self.conditional = conditional
      places = layout.places
      var limits = conditional.limits
      func bar(_ cell: Int?) {
        if let mark = cell.flatMap({ NumberLimits.mark(of: $0) }) { limits.marks[mark] = false }
      }
      bar(barred)
      self.limits = limits
      for cell in unfilled { bar(cell) }
      filledLimits = limits
      isWhole = false
    }

    /// Everything is drawn.
    init(whole conditional: any ValueConditional, _ layout: RowLayout) {
      self.conditional = conditional
      places = layout.places
      isWhole = true
      limits = NumberLimits(
        ranges: [ValueRanges.limits], marks: conditional.limits.marks.map { _ in true })
      filledLimits = limits
    }
  }

  /// By position; nil for a column of codes.
  private let columns: [Column?]
  private let ordering: Ordering
  private let seed: UInt64
  private let purpose: RandomPurpose
  private let evidence: EvidenceLanes?
  /// Takes the numbers that a flow moves; nil without one.
  private let moves: MovedDraws?

  init(
    _ network: DrawnNetwork, seed: UInt64, purpose: RandomPurpose, evidence: EvidenceLanes?,
    moves: MovedDraws? = nil
  ) {
    self.moves = moves
    columns = network.numbers
    ordering = network.mask.ordering
    self.seed = seed
    self.purpose = purpose.ofNumbers
    self.evidence = evidence
  }

  /// What the kernel calls; `context` is an object of this class.
  static let draw:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<Float>?, Int, Int32, UnsafePointer<UInt64>?,
      UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<Int64>?, UnsafeMutablePointer<Int32>?,
      UnsafeMutablePointer<Float>?,
      UnsafeMutablePointer<Double>?
    ) -> Void = {
      context, position, z, lanes, count, index, rows, rowBytes, cells, ones, reals, weights in
      guard let context, let z, let index, let rows, let cells, let ones, let reals else { return }
      let drawing = Unmanaged<NumberDrawing>.fromOpaque(context).takeUnretainedValue()
      guard let column = drawing.columns[Int(position)] else { return }
      for lane in 0..<Int(count) {
        let words = { (attempt: Int) in
          NumberWords(
            seed: drawing.seed, purpose: drawing.purpose, index: index[lane],
            position: Int(position), attempt: attempt)
        }
        let outputs = LaneOutputs(z, lanes: lanes, lane: lane)
        if let moves = drawing.moves, let movable = moves.column(Int(position)) {
          let drawn = moves.draw(movable, lane, outputs, within: column.limits, words)
          cells[lane] = Int64(drawn.cell)
          (ones[lane], reals[lane]) = (drawn.one, drawn.real)
          continue
        }
        if drawing.evidence == nil && !column.conditional.hasRule {
          // As below, where nothing is known and no rule says what is drawn: that is most cells.
          let cell = column.conditional.draw(outputs, within: column.limits, words)
          let input = column.conditional.place(cell)
          cells[lane] = Int64(cell)
          (ones[lane], reals[lane]) = (input.one, input.real)
          continue
        }
        let row = UnsafeRawPointer(rows + lane * rowBytes)
        let conditional = column.conditional.inRecord { column.places[$0].cell(in: row) }
        let place = Place(position: Int(position), lane: lane, row: row)
        let drawn = drawing.draw(column, conditional, place, outputs, words)
        let input = conditional.place(drawn.cell)
        cells[lane] = Int64(drawn.cell)
        ones[lane] = input.one
        reals[lane] = input.real
        weights?[lane] += drawn.logMass
      }
    }

  /// Which cell is drawn.
  private struct Place {
    let position: Int
    let lane: Int
    /// What its record has so far.
    let row: UnsafeRawPointer
  }

  /// A cell, and log p of what is known of it.
  private func draw(
    _ column: Column, _ conditional: RecordConditional, _ place: Place,
    _ outputs: LaneOutputs, _ words: (_ attempt: Int) -> NumberWords
  ) -> DrawnNumber {
    func output(_ index: Int) -> Double { outputs[index] }
    let knowledge = evidence?.numbers[place.position]?[place.lane] ?? .nothing
    if column.isWhole {
      switch knowledge {
      case .cell(let cell):
        return DrawnNumber(cell: cell, logMass: conditional.logProbability(of: cell, output))
      case .limit(.numbers(let limits)):
        let proposal = proposal(limits, column, place) ?? limits
        return conditional.draw(output, within: proposal, words(0))
      case .limit(.shares), .nothing:
        if let proposal = proposal(column.limits, column, place) {
          return conditional.draw(output, within: proposal, words(0))
        }
        let cell = conditional.drawWhole(outputs, within: column.limits, words)
        return DrawnNumber(cell: cell, logMass: 0)
      }
    }
    let limits = evidence == nil ? column.limits : column.filledLimits
    var drawn: DrawnNumber
    switch knowledge {
    case .cell(let cell):
      drawn = DrawnNumber(cell: cell, logMass: conditional.logProbability(of: cell, output))
    case .limit(.numbers(let condition)):
      // A condition may ask for what lies outside the training range.
      let open = NumberLimits(
        ranges: [ValueRanges.limits], marks: limits.marks.map { _ in true })
      let both = conditional.ruled(open).intersection(condition)
      let narrowed = narrowed(both, column, place)
      if both.areEmpty
        || narrowed?.areEmpty == true && canKeepRules(limits, column, conditional, place)
      {
        // What is known or drawn before it does not go with the condition.
        drawn = conditional.draw(output, within: condition, words(0))
        drawn.logMass = -.infinity
        return drawn
      }
      let allowed = narrowed.flatMap { $0.areEmpty ? nil : $0 } ?? both
      drawn = conditional.draw(output, within: allowed, words(0))
    case .limit(.shares), .nothing:
      let narrowed = narrowed(conditional.ruled(limits), column, place)
      // Known cells may contradict each other: then there is nothing to keep to.
      guard let narrowed, !narrowed.areEmpty else {
        let cell = conditional.drawAsRuled(outputs, within: limits, words)
        return DrawnNumber(
          cell: cell,
          logMass: conditional.logShareOfMarks(limits, of: column.limits, output))
      }
      drawn = conditional.draw(output, within: narrowed, words(0))
    }
    drawn.logMass -= conditional.logMassOfBound(column.limits, output)
    return drawn
  }

  // MARK: Rules

  /// What rules leave of limits where something that follows is known; nil where nothing is.
  private func narrowed(
    _ limits: @autoclosure () -> NumberLimits, _ column: Column, _ place: Place
  ) -> NumberLimits? {
    guard let narrowing = narrowing(place) else { return nil }
    return narrowing.rules.narrowed(limits(), of: ordering.columns[place.position]) {
      knowledge($0, column, place)
    }
  }

  /// The same for a draw that is weighed against free ones.
  private func proposal(
    _ limits: NumberLimits, _ column: Column, _ place: Place
  ) -> NumberLimits? {
    guard let narrowing = narrowing(place) else { return nil }
    return narrowing.rules.proposal(
      limits, of: ordering.columns[place.position], leavesOutMarks: narrowing.leavesOutMarks
    ) { knowledge($0, column, place) }
  }

  /// Whether a number would keep all rules if there were no condition on it.
  private func canKeepRules(
    _ limits: NumberLimits, _ column: Column, _ conditional: RecordConditional, _ place: Place
  ) -> Bool {
    narrowed(conditional.ruled(limits), column, place)?.areEmpty == false
  }

  private func narrowing(_ place: Place) -> EvidenceLanes.Narrowing? {
    guard let narrowing = evidence?.narrowing,
      narrowing.isBearing[ordering.columns[place.position]]
    else { return nil }
    return narrowing
  }

  /// What is known of another column of numbers when a cell is drawn.
  private func knowledge(_ other: Int, _ column: Column, _ place: Place) -> CellKnowledge {
    let position = ordering.positions[other]
    if position < place.position { return .cell(column.places[other].cell(in: place.row)) }
    return evidence?.numbers[position]?[place.lane] ?? .nothing
  }
}

extension RandomPurpose {
  /// The streams of numbers of records whose other cells come from those of this purpose.
  fileprivate var ofNumbers: RandomPurpose { self == .particle ? .particleNumber : .sampledNumber }
}
