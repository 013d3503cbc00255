// p(cell | earlier columns): the one place that knows what a network's outputs mean for a column.

/// The conditional distribution of a column's cell, whose parameters are outputs of a network.
///
/// Outputs are feature-major: z[k] of record b lies at `z[k * lanes + b]`. `any Conditional` is opened once for a
/// column and a batch of records, never once for a cell.
package protocol Conditional: Hashable, Sendable {
  /// How many outputs of the network are its parameters.
  var outputs: Int { get }
  /// How many inputs of a network that are 0 or 1 a cell has, and how many that are real numbers.
  var ones: Int { get }
  var reals: Int { get }
  /// Its number in the kernels' table of conditionals.
  var kernel: Int32 { get }
  /// Itself, if it is one of codes, and if it is one of values; a member, because casts look the protocol up.
  var ofCodes: (any CodeConditional)? { get }
  var ofValues: (any ValueConditional)? { get }

  /// log p(cell) in nats, in Double: the definition that the kernels vectorise.
  func logProbability(of cell: Int, _ output: (Int) -> Double) -> Double

  /// The tail of a cell, which says how strange it is; see `CellTail`.
  ///
  /// - Parameters:
  ///   - drawn: which cells can be drawn.
  ///   - ties: random numbers of this cell, which order what is equally strange.
  func tail(
    of cell: Int, _ output: (Int) -> Double, _ drawn: DrawableCells, _ ties: NumberWords
  ) -> CellTail

  /// Adds log p of cells to each record's sum.
  ///
  /// - Parameters:
  ///   - z: the outputs of the first of `columns` columns, all with this conditional; with `gradient` they are
  ///     replaced by the gradient of the negative log-likelihood.
  ///   - cells: of these columns.
  ///   - sums: one for each lane.
  func evaluate(
    _ z: UnsafeMutablePointer<Float>, _ cells: LaneCells, columns: Int, gradient: Bool,
    sums: UnsafeMutablePointer<Double>
  )

  /// Where training starts, after a look at a column of the training records.
  func start(_ column: CellColumn) -> StartingPoint
}

/// The cells of one column, one by one; numbers are differences where there is a rule.
package struct CellColumn {
  private let rows: Rows
  private let column: Int
  /// Of a column with a rule.
  private let ruled: (any ValueConditional)?
  private let isRuled: Bool

  package init(_ rows: Rows, _ column: Int, of conditional: any Conditional) {
    self.rows = rows
    self.column = column
    ruled = conditional.ofValues.flatMap { $0.rule == nil ? nil : $0 }
    isRuled = ruled != nil
  }

  package var count: Int { rows.count }

  package subscript(row: Int) -> Int {
    let cell = rows.code(row, column)
    // Asked for each cell of a table: to look into `ruled` copies it.
    guard isRuled, let ruled else { return cell }
    return ruled.frame { rows.code(row, $0) }.relative(cell)
  }
}

/// What a network knows of a column before it has learnt anything.
package struct StartingPoint: Equatable, Sendable {
  /// Biases of the outputs: those of the marginal distribution.
  package var bias: [Float]
  /// Outputs, and ones, about which nothing can be learnt: their weights start at zero and stay there.
  package var silentOutputs: [Int] = []
  package var silentOnes: [Int] = []
}

/// The conditional distribution of one of some codes.
package protocol CodeConditional: Conditional {
  /// How many codes there are.
  var states: Int { get }
  /// How many codes, the first ones, set no input to 1: each later code sets one, in the order of the codes.
  var silentCodes: Int { get }

  /// A score for each code: its log-probability plus a constant that is the same for all; in Double.
  func scores(_ output: (Int) -> Double) -> [Double]

  /// Replaces outputs by log p of each code, for the first `count` lanes, a multiple of 16.
  ///
  /// They are, bit for bit, what `evaluate` adds.
  ///
  /// - Parameter silent: takes log p of the silent code, if there is one.
  func logProbabilities(
    _ z: UnsafeMutablePointer<Float>, lanes: Int, count: Int, silent: UnsafeMutablePointer<Float>)

  // MARK: Training

  /// Outputs of a network that has learnt nothing yet: the marginal distribution of the cells that were counted.
  func startingBias(_ counts: [Int]) -> [Float]
  /// Codes that no record has, where nothing can be learnt about them.
  func unlearnable(_ counts: [Int]) -> [Int]

  // MARK: Evidence

  /// Marks a cell as known, in the numbers that the drawing kernel reads (see kernels/evidence.h).
  func know(_ code: Int, lane: Int, lanes: Int, in known: UnsafeMutablePointer<Float>)
  /// Marks in them how much of each code is possible, from 0 to 1; false, and nothing marked, where all of it is.
  func limit(
    _ shares: [Float], lane: Int, lanes: Int, in known: UnsafeMutablePointer<Float>
  ) -> Bool

  // MARK: Drawing, by the definition

  /// Replaces outputs by the probabilities to draw with, of which that of `barred` is 0.
  func drawingProbabilities(_ z: UnsafeMutablePointer<Float>, lanes: Int, barred: Int?)
  /// The code that a uniform number chooses.
  func code(at uniform: Float, _ probabilities: [Float]) -> Int
}

