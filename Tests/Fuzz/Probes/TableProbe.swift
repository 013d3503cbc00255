// Tables of words and numbers: what is found out about them does not depend on how they arrive, and
// reading them again with it gives the same rows; so does writing those rows, and reading that.

import CommandLineSupport
import MadeCore

/// What was found out about a table.
private struct Findings: Equatable {
  var columns: [ColumnSummary] = []
  var records = 0
  var hasHeader = false
  var delimiter: UInt8 = 0
  var schema: Schema?
  var rows: Rows?
  var error: InputError?
  var remarks: [ReadingRemark] = []

  /// Rows of nothing at the end, which are records where the columns are known.
  var emptyRows: Int {
    remarks.reduce(0) { sum, remark in
      if case .emptyRows(_, let rows) = remark { sum + rows } else { sum }
    }
  }
}

private func infer(
  _ bytes: [UInt8], _ options: InputOptions, _ typing: Typing, chunk: Int, fast: Bool
) -> Findings {
  let reader = RecordReader(
    sources: [MemorySource(bytes, chunk: chunk)], options: options, usesFastPath: fast)
  var result = Findings()
  do {
    let table = try reader.readTable(typing)
    (result.columns, result.records) = (table.columns, table.records)
    let (schema, rows) = try table.packed()
    (result.schema, result.rows) = (schema, rows)
  } catch {
    result.error = error
  }
  (result.hasHeader, result.delimiter) = (reader.hasHeader, reader.delimiter)
  result.remarks = reader.remarks
  return result
}

private func read(
  _ bytes: [UInt8], _ schema: Schema, _ options: InputOptions, chunk: Int
) throws(InputError) -> Rows {
  try RecordReader(
    sources: [MemorySource(bytes, chunk: chunk)], options: options, schema: schema
  ).readAll()
}

private let someRules: [[(String, ColumnForm)]] = [
  [], [("1", .categorical)], [("1", .integer)], [("2", .real), ("1", .binary)], [("2", .drop)],
  [("x", .binary), ("3", .date)], [("x", .real), ("1", .categorical), ("x", .integer)],
]

func probeTable(_ bytes: [UInt8]) -> String? {
  var choice = Choice(bytes)
  let chunk = choice.among([1, 2, 3, 7, 64, 4096])
  var options = InputOptions()
  options.header = choice.among([.automatic, .present, .absent])
  options.delimiter = choice.among([nil, UInt8(ascii: ";"), UInt8(ascii: " ")])
  options.format = choice.among([.automatic, .csv, .tsv])
  options.missingTokens = choice.among([[], ["?"], ["NA", "0"]]).map { Array($0.utf8) }
  options.threshold = choice.among([nil, nil, 0.5])
  options.maximumLineBytes = choice.among([1 << 12, 40])
  options.maximumColumns = choice.among([1 << 8, 4])
  var typing = Typing()
  (typing.maximumValues, typing.maximumCodesOfWords) = choice.among([
    (1 << 12, 1 << 12), (3, 1 << 12), (1 << 12, 4),
  ])
  typing.maximumCodes = choice.among([1 << 20, 12])
  typing.rules = choice.among(someRules).map { Typing.Rule(column: $0.0, form: $0.1) }
  let content = choice.content
  let whole = infer(content, options, typing, chunk: .max, fast: true)
  let pieces = infer(content, options, typing, chunk: chunk, fast: false)
  if whole != pieces { return "in pieces of \(chunk): \(pieces)\nas a whole: \(whole)" }
  guard let schema = whole.schema, let rows = whole.rows, !schema.columns.isEmpty else {
    return nil
  }
  if whole.emptyRows > 0 { return nil }
  if rows.count != whole.records { return "\(rows.count) rows of \(whole.records) records" }
  if let problem = readAgain(content, whole, schema, rows, options, chunk: chunk) { return problem }
  if let problem = tellTypes(content, whole, options, typing) { return problem }
  return schema.outputCount <= 256 ? useModel(schema, rows) : nil
}

