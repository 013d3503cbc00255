// What was expected of numbers that a flow moves.

/// The places that numbers of some records have, and could have had, under a flow; used by one thread.
final class MovedExpectations: @unchecked Sendable {
  private let flow: FlowLikelihood
  /// (records, columns that move): u, and what stands for all that is drawn there.
  private var places: [Double?]
  private var draws: [[MovableDraw]]

  /// - Parameter count: of records.
  init(_ flow: FlowLikelihood, _ count: Int) {
    self.flow = flow
    places = Array(repeating: nil, count: count * flow.columns.count)
    draws = Array(repeating: [], count: count * flow.columns.count)
  }

  /// - Parameters:
  ///   - place: u of the cell of a column that moves; nil if it stays.
  ///   - draws: equally probable.
  func note(_ record: Int, _ column: Int, _ place: Double?, _ draws: [MovableDraw]) {
    guard let index = flow.columns.indexOfColumn[column] else { return }
    places[record * flow.columns.count + index] = place
    self.draws[record * flow.columns.count + index] = draws
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
    var askers: [Int] = []
    for (record, columns) in named.enumerated() {
      for column in columns {
        guard let index = flow.columns.indexOfColumn[column] else { continue }
        let draws = draws[record * width + index]
        let share = weight / Double(draws.count)
        var cells: [WeightedCell] = []
        for draw in draws {
          switch draw {
          case .stays(let cell): cells.append(WeightedCell(cell, weight: share))
          case .moves(let place):
            requests.append(FlowInverse.Request(record: record, index: index, place: place))
            askers.append(found.count)
          }
        }
        found.append((record, column, cells))
      }
    }
    let numbers = FlowInverse(flow).numbers(of: rows, requests) { places[$0 * width + $1] }
    for (asker, number) in zip(askers, numbers) {
      let draws = flow.columns.indexOfColumn[found[asker].column]
        .map { self.draws[found[asker].record * width + $0].count }
      found[asker].cells.append(WeightedCell(number, weight: weight / Double(draws ?? 1)))
    }
    return found
  }
}
