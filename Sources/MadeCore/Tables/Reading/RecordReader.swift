// The reader of records: several inputs, each recognised by itself, as one stream.

/// Reads the records of one or more inputs.
///
/// Every input is gzip or not, IDX or delimited text, with or without a header; all must have
/// the same columns. What is read depends on the bytes alone: not on how they arrive, nor on
/// which other inputs are read with them (with a model's schema). Memory does not grow with the
/// input, `readAll()` and `readTable(_:threads:)` aside.
///
/// **Delimited text** is RFC 4180, and also: LF or CRLF, a missing last line end, a byte order
/// mark, spaces around cells and around quoted fields, empty lines at the end. A carriage return
/// alone is an error, and so is an empty line inside the table (in a table of one column, a
/// missing value).
///
/// **Columns** are matched by name when both the schema and the input have names: in any order,
/// other fields ignored. Otherwise they are matched by position, and there must be as many of them.
/// **A header** is recognised in the first line of each input: with names known (the schema's or
/// those of an earlier input) when the line has them; otherwise, in the first input only, when a
/// field is neither empty nor a number.
public final class RecordReader {
  /// The columns: the given schema's, or what `prepare()` found.
  public internal(set) var schema: Schema
  /// Whether the first input has a header.
  public private(set) var hasHeader = false
  /// The first input's header as it is in the file, without its line end.
  public private(set) var headerText: [UInt8] = []
  /// The byte order mark that the first input begins with, or nothing.
  public private(set) var byteOrderMark: [UInt8] = []
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

  /// Called after each batch with the number of records, and of bytes of the files, that were read so far.
  public var observe: ((_ records: Int, _ bytes: Int) -> Void)?

  private var inputs: InputList
  private var bytesOfEarlierInputs = 0
  private var earlierRemarks: [ReadingRemark] = []
  let options: InputOptions
  let hasGivenSchema: Bool
  private let keepsText: Bool
  let badRows: BadRowPolicy
  private let usesFastPath: Bool
  /// What reads cells of text.
  private var cells: (any RecordCells)?
  /// Takes the records while the kinds of their columns are being inferred.
  var collector: (any RecordCollector)?

  var decoder: (any RecordDecoder)?
  /// The names that a header is recognised by, and its columns matched to.
  private var knownNames: [String]?
  private(set) var isPrepared = false
  private var hasContent = false
  private var failure: InputError?
  var handedOn = 0
  /// The sizes of the last batch, which are the capacity of the next.
  private var lastRecords = 0
  private var lastTextBytes = 0
  var looksAhead = false  // in readAll: later bytes decide about earlier ones
  /// Threads that read a table whole.
  var threads = 1
  var isFinding = false  // records are put aside for another thread
  /// The record that is being read.
  private var row: RecordBuffer?

  /// A reader of files, `-` being standard input; without paths it reads standard input, too.
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
    knownNames = schema?.names
    self.keepsText = keepsText
    self.badRows = badRows
    self.usesFastPath = usesFastPath
  }

  // MARK: Inputs

  /// What was found beside the records read so far: lines that are no records, a delimiter that fits better.
  public var remarks: [ReadingRemark] {
    earlierRemarks + ((decoder as? TextRecords)?.allRemarks ?? [])
  }

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
  func openNext() throws(InputError) -> Bool {
    bytesOfEarlierInputs += decoder?.buffer.source.bytesTaken ?? 0
    earlierRemarks += (decoder as? TextRecords)?.allRemarks ?? []
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
        let known = schema.columns.isEmpty ? nil : KnownColumns(schema, names: knownNames)
        let text = try TextRecords(
          buffer, options: options, cells: textCells, known: known,
          mayHaveUnknownHeader: isFirst, usesFastPath: usesFastPath)
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
    if let collector {
      new = collector
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
      if text.dialect.hasByteOrderMark { byteOrderMark = TextRecords.byteOrderMark }
      layout = text.layout
      if !hasGivenSchema { schema.dialect = text.dialect }
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
  /// Once it has one complete record it never waits for more input, so that a program
  /// that sends one line and waits for the answer gets it. All records before an error are handed
  /// on before it is thrown.
  public func next(limit: Int) throws(InputError) -> RecordBatch? {
    precondition(limit > 0)
    guard try prepare() else { return nil }
    var batch = emptyBatch()
    // Batches are mostly alike, and reserving once costs less than growing.
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

  func emptyBatch() -> RecordBatch {
    let layout = row?.layout ?? schema.layout
    var batch = RecordBatch(rows: Rows(layout: layout), firstRecord: handedOn)
    if options.allowsMissing { batch.holes = Rows(columns: layout.columns) }
    return batch
  }

  /// Appends records of the current input to `batch`.
  ///
  /// - Returns: false when the input has no more.
  func collect(into batch: inout RecordBatch, limit: Int) throws(InputError) -> Bool {
    guard let decoder, let row else { return false }
    while batch.count < limit {
      switch try decoder.step(into: row) {
      case .record:
        recordsRead += 1
        if let collector, try collector.takesOver(&batch.rows) {
          if collector.hasFoundEnough || readsCellsAside { return true }
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
        // A caller that wants all records waits for them; returning early would only make it spin.
        if batch.count > 0 && limit < .max && !decoder.buffer.source.isReady { return true }
        try decoder.buffer.fill()
      case .end: return false
      }
    }
    return true
  }

  /// Keeps an error, so that a reader that failed stays failed.
  func remember<Value>(
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