/// The same bytes, and what is written of the rows, once the columns are known.
private func readAgain(
  _ content: [UInt8], _ whole: Findings, _ schema: Schema, _ rows: Rows,
  _ options: InputOptions, chunk: Int
) -> String? {
  var options = options
  options.missingTokens = []
  options.header = whole.hasHeader ? .present : .absent
  do throws(InputError) {
    if options.threshold != nil {
      // Cells above it are 1 already.
      return try read(content, schema, options, chunk: chunk) == rows ? nil : "other bits"
    }
    if try read(content, schema, options, chunk: chunk) != rows {
      return "read with its own columns the table is another: \(schema)"
    }
  } catch {
    return "with its own columns the table is refused: \(error), \(schema)"
  }
  let hasHeader = schema.names != nil
  let sink = MemorySink()
  var writer = RecordWriter(schema: schema, format: .csv(header: hasHeader))
  do {
    try writer.writeHeader(to: sink)
    try writer.write(rows, to: sink)
  } catch {
    return "memory refuses: \(error)"
  }
  // What begins with a NUL cannot be told from text of another width.
  if !beginsAsText(sink.bytes) && sink.bytes.prefix(2).contains(0) { return nil }
  var plain = InputOptions()
  plain.format = .csv
  plain.delimiter = UInt8(ascii: ",")
  plain.header = hasHeader ? .present : .absent
  do throws(InputError) {
    if try read(sink.bytes, schema, plain, chunk: chunk) != rows {
      return "written out and read again the table is another: \(sink.bytes)"
    }
  } catch {
    return "written out the table is refused: \(error), \(sink.bytes)"
  }
  return nil
}

/// What `--dry-run` prints makes the same of the table when `--types` reads it.
private func tellTypes(
  _ content: [UInt8], _ whole: Findings, _ options: InputOptions, _ typing: Typing
) -> String? {
  // A column without a name goes by its number, which may be the name of another one.
  guard !whole.columns.contains(where: { $0.name == "" }), !whole.columns.isEmpty else {
    return nil
  }
  var typing = typing
  do {
    typing.rules = try TypesFile.rules(Array(TypesFile.text(whole.columns).utf8), path: "types")
  } catch {
    return "its own types are refused: \(error)"
  }
  // What is constant or left out for what it holds, and words among numbers, are found anew.
  let ruled = whole.columns.filter { ($0.remark == nil || $0.remark == .asked) && $0.words == 0 }
  if typing.rules.map(\.form) != ruled.map(\.form) { return "other types: \(typing.rules)" }
  let told = infer(content, options, typing, chunk: .max, fast: true)
  return told.schema == whole.schema && told.rows == whole.rows
    ? nil : "told its types the table is another: \(told)\nthan before: \(whole)"
}

/// A model of these columns, written, read, asked.
private func useModel(_ schema: Schema, _ rows: Rows) -> String? {
  var schema = schema
  schema.dependencies = Dependency.all(in: rows, schema: schema)
  let model = SmallModel.of(schema, isEndless: rows.count % 2 == 0)
  let bytes = model.fileBytes(tool: "probe 1")
  do throws(ModelFileError) {
    if try MadeModel(fileBytes: bytes).schema != schema { return "other columns in the model file" }
  } catch {
    return "a model of it is refused: \(error), \(schema)"
  }
  let some = rows.rows(at: 0..<min(rows.count, 3))
  let scores = model.logLikelihoods(of: some)
  if !scores.allSatisfy({ $0 < 1e-3 && $0 > -.infinity }) { return "scores \(scores)" }
  return interrogate(model)
}

/// Tables of types, as people write them.
func probeTypes(_ bytes: [UInt8]) -> String? {
  let rules: [Typing.Rule]
  do {
    rules = try TypesFile.rules(bytes, path: "types")
  } catch let error as ToolFailure {
    return "\(error)".isEmpty ? "refused without a word" : nil
  } catch {
    return "an error without a sentence: \(error)"
  }
  return rules.contains { $0.column.isEmpty } ? "a rule about nothing" : nil
}
