// Questions: conditions as people write them, and rows with holes.

import MadeCore

func probeQuestions(_ bytes: [UInt8]) -> String? {
  var choice = Choice(bytes)
  let model = choice.among(SmallModel.all)
  let chunk = choice.among([1, 2, 3, 7, 64, 4096])
  var given = Given(model: model)
  given.options.header = choice.among([.automatic, .present, .absent])
  given.options.keepsMissingTokens = choice.among([false, true])
  given.options.missingTokens = choice.among([[], ["?"], ["NA", "-"]]).map { Array($0.utf8) }
  given.options.delimiter = choice.among([nil, UInt8(ascii: ";"), UInt8(ascii: " ")])
  given.filling = choice.among([.drawn, .expected])
  given.copies = choice.among([1, 2])
  let content = choice.content
  let end = content.firstIndex(of: 0) ?? 0
  for line in content[..<end].split(separator: 0x0A).prefix(8) {
    let before = given.conditions.constraints
    do throws(ConditionError) {
      try given.conditions.add(String(decoding: line, as: UTF8.self))
    } catch {
      if before != given.conditions.constraints {
        return "a refused condition holds all the same"
      }
    }
  }
  let rows = Array(content[(content.isEmpty ? end : end + (end < content.count ? 1 : 0))...])
  let whole = given.complete(rows, chunk: .max)
  let pieces = given.complete(rows, chunk: chunk)
  if whole != pieces { return "in pieces of \(chunk): \(pieces)\nas a whole: \(whole)" }
  if whole.error == nil, let problem = given.problem(with: whole) { return problem }
  return given.score(rows, chunk: .max) == given.score(rows, chunk: chunk)
    ? nil : "in pieces of \(chunk) other likelihoods"
}

/// Rows with holes, and how they are filled.
private struct Given {
  struct Answer: Equatable {
    var header: [UInt8] = []
    var bytes: [UInt8] = []
    var records = 0
    var delimiter: UInt8 = 0
    var joinsBlanks = false
    var error: String?
  }

  let model: MadeModel
  var options = InputOptions()
  var conditions: Conditions
  var filling = CompletionPipeline.Filling.drawn
  var copies = 1

  init(model: MadeModel) {
    self.model = model
    conditions = Conditions(schema: model.schema)
    options.allowsMissing = true
    options.allowsAbsentColumns = true
    options.maximumLineBytes = 1 << 12
  }

  /// What made-sample does for `--given`.
  func complete(_ rows: [UInt8], chunk: Int) -> Answer {
    let reader = RecordReader(
      sources: [MemorySource(rows, chunk: chunk)], options: options, schema: model.schema,
      keepsText: true)
    var answer = Answer()
    let sink = MemorySink()
    do {
      let pipeline = CompletionPipeline(
        sampler: try ConditionalSampler(model, seed: 5, particles: 4, fillsMissing: true),
        conditions: conditions, filling: filling,
        format: SampleFormat(
          writer: RecordWriter(schema: model.schema, format: .csv(header: false))),
        copies: copies)
      guard try reader.prepare(), let layout = reader.layout else { return answer }
      (answer.delimiter, answer.joinsBlanks) = (layout.delimiter, layout.joinsBlanks)
      if reader.hasHeader {
        let names = layout.absent.map { model.schema.columns[$0].name ?? "" }
        answer.header = reader.headerText
        for name in names {
          answer.header.append(layout.delimiter)
          answer.header += RecordWriter.quoted(name, delimiter: layout.delimiter).utf8
        }
        answer.header.append(UInt8(ascii: "\n"))
      }
      _ = try pipeline.write(completionsOf: reader, isText: true, to: sink)
    } catch {
      answer.error = "\(error)"
    }
    (answer.bytes, answer.records) = (sink.bytes, reader.recordsRead)
    return answer
  }

  /// Completed rows have no holes, and are as many as there should be.
  func problem(with answer: Answer) -> String? {
    // What stood behind a byte order mark may stand at the beginning now.
    guard !answer.bytes.isEmpty, beginsAsText(answer.header + answer.bytes) else { return nil }
    var options = options
    options.format = .csv
    // Blanks that are one cannot be asked for.
    options.delimiter = answer.joinsBlanks ? nil : answer.delimiter
    options.header = answer.header.isEmpty ? .absent : .present
    let reader = RecordReader(
      sources: [MemorySource(answer.header + answer.bytes)], options: options,
      schema: model.schema)
    do {
      while let batch = try reader.next(limit: 1000) {
        let evidence = Evidence(
          rows: batch.rows, holes: batch.holes, schema: model.schema,
          constraints: conditions.constraints)
        for row in 0..<batch.count {
          for column in 0..<evidence.columns
          where evidence.isHole(row: row, column: column) && !mayBeMissing(column) {
            return "a hole is left in column \(column) of \(answer)"
          }
          if let column = evidence.contradiction(row: row) {
            return "column \(column) of row \(row) is not as it should be in \(answer)"
          }
        }
      }
    } catch {
      return "completed rows are refused: \(error), \(answer)"
    }
    return reader.recordsRead == answer.records * copies
      ? nil : "\(reader.recordsRead) completions of \(answer.records) records"
  }

  /// Whether a condition lets a cell be empty.
  private func mayBeMissing(_ column: Int) -> Bool {
    let kind = model.schema.columns[column].kind
    guard let code = kind.missingCode, let constraint = conditions.constraints[column] else {
      return false
    }
    return kind.limit(of: constraint).allows(code)
  }

  /// What made-score does for `--marginal`.
  func score(_ rows: [UInt8], chunk: Int) -> Answer {
    let reader = RecordReader(
      sources: [MemorySource(rows, chunk: chunk)], options: options, schema: model.schema,
      keepsText: true, badRows: .markBad)
    var answer = Answer()
    let sink = MemorySink()
    do {
      let sampler = try ConditionalSampler(
        model, seed: 1, particles: 4, fillsMissing: false)
      try ScoringPipeline(asking: MarginalQuestion(sampler: sampler)).write(
        scoresOf: reader, as: ScoreFormat(form: .append), to: sink)
    } catch {
      answer.error = "\(error)"
    }
    answer.bytes = sink.bytes
    return answer
  }
}
