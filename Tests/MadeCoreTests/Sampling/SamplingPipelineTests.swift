// Drawing, printing and writing at the same time.

import MadeCore
import Testing

@Suite("The sampling pipeline")
struct SamplingPipelineTests {
  private static let forms: [(hasProbabilities: Bool, hasScore: Bool)] = [
    (false, false), (false, true), (true, false), (true, true),
  ]

  @Test("writes the bytes of the sampler and the scorer, with any number of threads")
  func bytes() throws {
    for kind in ModelKind.binary {
      let model = kind.model(inputs: 9)
      let range = 3..<20_003
      let drawn = model.rowsAndProbabilities(range, seed: 5)
      let scores = model.logLikelihoods(of: drawn.rows)
      for form in kind.description == "endless" ? Self.forms : [Self.forms[0]] {
        var lines: [String] = []
        for row in 0..<range.count {
          var fields = (0..<9).map { column in
            form.hasProbabilities
              ? drawn.probabilities[row * 9 + column].description
              : drawn.rows[row, column] ? "1" : "0"
          }
          if form.hasScore { fields.append(Float(scores[row]).description) }
          lines.append(fields.joined(separator: ";") + "\n")
        }
        let expected = Array(lines.joined().utf8)
        let writer = RecordWriter(
          schema: model.schema, format: .text(delimiter: UInt8(ascii: ";"), header: false))
        let format = SampleFormat(
          writer: writer, hasProbabilities: form.hasProbabilities, hasScore: form.hasScore)
        for threads in [1, 2, 5] {
          let pipeline = SamplingPipeline(model, seed: 5, format: format, threads: threads)
          let sink = MemorySink()
          try pipeline.write(range, to: sink)
          #expect(sink.bytes == expected, "\(kind), \(form), \(threads) threads")
        }
      }
    }
  }

  @Test("throws what the sink throws, and lets go of the sink", arguments: [1, 3])
  func failure(threads: Int) {
    let model = ModelKind.all[0].model(inputs: 9)
    let writer = RecordWriter(schema: model.schema, format: .csv(header: false))
    let pipeline = SamplingPipeline(
      model, seed: 5, format: SampleFormat(writer: writer), threads: threads)
    weak var remembered: FullSink?
    do {
      let sink = FullSink()
      remembered = sink
      #expect(throws: OutputError.self) { try pipeline.write(0..<100_000, to: sink) }
    }
    #expect(remembered == nil)
  }
}

/// A sink that takes one write.
private final class FullSink: ByteSink {
  let name = "full"
  private var isFull = false

  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    if isFull { throw OutputError.brokenPipe(name: name) }
    isFull = true
  }
}
