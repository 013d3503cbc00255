// What was expected of numbers that a flow moves.

/// The places that numbers of some records have, and could have had, under a flow; used by one thread.
final class MovedExpectations: @unchecked Sendable {
  private let flow: FlowLikelihood
  private let draws: (_ index: Int, _ outputs: [Float]) -> [MovableDraw]
  /// (records, columns that move): u, and the outputs of which it was drawn; less than all that could have been drawn.
  private var places: [Double?]
  private var outputs: [[Float]]

  /// - Parameters:
  ///   - count: of records.
  ///   - draws: what stands for all that is drawn in a column, given its index among those that move, and its outputs.
  init(
    _ flow: FlowLikelihood, _ count: Int,
    draws: @escaping (_ index: Int, _ outputs: [Float]) -> [MovableDraw]
  ) {
    self.flow = flow
    self.draws = draws
    places = Array(repeating: nil, count: count * flow.columns.count)
    outputs = Array(repeating: [], count: count * flow.columns.count)
  }

  /// - Parameter place: u of the cell of a column that moves; nil if it stays.
  func note(_ record: Int, _ column: Int, _ place: Double?, _ outputs: [Float]) {
    guard let index = flow.columns.indexOfColumn[column] else { return }
    places[record * flow.columns.count + index] = place
    self.outputs[record * flow.columns.count + index] = outputs
  }

  /// The cells that stand for what was expected in some columns of each record, if all else is where it is.
  ///
  /// - Parameter named: of each record.
  func cells(
    of rows: Rows, _ named: [[Int]], weight: Double
  ) -> [(record: Int, column: Int, cells: [WeightedCell])] {
    let width = flow.columns.count
    var found: [(record: Int, column: Int, cells: [WeightedCell])] = []
    var requests: [FlowInverse.Request] = []
    var askers: [(place: Int, weight: Double)] = []
    for (record, columns) in named.enumerated() {
      for column in columns {
        guard let index = flow.columns.indexOfColumn[column] else { continue }
        let draws = draws(index, outputs[record * width + index])
        let share = weight / Double(draws.count)
        var cells: [WeightedCell] = []
        for draw in draws {
          switch draw {
          case .stays(let cell): cells.append(WeightedCell(cell, weight: share))
          case .moves(let place):
            requests.append(FlowInverse.Request(record: record, index: index, place: place))
            askers.append((found.count, share))
          }
        }
        found.append((record, column, cells))
      }
    }
    let numbers = FlowInverse(flow).numbers(of: rows, requests) { places[$0 * width + $1] }
    for (asker, number) in zip(askers, numbers) {
      found[asker.place].cells.append(WeightedCell(number, weight: asker.weight))
    }
    return found
  }
}