extension CodeConditional {
  package var ofCodes: (any CodeConditional)? { self }
  package var ofValues: (any ValueConditional)? { nil }
  package var ones: Int { states - silentCodes }
  package var reals: Int { 0 }

  package func start(_ column: CellColumn) -> StartingPoint {
    var counts = [Int](repeating: 0, count: states)
    counts.withUnsafeMutableBufferPointer { counts in
      for row in 0..<column.count { counts[column[row]] += 1 }
    }
    let silent = unlearnable(counts)
    return StartingPoint(
      bias: startingBias(counts), silentOutputs: silent, silentOnes: silent)
  }
}

/// The conditional distribution of a number on a grid, or of one of some cells that are listed.
package protocol ValueConditional: Conditional {
  /// How many rows of floats describe a cell to `evaluate`.
  var cellRows: Int { get }
  /// What a cell is to the network.
  ///
  /// Here and below numbers are differences where there is a rule; `inRecord` has them as they are.
  func place(_ cell: Int) -> ValuePlace
  /// What ties its cells to those of earlier columns; nil for nothing.
  var rule: NumberRule? { get }
  /// Whether there is one, which is asked for each cell, and cheaper to say.
  var hasRule: Bool { get }
  /// From where its numbers are counted in a record.
  ///
  /// - Parameter cell: of a column of the record.
  func frame(_ cell: (_ column: Int) -> Int) -> NumberFrame
  /// The same in records in which nothing says from where its numbers are counted (`NumberRelation.stretch`).
  var stretched: any ValueConditional { get }
  /// The distance between numbers of the grid, where that is the same everywhere.
  var step: Int { get }
  /// The first and the last number of the grid within a range; nil if there is none.
  func numbers(in range: ClosedRange<Int>) -> ClosedRange<Int>?
  /// Itself, if a flow may move its numbers.
  var movable: (any MovableConditional)? { get }

  // MARK: Drawing

  /// log of the probability of all cells that are allowed.
  func logMass(within limits: NumberLimits, _ output: (Int) -> Double) -> Double
  /// log of the probability of all numbers and of some marks.
  func logMass(ofMarks marks: [Bool], _ output: (Int) -> Double) -> Double
  /// What is drawn where nothing is known: all marks, and numbers within the range of the training records.
  var limits: NumberLimits { get }
  /// Draws a cell in proportion to the probability of those that are allowed, and says how probable these are.
  ///
  /// All is in Double: what is drawn does not depend on the kernels.
  func draw(
    _ output: (Int) -> Double, within limits: NumberLimits, _ words: NumberWords
  ) -> DrawnNumber
  /// The same where most cells are allowed: quicker, and it says no more than the cell.
  ///
  /// - Parameter words: those of each attempt.
  func draw(
    _ outputs: LaneOutputs, within limits: NumberLimits, _ words: (_ attempt: Int) -> NumberWords
  ) -> Int
}

extension ValueConditional {
  package var ofCodes: (any CodeConditional)? { nil }
  package var ofValues: (any ValueConditional)? { self }
}

/// What one cell of numbers is to a network.
package struct ValuePlace {
  /// Which of the column's ones it sets, counted from 0; below 0 if it sets none.
  package var one: Int32
  /// Its real input.
  package var real: Float
  /// Its rows of floats, the first `cellRows` of these.
  package var rows: SIMD16<Float>

  /// - Parameters:
  ///   - parts: the cell of the grid, and that of the known values.
  ///   - phase: of the column's rhythm, and the row that says it.
  init(
    one: Int32, real: Float, parts: (SIMD4<Float>, SIMD4<Float>), phase: Int? = nil,
    phaseRow: Int = 0
  ) {
    self.one = one
    self.real = real
    let parts = SIMD8(lowHalf: parts.0, highHalf: parts.1)
    rows = SIMD16(lowHalf: parts, highHalf: SIMD8())
    if let phase { rows[phaseRow] = Float(phase) }
  }
}

extension Conditional {
  package func isEqual(to other: any Conditional) -> Bool { (other as? Self) == self }
}

/// The cells of columns that follow each other in an ordering, for a batch of records.
package struct LaneCells {
  /// How many records fit, a multiple of 16.
  package let lanes: Int
  /// How many lanes have a record, the first ones.
  package let count: Int
  /// The inputs that are 1, for columns of bits: bit b % 16 of word b / 16 is record b; (columns, lanes / 16).
  package let bits: UnsafePointer<UInt16>
  /// Codes, -1 in lanes without a record, and of numbers the one that they set: (columns, lanes).
  package let codes: UnsafePointer<Int32>
  /// What describes numbers: (cell rows of these columns, lanes).
  package let values: UnsafePointer<Float>

  package init(
    lanes: Int, count: Int, bits: UnsafePointer<UInt16>, codes: UnsafePointer<Int32>,
    values: UnsafePointer<Float>
  ) {
    self.lanes = lanes
    self.count = count
    self.bits = bits
    self.codes = codes
    self.values = values
  }
}
