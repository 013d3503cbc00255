// Everything that can be wrong with an input, as values. The sentences are in CommandLineSupport.

/// What is wrong with an input, and where.
///
/// Lines, fields and bytes are counted as messages count them: lines and fields from 1, bytes
/// from 0. `found` is shortened and escaped already, fit to be printed.
public enum InputError: Error, Equatable, Sendable {
  // MARK: Bytes and memory

  /// The bytes cannot be read.
  case file(FileError)
  /// There is not enough memory; `source` is nil for all of a table.
  case noMemory(source: String?, MemoryNeed)

  // MARK: Delimited text

  /// A cell is not what its column holds.
  case cell(
    source: String, line: Int, field: Int, column: String?, expected: CellExpectation,
    found: String)
  /// A cell is empty.
  case missingValue(source: String, line: Int, field: Int, column: String?)
  /// A cell holds a value that no training record had.
  case unseenValue(source: String, line: Int, field: Int, column: String?, found: String)
  /// A record has too many or too few fields.
  case fieldCount(source: String, line: Int, expected: Int, found: Int)
  /// A line inside the table is empty.
  case blankLine(source: String, line: Int)
  /// A quoted field that began at `line` never ends.
  case unterminatedQuote(source: String, line: Int)
  /// A closing quote is followed by something other than a delimiter or the end of the line.
  case textAfterQuote(source: String, line: Int, field: Int)
  /// A carriage return stands alone, outside quotes.
  case loneCarriageReturn(source: String, line: Int)
  /// A record is longer than the limit; with `openQuote`, since a quote opened at that line.
  case recordTooLong(source: String, line: Int, limit: Int, openQuote: Int?)
  /// A record has more fields than the limit.
  case tooManyColumns(source: String, limit: Int)
  /// The bytes are a file of another format.
  case foreign(source: String, ForeignFormat)
  /// The text is UTF-16 or UTF-32.
  case wideText(source: String)

  // MARK: Columns

  /// Lines before the table have other numbers of fields than its rows, and may be part of it.
  ///
  /// - Parameters:
  ///   - fields: of the rows.
  ///   - skip: lines of the file before the rows.
  case linesBeforeTable(source: String, lines: Int, fields: Int, skip: Int)
  /// A first line looks like a header and has no name and no value that is known.
  case unknownHeader(source: String, line: Int, found: [String], expected: [String])
  /// A header lacks a column.
  case missingColumn(source: String, line: Int, name: String, nearest: String? = nil)
  /// An input has another number of columns than the model or the inputs before it.
  case columnCount(source: String, expected: Int, found: Int)

  /// A column, counted from 1, cannot be modelled, and `others` more cannot either.
  case column(Int, name: String?, ColumnFault, others: Int)
  /// A rule is about a column that does not exist.
  case noSuchColumn(String, nearest: String? = nil)
  /// All columns are left out.
  case noColumns
  /// The columns have more codes together than are allowed.
  case tooManyCodes(limit: Int)

  // MARK: IDX

  /// A byte of an IDX file is not a level that occurred in training; `field` counts from 1.
  case idxLevel(source: String, record: Int, field: Int, found: UInt8)
  /// An IDX file holds bytes, and the columns hold words.
  case idxOfWords(source: String)

  /// The bytes should be IDX and do not begin like it.
  case notIDX(source: String)
  /// The bytes are not a sound IDX file.
  case idx(source: String, IDXFault)
  /// A byte of an IDX file is neither 0 nor 1 and there is no threshold. `record` counts from 1.
  case idxCell(source: String, record: Int, field: Int, found: UInt8)
}

/// What there is no memory for; `bytes` is about what is needed.
public enum MemoryNeed: Equatable, Sendable {
  /// A long record.
  case record(bytes: Int)
  /// Inferring the kinds of `Int` columns.
  case columns(Int, bytes: Int)
  /// Keeping more than `Int` records.
  case records(Int, bytes: Int)
}

/// Why a column cannot be modelled.
public enum ColumnFault: Equatable, Sendable {
  /// Its cells are numbers, except for one word or two, which perhaps stand for missing values.
  /// Its cells are dates or times.
  case dates
  /// Its cells are sentences.
  case text
  /// All its cells are missing.
  case noValues
  /// It has more different values than a categorical column may have.
  case tooManyValues(limit: Int)
}

/// What a cell should have been.
public enum CellExpectation: Equatable, Sendable {
  /// Exactly 0 or 1, as a decimal number.
  case binary
  /// Any finite decimal number.
  case number
}
