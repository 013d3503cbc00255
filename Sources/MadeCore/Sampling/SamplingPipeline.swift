// From a range of row numbers to a stream of rows.

/// Draws, prints and writes rows at the same time, on several threads.
///
/// What is written depends on models, weights, seed and row numbers alone, byte for byte. Memory does not grow
/// with the number of rows.
public final class SamplingPipeline: Sendable {
  private let sampler: MixtureSampler
  /// What scores the rows, if they have scores.
  private let mixture: Mixture?
  private let workspaces: [MixtureWorkspace?]
  private let format: SampleFormat
  private let columns: Int
  private let seed: UInt64
  private let unused = Lock<[TextBuffer]>([])

  /// A pipeline for one model.
  ///
  /// - Parameter threads: CPUs to use; one means that all is done by the caller's thread.
  public convenience init(
    model: MadeModel, seed: UInt64, format: SampleFormat, threads: Int = 1
  ) {
    self.init(mixtureOf: [model], seed: seed, format: format, threads: threads)
  }

  /// A pipeline for the mixture of at least one model of the same columns.
  ///
  /// - Parameter weights: one for each model; nil for equal ones.
  public init(
    mixtureOf models: [MadeModel], weights: MixtureWeights? = nil, seed: UInt64,
    format: SampleFormat, threads: Int = 1
  ) {
    self.format = format
    self.seed = seed
    columns = models[0].architecture.ones
    // Each thread draws and scores by itself.
    sampler = MixtureSampler(mixtureOf: models, weights: weights, seed: seed)
    let mixture = format.hasScore ? Mixture(models, weights: weights, team: .single) : nil
    self.mixture = mixture
    workspaces = (0..<max(1, threads)).map { _ in mixture.map { MixtureWorkspace($0) } }
  }

  /// Writes rows `range` of the endless run, without a header.
  ///
  /// - Parameter observe: told after each batch how many rows are written.
  /// - Throws: `OutputError`.
  public func write(
    _ range: Range<Int>, to sink: any ByteSink, observe: ((_ rows: Int) -> Void)? = nil
  ) throws {
    var written = 0
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
        text.rows = batch.count
        return text
      },
      write: { text in
        try sink.write(text.bytes)
        written += text.rows
        observe?(written)
        self.unused.withLock { $0.append(text) }
      })
    // A thread for which there is no batch would only have to be started.
    let batches = range.count / limit + 1
    try pipeline.run(threads: min(workspaces.count, batches))
  }

  private func draw(_ batch: Range<Int>, _ workspace: MixtureWorkspace?, into text: TextBuffer) {
    text.bytes.removeAll(keepingCapacity: true)
    var probabilities: [Float] = []
    let rows: Rows
    if format.hasProbabilities {
      (rows, probabilities) = sampler.rowsAndProbabilities(batch)
    } else {
      rows = sampler.rows(batch)
    }
    var scores: [Double] = []
    if let mixture, let workspace {
      scores = mixture.logLikelihoods(of: rows, in: workspace)
    }
    format.append(
      rows, numbers: batch, seed: seed, probabilities: probabilities, scores: scores,
      to: &text.bytes)
  }

  /// Rows to a batch, which shows in the speed only.
  ///
  /// About 400,000 cells, in blocks that are drawn side by side; with several masks some blocks for each
  /// of them, for as long as a batch stays small; more where networks are gathered for each batch.
  private var batchSize: Int {
    let columns = columns
    let masks = sampler.masks
    func fitting(_ cells: Int) -> Int { max(cells / columns / DrawingSpace.lanes, 1) }
    let few = min(fitting(400_000), 64)
    let forMasks = masks == 1 ? 1 : min(4 * masks, fitting(4_000_000))
    let forGathering = sampler.keepsNetworks ? 1 : 8192 / DrawingSpace.lanes
    return max(few, forMasks, forGathering) * DrawingSpace.lanes
  }
}

/// Bytes on their way from a drawing thread to the writing one; the storage is used again.
private final class TextBuffer: @unchecked Sendable {
  var bytes: [UInt8] = []
  var rows = 0
}
