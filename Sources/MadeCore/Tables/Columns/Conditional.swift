// p(cell | earlier columns): the one place that knows what a network's outputs mean for a column.

/// The conditional distribution of a column's cell, whose parameters are outputs of a network.
///
/// Outputs are feature-major: z[k] of record b lies at `z[k * lanes + b]`. `any Conditional` is opened once for a
/// column and a batch of records, never once for a cell.
package protocol Conditional: Hashable, Sendable {
  /// How many outputs of the network are its parameters.
  var outputs: Int { get }
  /// How many codes there are.
  var states: Int { get }
  /// How many codes, the first ones, set no input to 1: each later code sets one, in the order of the codes.
  var silentCodes: Int { get }
  /// Its number in the kernels' table of conditionals.
  var kernel: Int32 { get }

  /// log p(code) in nats, in Double: the definition that the kernels vectorise.
  func logProbability(ofCode code: Int, _ output: (Int) -> Double) -> Double
  /// A score for each code: its log-probability plus a constant that is the same for all; in Double.
  func scores(_ output: (Int) -> Double) -> [Double]

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

extension Conditional {
  /// How many inputs of a network a cell has, all of them 0 or 1.
  package var ones: Int { states - silentCodes }

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
  /// Codes, -1 in lanes without a record: (columns, lanes).
  package let codes: UnsafePointer<Int32>

  package init(
    lanes: Int, count: Int, bits: UnsafePointer<UInt16>, codes: UnsafePointer<Int32>
  ) {
    self.lanes = lanes
    self.count = count
    self.bits = bits
    self.codes = codes
  }
}
