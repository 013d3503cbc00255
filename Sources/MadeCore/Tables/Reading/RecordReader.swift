// The reader of records: several inputs, each recognised by itself, as one stream.

/// Reads the records of one or more inputs.
///
/// Every input is gzip or not, IDX or delimited text, with or without a header; all must have
/// the same columns. What is read depends on the bytes alone: not on how they arrive, nor on
/// which other inputs are read with them (with a model's schema). Memory does not grow with the
/// input, `readAll()` and `readTable()` aside.
///
/// **Delimited text** is RFC 4180, and also: LF or CRLF, a missing last line end, a byte order
/// mark, spaces around cells and around quoted fields, empty lines at the end. A carriage return
/// alone is an error, and so is an empty line inside the table (in a table of one column, a
/// missing value).
///
/// **Columns** are matched by name when both the schema and the input have names: in any order,
/// other fields ignored. Otherwise they are matched by position and their numbers must agree.
///
/// **A header** is recognised in the first line of each input: with names known (the schema's or
/// those of an earlier input) when the line has them; otherwise, in the first input only, when a
/// field is neither empty nor a number.
public final class RecordReader {
  /// The columns: the given schema's, or what `prepare()` found.
  public private(set) var schema: Schema
  /// Whether the first input has a header.
  public private(set) var hasHeader = false
  /// The first input's header as it is in the file, without its line end.
  public private(set) var headerText: [UInt8] = []
  /// The fields of the first text input, nil if there is none.
  public private(set) var layout: RecordLayout?
  /// The delimiter of the first text input; the comma when there is none.
  public private(set) var delimiter = UInt8(ascii: ",")
  /// The format of the first input: `.csv`, `.tsv` or `.idx`; `.automatic` before it is known.
  public private(set) var format = InputFormat.automatic
  /// How many records were read, bad ones included.
  public private(set) var recordsRead = 0
  /// How many of them were bad.
  public private(set) var badRecords = 0

  /// Told after each batch how many records and how many bytes of the files were read so far.
  public var observe: ((_ records: Int, _ bytes: Int) -> Void)?

  private var inputs: InputList
  private var bytesOfEarlierInputs = 0
  private let options: InputOptions
  private let hasGivenSchema: Bool
  private let keepsText: Bool
  private let badRows: BadRowPolicy
  private let usesFastPath: Bool
  /// What reads cells of text.
  private var cells: (any RecordCells)?
  /// Set while the columns are being found out.
  private var inference: SchemaInference?

  private var decoder: (any RecordDecoder)?
  /// The names that a header is recognised by, and its columns matched to.
  private var knownNames: [String]?
  private var isPrepared = false
  private var hasContent = false
  private var failure: InputError?
  private var handedOn = 0
  /// The sizes of the batch before, for the room of the next.
  private var lastRecords = 0
  private var lastTextBytes = 0
  private var looksAhead = false  // in readAll: bytes decide about those before them
  private var threads = 1
  private var isFinding = false  // records are put aside for another thread
  /// The record that is being read.
  private var row: RecordBuffer?

  /// A reader of files, `-` being standard input; no paths at all mean standard input too.
  ///
  /// - Parameters:
  ///   - schema: The model's, when there is one.
  ///   - keepsText: Whether batches carry the bytes of the records.
  ///   - badRows: What becomes of bad records.
  public convenience init(
    paths: [String], options: InputOptions = InputOptions(), schema: Schema? = nil,
    keepsText: Bool = false, badRows: BadRowPolicy = .fail
  ) {
    self.init(
      InputList(paths: paths), options, schema, keepsText, badRows,
      usesFastPath: true)
  }

  /// A reader of sources.
  public convenience init(
    sources: [any ByteSource], options: InputOptions = InputOptions(), schema: Schema? = nil,
    keepsText: Bool = false, badRows: BadRowPolicy = .fail
  ) {
    self.init(InputList(sources: sources), options, schema, keepsText, badRows, usesFastPath: true)
  }

  /// The same with the fast path switched off, for comparing the two.
  package convenience init(
    sources: [any ByteSource], options: InputOptions = InputOptions(), schema: Schema? = nil,
    keepsText: Bool = false, badRows: BadRowPolicy = .fail, usesFastPath: Bool
  ) {
    self.init(
      InputList(sources: sources), options, schema, keepsText, badRows, usesFastPath: usesFastPath)
  }

  private init(
    _ inputs: InputList, _ options: InputOptions, _ schema: Schema?, _ keepsText: Bool,
    _ badRows: BadRowPolicy, usesFastPath: Bool
  ) {
    precondition(schema.map { !$0.columns.isEmpty } ?? true, "a schema without columns")
    self.inputs = inputs
    self.options = options
    self.schema = schema ?? Schema()
    hasGivenSchema = schema != nil
    // Columns that share a name can be told apart by their places alone.
    knownNames = schema?.names.flatMap { Set($0).count == $0.count ? $0 : nil }
    self.keepsText = keepsText
    self.badRows = badRows
    self.usesFastPath = usesFastPath
  }

  // MARK: Inputs

