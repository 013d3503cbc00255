// The network of a transform as the drawing kernel goes through it, position by position.

import CKernels

/// The memory for up to 96 rows side by side; used by one thread at a time.
package final class InversionSpace: Sendable {
  /// Rows that go through a network together.
  package static let lanes = DrawingMemory.lanes
  let memory: DrawingMemory

  package init(_ architecture: Architecture) { memory = DrawingMemory(architecture) }
}

/// The network of a transform together with its description in C: what moves numbers back where it reads them before
/// they move, and what moves them where it reads them after that.
package final class InvertedNetwork: @unchecked Sendable {
  private let description: UnsafePointer<made_network>
  /// By position: the column, and its index among those that move; nil for one that does not.
  let positions: [(column: Int, index: Int?)]
  private let layers: DrawnLayers

  package init(_ network: MaskedNetwork, columns: MovableColumns) {
    let layers = DrawnLayers(network)
    let mask = network.mask
    var output = 0
    let described = mask.ordering.columns.map { column in
      let shape = mask.shapes[column]
      defer { output += shape.outputs }
      return made_column(
        conditional: Int32(MADE_MOVED.rawValue),
        input: shape.ones > 0 ? Int32(mask.onePlaces[mask.firstOnes[column]]) : 0,
        output: Int32(output), outputs: Int32(shape.outputs),
        real: shape.reals > 0 ? Int32(mask.realPlaces[mask.firstReals[column]]) : -1,
        barred: -1, unfilled: -1, firstRule: 0, rules: 0, cell: made_cell(storage: 0, offset: 0))
    }
    description = layers.described(columns: described)
    positions = mask.ordering.columns.map { ($0, columns.indexOfColumn[$0]) }
    self.layers = layers
  }

  /// Takes weights that have been changed in place.
  func refresh() { layers.refresh() }

  /// Goes through the network once, position by position, for the rows in some lanes, at most 96.
  ///
  /// - Parameter place: says where a number is that the network reads, as soon as the outputs of its column are there,
  ///   z[k * lanes], which is before anything that comes after it reads it.
  func run(
    _ numbers: MovingNumbers, _ rows: Range<Int>, _ inputs: CellInputs, _ space: InversionSpace,
    place: @escaping (_ index: Int, _ lane: Int, _ z: UnsafePointer<Float>, _ lanes: Int) -> Double
  ) {
    let inversion = Inversion(self, numbers, first: rows.lowerBound, inputs, place)
    var drawing = space.memory.drawing(
      Array(repeating: 0, count: rows.count), seed: 0, purpose: .sampledRow)
    drawing.numbers = Inversion.take
    drawing.context = Unmanaged.passUnretained(inversion).toOpaque()
    withExtendedLifetime(inversion) {
      Kernels.table.pointee.draw(description, &drawing)
    }
  }
}

/// What the kernel calls at each column.
private final class Inversion {
  private let network: InvertedNetwork
  private let numbers: MovingNumbers
  /// The lane of the numbers that is the kernel's first one.
  private let first: Int
  private let inputs: CellInputs
  private let place: (Int, Int, UnsafePointer<Float>, Int) -> Double

  init(
    _ network: InvertedNetwork, _ numbers: MovingNumbers, first: Int, _ inputs: CellInputs,
    _ place: @escaping (Int, Int, UnsafePointer<Float>, Int) -> Double
  ) {
    (self.network, self.numbers, self.first) = (network, numbers, first)
    (self.inputs, self.place) = (inputs, place)
  }

  static let take:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<Float>?, Int, Int32, UnsafePointer<UInt64>?,
      UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<Int64>?, UnsafeMutablePointer<Int32>?,
      UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Double>?
    ) -> Void = { context, position, z, lanes, count, _, _, _, _, ones, reals, _ in
      guard let context, let z, let ones, let reals else { return }
      let inversion = Unmanaged<Inversion>.fromOpaque(context).takeUnretainedValue()
      inversion.take(Int(position), z, lanes, count: Int(count), ones, reals)
    }

  private func take(
    _ position: Int, _ z: UnsafePointer<Float>, _ lanes: Int, count: Int,
    _ ones: UnsafeMutablePointer<Int32>, _ reals: UnsafeMutablePointer<Float>
  ) {
    let (column, index) = network.positions[position]
    for lane in 0..<count {
      let row = first + lane
      if let index, numbers.moves(index, row) {
        ones[lane] = -1
        reals[lane] = MovableNumber.input(place(index, row, z + lane, lanes))
      } else {
        ones[lane] = inputs.one(column, row)
        reals[lane] = inputs.real(column, row)
      }
    }
  }
}
