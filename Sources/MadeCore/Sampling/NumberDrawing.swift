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
  private let seed: UInt64
  private let purpose: RandomPurpose
  private let evidence: EvidenceLanes?

  init(
    _ network: DrawnNetwork, seed: UInt64, purpose: RandomPurpose, evidence: EvidenceLanes?
  ) {
    columns = network.numbers
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
      let known = drawing.evidence?.numbers[Int(position)]
      for lane in 0..<Int(count) {
        let row = UnsafeRawPointer(rows + lane * rowBytes)
        let conditional = column.conditional.inRecord { column.places[$0].cell(in: row) }
        let drawn = drawing.draw(
          column, conditional, known?[lane], LaneOutputs(z, lanes: lanes, lane: lane)
        ) { attempt in
          NumberWords(
            seed: drawing.seed, purpose: drawing.purpose, index: index[lane],
            position: Int(position), attempt: attempt)
        }
        let place = conditional.place(drawn.cell)
        cells[lane] = Int64(drawn.cell)
        ones[lane] = place.one
        reals[lane] = place.real
        weights?[lane] += drawn.logMass
      }
    }

  /// A cell, and log p of what is known of it.
  private func draw(
    _ column: Column, _ conditional: RecordConditional, _ knowledge: CellKnowledge?,
    _ outputs: LaneOutputs, _ words: (_ attempt: Int) -> NumberWords
  ) -> DrawnNumber {
    switch knowledge {
    case .cell(let cell):
      return DrawnNumber(
        cell: cell, logMass: conditional.logProbability(of: cell) { outputs[$0] })
    case .limit(.numbers(let limits)):
      return conditional.draw({ outputs[$0] }, within: limits, words(0))
    case .limit(.shares), .nothing, nil:
      let limits = evidence == nil ? column.limits : column.filledLimits
      if column.isWhole {
        return DrawnNumber(
          cell: conditional.drawWhole(outputs, within: limits, words), logMass: 0)
      }
      return DrawnNumber(
        cell: conditional.drawAsRuled(outputs, within: limits, words), logMass: 0)
    }
  }
}

extension RandomPurpose {
  /// The streams of numbers of records whose other cells come from those of this purpose.
  fileprivate var ofNumbers: RandomPurpose { self == .particle ? .particleNumber : .sampledNumber }
}