  /// Opens inputs up to the first with content, and recognises it.
  ///
  /// Afterwards the schema, the header, the format and the delimiter are known. Calling it again
  /// changes nothing.
  ///
  /// - Returns: false when all inputs are empty.
  public func prepare() throws(InputError) -> Bool {
    if let failure { throw failure }
    if isPrepared { return hasContent }
    isPrepared = true
    hasContent = try remember { () throws(InputError) in try openNext() }
    return hasContent
  }

  /// Opens the next input that is not empty.
  private func openNext() throws(InputError) -> Bool {
    bytesOfEarlierInputs += decoder?.buffer.source.bytesTaken ?? 0
    decoder = nil
    while let source = try inputs.next() {
      let buffer = InputBuffer(GzipSource(source))
      switch try InputKind(buffer, format: options.format) {
      case .empty: continue
      case .idx:
        begin(
          try IDXRecords(
            buffer, options: options, rule: byteRule, keepsText: keepsText, cells: textCells,
            columns: schema.columns.isEmpty ? nil : schema.columns.count,
            ignoredFields: schema.ignoredFields))
        return true
      case .text:
        let isFirst = format == .automatic
        let text = try TextRecords(
          buffer, options: options, cells: textCells,
          columns: schema.columns.isEmpty ? nil : schema.columns.count,
          ignoredFields: schema.ignoredFields, names: knownNames, mayHaveUnknownHeader: isFirst,
          usesFastPath: usesFastPath)
        guard let text else { continue }
        begin(text)
        return true
      }
    }
    return false
  }

  /// What reads the cells of all text inputs.
  private var textCells: any RecordCells {
    if let cells { return cells }
    let new: any RecordCells
    if let inference {
      new = inference
    } else if schema.isBinary {
      new = BitCells(options: options)
    } else {
      new = KindCells(schema: schema, options: options)
    }
    cells = new
    return new
  }

  /// For each column of the schema, how many of its cells held values that no training record had.
  public var unseenCells: [Int] {
    (cells as? KindCells)?.unseen ?? Array(repeating: 0, count: schema.columns.count)
  }

  private func begin(_ text: TextRecords) {
    if format == .automatic {
      format = text.delimiter == UInt8(ascii: "\t") ? .tsv : .csv
      delimiter = text.delimiter
      hasHeader = text.header != nil
      headerText = text.headerText
      layout = text.layout
    }
    if schema.columns.isEmpty {
      schema.columns =
        text.header.map { $0.names.map { Column(name: $0) } }
        ?? Array(repeating: Column(), count: text.map.fieldCount)
    }
    if let header = text.header, knownNames == nil {
      // Not those of fields that are no columns: the next input's columns are found by these.
      knownNames = text.map.columnNames(header.names)
    }
    adopt(text)
  }

  private func begin(_ idx: IDXRecords) {
    if format == .automatic { format = .idx }
    if schema.columns.isEmpty { schema = Schema(binaryColumns: idx.header.columns) }
    if !hasGivenSchema {
      // A record of one byte has no sizes to keep.
      if !idx.header.shape.isEmpty { schema.imageShape = schema.imageShape ?? idx.header.shape }
      schema.threshold = options.threshold ?? schema.threshold
    }
    adopt(idx)
  }

  private func adopt(_ decoder: any RecordDecoder) {
    self.decoder = decoder
    if let row { row.clear() } else { row = RecordBuffer(layout: schema.layout) }
  }

  private var byteRule: ByteRule {
    if let threshold = options.threshold ?? schema.threshold { return .above(threshold) }
    return looksAhead ? .undecided : .exact
  }

  // MARK: Records

  /// The next records, at most `limit` of them, or nil at the end.
  ///
  /// With at least one complete record at hand it never waits for more input, so that a program
  /// that sends one line and waits for the answer gets it. All records before an error are handed
  /// on before it is thrown.
  public func next(limit: Int) throws(InputError) -> RecordBatch? {
    precondition(limit > 0)
    guard try prepare() else { return nil }
    var batch = emptyBatch()
    // Batches are mostly alike, and one block of memory after another costs less than growing.
    batch.rows.reserveCapacity(lastRecords)
    batch.text.reserveCapacity(lastTextBytes)
    do {
      while batch.count == 0, decoder != nil {
        // Opening an input can wait, too: what there is comes first.
        if try !collect(into: &batch, limit: limit), batch.count == 0 { _ = try openNext() }
      }
    } catch {
      failure = error
      // Which records come before an error must not depend on where batches end.
      if batch.count == 0 { throw error }
    }
    if keepsText { batch.layout = (decoder as? TextRecords)?.layout }
    observe?(recordsRead, bytesOfEarlierInputs + (decoder?.buffer.source.bytesTaken ?? 0))
    handedOn += batch.count
    lastRecords = batch.count
    lastTextBytes = batch.text.count
    return batch.count == 0 ? nil : batch
  }

