// The likelihood of a flow: forward through its transforms, then the network with mixtures.

/// Evaluates a stack of transforms before a network with one mask.
///
///     log p(x) = log p_last(u) + sum over the transforms of log|det|
///
/// No bit of a result depends on the number of threads, or on which records are evaluated together.
package final class FlowLikelihood: Sendable {
  package let transforms: [any RowTransform]
  package let last: MaskedNetwork
  package let columns: MovableColumns
  private let places: [MovedPlace]
  private let unused = Lock<[Space]>([])

  /// - Parameter transforms: at least one.
  package init(_ transforms: [any RowTransform], last: MaskedNetwork) {
    self.transforms = transforms
    self.last = last
    columns = MovableColumns(last.shape.architecture.conditionals)
    places = last.mask.movedPlaces(columns.indices)
  }

  /// log p of each record of `rows` in nats: of its codes, where values share some.
  package func logLikelihoods(of rows: Rows, team: WorkerTeam = .single) -> [Double] {
    let scores = DoubleBuffer(count: rows.count)
    team.forEachRange(of: rows.count, size: EvaluationWorkspace.lanes) { range in
      self.withSpace(range.count) { self.evaluate(rows, range, $0, into: scores) }
    }
    return (0..<rows.count).map { scores.base[$0] }
  }

  /// The mean of `logLikelihoods`, which are added in the order of the records.
  package func meanLogLikelihood(of rows: Rows, team: WorkerTeam) -> Double {
    logLikelihoods(of: rows, team: team).reduce(0, +) / Double(rows.count)
  }

  /// Lends the memory of a thread, for this many records.
  private func withSpace(_ count: Int, _ body: (Space) -> Void) {
    let lanes = Space.lanes(for: count)
    let space =
      unused.withLock { spaces in
        spaces.lastIndex { $0.numbers.lanes == lanes }.map { spaces.remove(at: $0) }
      } ?? Space(self, lanes: lanes)
    body(space)
    unused.withLock { $0.append(space) }
  }

  /// Calls `body` with each record as the last network has it, in the order of the records.
  package func forEachLogits(of rows: Rows, _ body: DensityPart.Body) {
    let outputs = last.mask.outputPlaces
    let size = EvaluationWorkspace.lanes
    for first in stride(from: 0, to: rows.count, by: size) {
      let range = first..<min(first + size, rows.count)
      withSpace(range.count) { space in
        forward(rows, range, space)
        let (z, lanes, numbers) = (space.last.outputT.base, space.last.lanes, space.numbers)
        for lane in 0..<range.count {
          body(
            first + lane, { z[outputs[$0] * lanes + lane] },
            { column in
              self.columns.indexOfColumn[column].flatMap {
                numbers.number($0, lane, stage: self.transforms.count)?.place
              }
            }, numbers.logDeterminants.base[lane])
        }
      }
    }
  }

  private func evaluate(
    _ rows: Rows, _ range: Range<Int>, _ space: Space, into scores: DoubleBuffer
  ) {
    forward(rows, range, space)
    last.conditionals.evaluate(space.last, gradient: false, team: .single)
    for lane in 0..<range.count {
      scores.base[range.lowerBound + lane] =
        Conditionals.total(space.last, record: lane) + space.numbers.logDeterminants.base[lane]
    }
  }

  /// Through all transforms and the last network.
  private func forward(_ rows: Rows, _ range: Range<Int>, _ space: Space) {
    let records = range.map { Int32($0) }[...]
    let numbers = space.numbers
    numbers.fill(from: rows, records: records, noise: nil, team: .single)
    for (stage, transform) in transforms.enumerated() {
      let space = space.transforms[stage]
      space.fill(
        from: rows, records: records, mask: transform.mask, except: numbers.cells, team: .single)
      transform.forward(numbers, stage: stage, space, team: .single)
    }
    space.last.batch.fill(
      from: rows, records: records, mask: last.mask, except: numbers.cells, team: .single)
    space.last.batch.move(places, team: .single) {
      numbers.number($0, $1, stage: self.transforms.count)
    }
    last.forward(space.last, team: .single)
  }

  /// The memory of one thread.
  private final class Space: Sendable {
    let numbers: MovingNumbers
    let transforms: [TransformSpace]
    let last: Workspace

    init(_ flow: FlowLikelihood, lanes: Int) {
      numbers = MovingNumbers(flow.columns, lanes: lanes, transforms: flow.transforms.count)
      last = Workspace(flow.last.shape.architecture, lanes: lanes, training: false)
      transforms = flow.transforms.perNetwork {
        TransformSpace($0, lanes: lanes, training: false)
      }
    }

    /// All lanes are computed, used or not.
    static func lanes(for count: Int) -> Int {
      [16, 48].first { count <= $0 } ?? EvaluationWorkspace.lanes
    }
  }
}
