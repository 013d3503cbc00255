// Completed records as text.

import MadeCore
import Testing

@Suite("Completions as text")
struct CompletionTextTests {
  /// A model of three columns of words or bits: x, y, z.
  private func model() throws -> MadeModel {
    let kind = try #require(ModelKind.all.first { $0.description == "mixed, endless" })
    let plain = kind.model(inputs: 3)
    var schema = plain.schema
    for (column, name) in ["x", "y", "z"].enumerated() { schema.columns[column].name = name }
    return plain.with(schema: schema)
  }

  private func complete(
    _ text: String, copies: Int = 1, offset: Int = 0, threads: Int = 1, chunk: Int = .max,
    keepsMissing: Bool = false, delimiter: UInt8? = nil,
    filling: CompletionPipeline.Filling = .drawn
  ) throws -> String {
    let model = try model()
    var options = InputOptions()
    options.allowsMissing = true
    options.allowsAbsentColumns = true
    options.keepsMissingTokens = keepsMissing
    options.missingTokens = [Array("NA".utf8)]
    options.delimiter = delimiter
    let reader = RecordReader(
      sources: [MemorySource(Array(text.utf8), chunk: chunk)], options: options,
      schema: model.schema, keepsText: true)
    let sampler = try ConditionalSampler(model, seed: 5, particles: 8, fillsMissing: true)
    let pipeline = CompletionPipeline(
      sampler: sampler,
      conditions: Conditions(schema: model.schema), filling: filling,
      format: SampleFormat(
        writer: RecordWriter(schema: model.schema, format: .csv(header: false))),
      copies: copies, offset: offset, threads: threads)
    let sink = MemorySink()
    _ = try pipeline.write(completionsOf: reader, isText: true, to: sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  /// The text with drawn cells replaced by `_`, as far as they are values of their column.
  private func shape(_ text: String, like given: String) -> String {
    zip(text.split(separator: "\n"), given.split(separator: "\n")).map { line, pattern in
      var line = line[...]
      var result = ""
      for character in pattern {
        if character == "_" {
          let value = line.prefix { $0 == "v" || $0.isNumber }
          result += ["v0", "v1", "v2", "v3", "0", "1"].contains(value) ? "_" : value
          line = line.dropFirst(value.count)
        } else {
          result.append(line.first ?? "?")
          line = line.dropFirst()
        }
      }
      return result + line
    }.joined(separator: "\n")
  }

  @Test(
    "keep all that was written around the holes",
    arguments: [
      ("x,y,z\nv0,,v1\n", "v0,_,v1"), ("x,y,z\n,,\n", "_,_,_"),
      ("x,y,z\n\"v0\" , ,v1", "\"v0\" , _,v1"), ("x,y,z\nv1,NA,\"\"\n", "v1,_,_"),
      ("z,note,x,y\nv0,\"a, \"\"b\"\"\",,1\n", "v0,\"a, \"\"b\"\"\",_,1"),
      ("y;x;z\n;  ;v2\n", "_;  _;v2"), ("x,y\nv0,1\n", "v0,1,_"), ("y\n1\n\n", "1,_,_"),
      ("v0,1,\n,0,v0\n", "v0,1,_\n_,0,v0"),
    ])
  func kept(text: String, pattern: String) throws {
    let result = try complete(text)
    #expect(shape(result, like: pattern) == pattern, "\(text) became \(result)")
  }

  @Test("are the same for any number of threads and any cut of the input")
  func determinism() throws {
    let text =
      "x,y,z\n"
      + (0..<700).map {
        ["v\($0 % 3),,", ",\($0 % 2),v1", ",,v\($0 % 2)", "v0,1,v2"][$0 % 4] + "\n"
      }
      .joined()
    let whole = try complete(text, copies: 3)
    #expect(whole.split(separator: "\n").count == 2100)
    for threads in [2, 3, 8] {
      for chunk in [1, 77, 4096] {
        #expect(try complete(text, copies: 3, threads: threads, chunk: chunk) == whole)
      }
    }
    // Cut after 300 records: the rest begins at row 900.
    let lines = text.split(separator: "\n")
    let first = try complete(lines[...300].joined(separator: "\n"), copies: 3)
    let second = try complete(
      (["x,y,z"] + lines[301...]).joined(separator: "\n"), copies: 3, offset: 900)
    #expect(first + second == whole)
  }

  @Test("are the same each time when they are what is expected")
  func expected() throws {
    let text = "x,y,z\n,,v1\n,1,v1\n,,v1\n"
    let result = try complete(text, filling: .expected)
    let lines = result.split(separator: "\n")
    #expect(lines[0] == lines[2])
    #expect(try complete(text, offset: 77, filling: .expected) == result)
  }
}
