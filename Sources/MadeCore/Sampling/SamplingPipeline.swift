// From a range of row numbers to a stream of rows.

/// Draws, prints and writes rows at the same time, on several threads.
///
/// What is written depends on density, seed and row numbers alone, byte for byte. Memory does not grow
/// with the number of rows.
public final class SamplingPipeline: Sendable {
  private let density: any RowDensity
  private let format: SampleFormat
  private let seed: UInt64
  private let threads: Int
  private let unused = Lock<[TextBuffer]>([])

  /// A pipeline for one density.
  ///
  /// - Parameter threads: CPUs to use; one means that all is done by the caller's thread.
  public init(
    _ density: any RowDensity, seed: UInt64, format: SampleFormat, threads: Int = 1
  ) {
    self.density = density
    self.seed = seed
    self.format = format
    self.threads = max(1, threads)
    if format.hasScore { density.prepare(threads: threads) }
  }

  /// Writes rows `range` of the endless run, without a header.
  ///
  /// - Parameter observe: called after each batch with the number of rows written so far.
  /// - Throws: `OutputError`.
  public func write(
    _ range: Range<Int>, to sink: any ByteSink, observe: ((_ rows: Int) -> Void)? = nil
  ) throws {
    var written = 0
    let limit = density.rowsDrawnAtOnce
    var next = range.lowerBound
    let pipeline = OrderedPipeline<Range<Int>, TextBuffer>(
      read: {
        if next == range.upperBound { return nil }
        let batch = next..<next + min(limit, range.upperBound - next)
        next = batch.upperBound
        return batch
      },
      work: { batch, _ in
        let text = self.unused.withLock { $0.popLast() } ?? TextBuffer()
        self.draw(batch, into: text)
        text.rows = batch.count
        return text
      },
      write: { text in
        try sink.write(text.bytes)
        written += text.rows
        observe?(written)
        self.unused.withLock { $0.append(text) }
      })
    // A thread without a batch would be started for nothing.
    let batches = range.count / limit + 1
    try pipeline.run(threads: min(threads, batches))
  }

  private func draw(_ batch: Range<Int>, into text: TextBuffer) {
    text.bytes.removeAll(keepingCapacity: true)
    // Each thread draws and scores by itself.
    let drawn = density.draw(
      Array(batch), seed: seed, withProbabilities: format.hasProbabilities, threads: 1)
    let scores = format.hasScore ? density.logLikelihoods(of: drawn.rows) : []
    format.append(
      drawn.rows, numbers: batch, seed: seed, probabilities: drawn.probabilities, scores: scores,
      to: &text.bytes)
  }
}

/// Bytes on their way from a drawing thread to the writing one; the storage is used again.
private final class TextBuffer: @unchecked Sendable {
  var bytes: [UInt8] = []
  var rows = 0
}