  /// All records; bad ones are left out unless they are errors, and empty cells, if allowed, are 0.
  ///
  /// Afterwards the schema's threshold is decided, too.
  ///
  /// - Throws: `InputError`. No records at all are no error here.
  public func readAll() throws(InputError) -> Rows {
    looksAhead = !hasGivenSchema && options.threshold == nil && handedOn == 0
    guard try prepare() else { return Rows(layout: schema.layout) }
    if looksAhead { (decoder as? IDXRecords)?.lookAhead() }
    var batch = emptyBatch()
    try remember { () throws(InputError) in
      var undecided: [Range<Int>] = []
      while let current = decoder {
        let first = batch.count
        while try collect(into: &batch, limit: .max) {
          if readsCellsAside { try collectByColumns(into: &batch) }
        }
        if let idx = current as? IDXRecords, looksAhead {
          undecided.append(first..<first + idx.undecidedRecords)
          if case .above(let threshold) = idx.rule, schema.threshold == nil {
            // Their bytes were 0 and 1 and so, it turns out, far below the threshold.
            for rows in undecided { batch.rows.clear(rows: rows) }
            schema.threshold = threshold
          }
        }
        _ = try openNext()
      }
    }
    handedOn += batch.count
    return batch.rows
  }

  /// All records of a table of which nothing is known, and what its columns are.
  ///
  /// Everything is read once. A table of 0 and 1 takes a bit a cell, and is what `readAll()` gives;
  /// so is any table if `InputOptions.threshold` makes numbers 0 and 1. A typed table takes a byte or
  /// two for each cell, and each different value of a column, up to `Typing.maximumValues`, once; a
  /// column with more values costs 16 bytes a record as long as no two of its cells are alike.
  ///
  /// - Parameter threads: that find fields, read cells, decide about columns and pack them.
  /// - Throws: `InputError`, if a record cannot be read. Whether the columns can be modelled is told
  ///   by the result.
  package func readTable(
    _ typing: Typing = Typing(), threads: Int = 1
  ) throws(InputError) -> InferredTable {
    precondition(!hasGivenSchema && !isPrepared, "the columns are known")
    precondition(badRows == .fail, "a table is read whole")
    self.threads = threads
    if options.threshold == nil { inference = SchemaInference(typing: typing, options: options) }
    let rows = try readAll()
    if let inference, inference.isTyped {
      return InferredTable(
        inference, missingTokens: options.missingTokens, imageShape: schema.imageShape,
        threads: threads)
    }
    return InferredTable(schema: schema, rows: rows)
  }

  private func emptyBatch() -> RecordBatch {
    let layout = row?.layout ?? schema.layout
    var batch = RecordBatch(rows: Rows(layout: layout), firstRecord: handedOn)
    if options.allowsMissing { batch.holes = Rows(columns: layout.columns) }
    return batch
  }

  /// Appends records of the current input to `batch`.
  ///
  /// - Returns: false when the input has no more.
  private func collect(into batch: inout RecordBatch, limit: Int) throws(InputError) -> Bool {
    guard let decoder, let row else { return false }
    while batch.count < limit {
      switch try decoder.step(into: row) {
      case .record:
        recordsRead += 1
        if let inference, try inference.takesOver(&batch.rows) {
          if inference.hasFoundEnough || readsCellsAside { return true }
          continue
        }
        if limit == .max { try batch.rows.checkRoom(source: decoder.buffer.source.name) }
        batch.append(row, text: keepsText ? decoder.recordText : nil)
      case .badRecord(let error):
        if badRows == .fail { throw error }
        recordsRead += 1
        badRecords += 1
        if badRows == .markBad { batch.appendBad(text: keepsText ? decoder.recordText : nil) }
      case .needsInput:
        // Whoever wants all records waits for them; a caller that came back at once would only spin.
        if batch.count > 0 && limit < .max && !decoder.buffer.source.isReady { return true }
        try decoder.buffer.fill()
      case .end: return false
      }
    }
    return true
  }

  /// Whether the fields of the rest of the input may be found before their cells are read.
  private var readsCellsAside: Bool {
    guard let inference, !isFinding else { return false }
    return inference.isTyped && inference.takesAnyCell
  }

  /// The same to the end of the current input, fields first and then cells: on a thread each, if there are.
  private func collectByColumns(into batch: inout RecordBatch) throws(InputError) {
    guard let inference else { return }
    isFinding = true
    defer { isFinding = false }
    var rest = batch
    var isAtEnd = false
    let pipeline = OrderedPipeline<FoundRecords, FoundRecords>(
      read: {
        if isAtEnd { return nil }
        inference.beginFinding()
        isAtEnd = try !self.collect(into: &rest, limit: .max)
        return inference.endFinding()
      },
      work: { found, _ in found }, write: { try inference.read($0) })
    do {
      try pipeline.run(threads: min(threads, 2))
    } catch let error as InputError {
      throw error
    } catch {}  // Neither of the two throws anything else.
  }

  /// Keeps an error, so that a reader that failed stays failed.
  private func remember<Value>(
    _ body: () throws(InputError) -> Value
  ) throws(InputError) -> Value {
    if let failure { throw failure }
    do {
      return try body()
    } catch {
      failure = error
      throw error
    }
  }
}
