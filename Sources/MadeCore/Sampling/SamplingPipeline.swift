// From a range of row numbers to a stream of rows.

import Synchronization

/// Draws, prints and writes rows at the same time, on several threads.
///
/// What is written depends on model, seed and row numbers alone, byte for byte. Memory does not grow
/// with the number of rows.
public final class SamplingPipeline: Sendable {
  private let sampler: Sampler
  private let ensemble: Ensemble?
  private let workspaces: [EvaluationWorkspace]
  private let format: SampleFormat
  private let unused = Mutex<[TextBuffer]>([])

  /// - Parameter threads: CPUs to use; one means that all is done by the caller's thread.
  public init(model: MadeModel, seed: UInt64, format: SampleFormat, threads: Int = 1) {
    self.format = format
    // Each thread draws by itself.
    sampler = Sampler(model: model, seed: seed)
    ensemble =
      format.hasScore ? Ensemble(model.parameters, masks: model.masks, team: .single) : nil
    workspaces = (0..<max(1, threads)).map { _ in EvaluationWorkspace(model.architecture) }
  }

  /// Writes rows `range` of the endless run, without a header.
  ///
  /// - Throws: `OutputError`.
  public func write(_ range: Range<Int>, to sink: any ByteSink) throws {
    let limit = batchSize
    var next = range.lowerBound
    let pipeline = OrderedPipeline<Range<Int>, TextBuffer>(
      read: {
        if next == range.upperBound { return nil }
        let batch = next..<next + min(limit, range.upperBound - next)
        next = batch.upperBound
        return batch
      },
      work: { batch, worker in
        let text = self.unused.withLock { $0.popLast() } ?? TextBuffer()
        self.draw(batch, self.workspaces[worker], into: text)
        return text
      },
      write: { text in
        try sink.write(text.bytes)
        self.unused.withLock { $0.append(text) }
      })
    // A thread for which there is no batch would only have to be started.
    let batches = range.count / limit + 1
    try pipeline.run(threads: min(workspaces.count, batches))
  }

  private func draw(_ batch: Range<Int>, _ workspace: EvaluationWorkspace, into text: TextBuffer) {
    text.bytes.removeAll(keepingCapacity: true)
    var probabilities: [Float] = []
    let rows: PackedRows
    if format.hasProbabilities {
      (rows, probabilities) = sampler.rowsAndProbabilities(batch)
    } else {
      rows = sampler.rows(batch)
    }
    let scores = ensemble?.logLikelihoods(of: rows, in: workspace) ?? []
    format.append(rows, probabilities: probabilities, scores: scores, to: &text.bytes)
  }

  /// Rows to a batch, which shows in the speed only.
  ///
  /// About 400,000 cells, in blocks that are drawn side by side; with several masks some blocks for each
  /// of them, for as long as a batch stays small; more where networks are gathered for each batch.
  private var batchSize: Int {
    let model = sampler.model
    let columns = model.architecture.inputs
    func fitting(_ cells: Int) -> Int { max(cells / columns / DrawingSpace.lanes, 1) }
    let few = min(fitting(400_000), 64)
    let forMasks = model.masks.count == 1 ? 1 : min(4 * model.masks.count, fitting(4_000_000))
    let forGathering = sampler.keepsNetworks ? 1 : 8192 / DrawingSpace.lanes
    return max(few, forMasks, forGathering) * DrawingSpace.lanes
  }
}

/// Bytes on their way from a drawing thread to the writing one; the storage is used again.
private final class TextBuffer: @unchecked Sendable {
  var bytes: [UInt8] = []
}
