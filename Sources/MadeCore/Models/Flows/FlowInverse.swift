// Numbers of x for places of u, one column at a time: what a flow would have drawn instead.

/// Moves numbers back through the transforms of a flow, while all other places of u stay what they are.
package final class FlowInverse {
  private let transforms: [any RowTransform]
  private let columns: MovableColumns
  private let numbers: MovingNumbers
  private let inputs: CellInputs
  private let spaces: [InversionSpace]

  /// A place that a number could have in place of that which it has.
  package struct Request {
    /// Index of the row.
    package let record: Int
    /// Index of a column among those that move.
    package let index: Int
    package let place: Double

    package init(record: Int, index: Int, place: Double) {
      (self.record, self.index, self.place) = (record, index, place)
    }
  }

  package init(_ flow: FlowLikelihood) {
    transforms = flow.transforms
    columns = flow.columns
    numbers = MovingNumbers(
      columns, lanes: InversionSpace.lanes, transforms: flow.transforms.count)
    inputs = CellInputs(columns, lanes: InversionSpace.lanes)
    spaces = flow.transforms.perNetwork { InversionSpace($0.parameters.shape.architecture) }
  }

  /// The number of x in the column of each request.
  ///
  /// - Parameter place: from a row and an index among the columns that move to u; nil for a cell that stays.
  package func numbers(
    of rows: Rows, _ requests: [Request], _ place: (_ record: Int, _ index: Int) -> Double?
  ) -> [Int] {
    stride(from: 0, to: requests.count, by: InversionSpace.lanes).flatMap { first in
      let some = requests[first..<min(first + InversionSpace.lanes, requests.count)]
      numbers.begin(count: some.count)
      for (lane, request) in some.enumerated() {
        for index in columns.members.indices {
          let place = index == request.index ? request.place : place(request.record, index)
          if let place { numbers.put(place, index, lane, stage: transforms.count) }
        }
      }
      let records = rows.rows(at: some.map(\.record))
      inputs.fill(from: records, count: some.count, except: numbers.cells)
      for stage in transforms.indices.reversed() {
        transforms[stage].inverse(numbers, stage: stage, inputs, spaces[stage])
      }
      return some.enumerated().map { lane, request in
        let place = numbers.number(request.index, lane, stage: 0)?.place ?? 0
        return columns.members[request.index].conditional.number(at: place)
      }
    }
  }
}
