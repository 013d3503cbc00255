// The one place where errors of tables become sentences, hints and exit statuses; FileSentences has files.

import MadeCore

extension InputError {
  /// What is wrong, and where: one line, without the tool's name.
  package var sentence: String {
    switch self {
    case .file(let error): error.sentence
    case .noMemory(let source, let need):
      (source.map { "\($0): " } ?? "") + "not enough memory for \(need.words)"
    case .cell(let source, let line, let field, let column, let expected, let found):
      "\(source):\(line): field \(field)\(bracketed(column)): "
        + "expected \(expected.words), found \"\(found)\""
    case .missingValue(let source, let line, let field, let column):
      "\(source):\(line): field \(field)\(bracketed(column)): missing value"
    case .unseenValue(let source, let line, let field, let column, let found):
      "\(source):\(line): field \(field)\(bracketed(column)): \"\(found)\" never occurs in training"
    case .fieldCount(let source, let line, let expected, let found):
      "\(source):\(line): expected \(counted(expected, "field")), found \(found)"
    case .blankLine(let source, let line): "\(source):\(line): empty line inside the table"
    case .unterminatedQuote(let source, let line):
      "\(source):\(line): the quote that opens here is never closed"
    case .textAfterQuote(let source, let line, let field):
      "\(source):\(line): field \(field): text after the closing quote"
    case .loneCarriageReturn(let source, let line):
      "\(source):\(line): carriage return without line feed"
    case .recordTooLong(let source, let line, let limit, let openQuote):
      "\(source):\(line): line longer than \(limit) bytes"
        + (openQuote.map { ", inside the quote that opens at line \($0)" } ?? "")
    case .tooManyColumns(let source, let limit): "\(source): more than \(limit) columns"
    case .wideText(let source): "\(source): this is UTF-16 or binary, not ASCII or UTF-8 text"
    case .foreign(let source, let format): "\(source): this is \(format.title), not CSV"
    case .linesBeforeTable(let source, let lines, let fields, let skip):
      "\(source): \(lines == 1 ? "line \(skip)" : "the first \(skip) lines") "
        + "\(lines == 1 ? "has" : "have") not the \(counted(fields, "field")) of all lines below"
    case .unknownHeader(let source, let line, let found, let expected):
      "\(source):\(line): the first line has neither a name nor a value that the model knows: "
        + "it has \(listed(found)), and the model's columns are \(listed(expected.map { printable($0) }))"
    case .missingColumn(let source, let line, let name, _):
      "\(source):\(line): the header lacks the column \"\(printable(name))\""
    case .columnCount(let source, let expected, let found):
      "\(source): expected \(counted(expected, "column")), found \(found)"
    case .column(let number, let name, let fault, _):
      "column \(number)\(bracketed(name)) \(fault.sentence)"
    case .noSuchColumn(let column, _): "there is no column \"\(printable(column))\""
    case .noColumns: "no column is left to learn from: all are constant, or have no value twice"
    case .tooManyCodes(let limit): "the columns have more than \(limit) values together"
    case .idxOfWords(let source): "\(source): this is IDX, and the columns hold words"
    case .notIDX(let source): "\(source): this is not an IDX file"
    case .idx(let source, let fault): "\(source): \(fault.sentence)"
    case .idxCell(let source, let record, let field, let found):
      "\(source): record \(record): byte \(field): expected 0 or 1, found \(found)"
    case .idxLevel(let source, let record, let field, let found):
      "\(source): record \(record): byte \(field): \(found) never occurs in training"
    }
  }

  /// What to do about it, nil where nothing helps.
  package var hint: String? {
    switch self {
    case .file(let error): error.hint
    case .noMemory: memoryHint
    case .cell(_, let line, _, _, .binary, let found):
      if found.contains(" ") || found.contains(";") || found.contains("|") {
        "-d sets the delimiter"
      } else if line == 1 {
        "--header says that the first line holds column names, --threshold T makes numbers 0 or 1"
      } else {
        "--threshold T makes any number 0 or 1"
      }
    case .fieldCount(_, let line, 2..., 1):
      line <= 2
        ? "-d sets the delimiter"
        : "a line that is no row has to go: grep -v '^#' leaves comments out"
    case .missingValue:
      "no cell of this column was missing in training, or the column was declared binary"
    case .unseenValue, .idxLevel: "--unseen smooth gives new values a small probability"
    case .column(let number, let name, let fault, let others):
      // A name that cannot be shown whole cannot be typed either, but its number can.
      fault.hint(
        column: name.flatMap { printable($0) == $0 && !$0.isEmpty ? $0 : nil } ?? "\(number)",
        others: others)
    case .noSuchColumn(_, let nearest):
      didYouMean(nearest) ?? "columns are named as in the header, or numbered from 1"
    case .missingColumn(_, _, _, let nearest):
      nearest.map { "it has a column \"\(printable($0))\"" }
        ?? "its columns must have the names that the model has, in any order; made-masks --info shows them"
    case .noColumns: "--type NAME=categorical keeps a column"
    case .tooManyCodes: "leave out those with the most: --type NAME=drop"
    case .idxCell: "--threshold T makes bytes 0 or 1: --threshold 127 for grey levels"
    case .loneCarriageReturn: "tr '\\r' '\\n' makes lines of it"
    case .wideText: "iconv -f UTF-16 -t UTF-8 makes it readable if it is text"
    case .foreign(let source, let format): format.hint(quotedForShell(source))
    case .linesBeforeTable(let source, _, _, let skip):
      "tail -n +\(skip + 1) \(quotedForShell(source)) leaves "
        + "\(skip == 1 ? "it" : "them") out; a header needs a name for each field"
    case .unknownHeader: "--no-header says that the first line is data"
    case .columnCount:
      "made-masks -m MODEL --info shows the columns of a model; -d sets the delimiter"
    case .fieldCount(_, _, let expected, let found) where found < expected:
      "a row has a field for each column, an empty one where nothing is known"
    case .fieldCount: "a field that holds the delimiter has to be quoted"
    case .blankLine: "grep . leaves empty lines out"
    case .unterminatedQuote: "a quote inside a quoted field is doubled: \"\""
    case .textAfterQuote: "a quote inside a quoted field is doubled, and all of the field is quoted"
    case .recordTooLong(_, _, _, .some): "that quote is probably never closed"
    case .idxOfWords: "IDX holds bytes only: write the records as CSV"
    case .idx(_, let fault): fault.hint
    case .notIDX: "without --format the kind of a file is recognised"
    default: nil
    }
  }

  /// The status a tool exits with.
  package var exitStatus: Int32 {
    switch self {
    case .file(let error): error.exitStatus
    case .noMemory: ExitStatus.readOrWrite
    default: ExitStatus.badData
    }
  }
}

extension IDXFault {
  fileprivate var sentence: String {
    switch self {
    case .type(let type, let name):
      name.map { "IDX of \($0), only unsigned bytes are supported" } ?? "unknown IDX type \(type)"
    case .dimensions: "IDX without dimensions"
    case .byteOrder: "IDX in the wrong byte order (little-endian?)"
    case .emptyRecords: "IDX whose records have no cells"
    case .tooLarge: "the sizes in the IDX header are impossible"
    case .truncated(let expected, let found):
      "truncated: expected \(expected) bytes of IDX, found \(found)"
    case .trailingBytes(let byte): "byte \(byte): more bytes than the IDX header declares"
    }
  }

  fileprivate var hint: String? {
    switch self {
    case .truncated: "the file was probably not copied to its end"
    case .byteOrder: "IDX is big-endian"
    case .type: "write the records as unsigned bytes, or as CSV"
    default: nil
    }
  }
}

extension ColumnFault {
  fileprivate var sentence: String {
    switch self {
    case .noDates: "was to hold dates or times, and most of its cells are none"
    case .noNumbers(let cell):
      "was to hold numbers, and \"\(printable(Array(cell.utf8)))\" is none as the others are written"
    case .text: "is free text, which made-fit cannot model"
    case .noValues: "has no values: all its cells are missing"
    case .tooManyValues(let limit):
      "has more than \(limit) different values, too many for a categorical column"
    }
  }

  fileprivate func hint(column: String, others: Int) -> String {
    var text = "--type \(quotedForShell(column + "=drop")) leaves it out"
    switch self {
    case .tooManyValues, .noValues: break
    default: text += ", =categorical takes its values as words"
    }
    if others > 0 { text += "; the same for \(counted(others, "more column")), see --dry-run" }
    return text
  }
}

extension MemoryNeed {
  fileprivate var words: String {
    switch self {
    case .record(let bytes): "a record that takes \(megabytes(bytes))"
    case .columns(let count, let bytes):
      "\(count) columns, which take about \(megabytes(bytes)) to read"
    case .records(let count, let bytes):
      "more than \(count) records: about \(megabytes(bytes)) at once"
    }
  }
}

extension CellExpectation {
  fileprivate var words: String {
    switch self {
    case .binary: "0 or 1"
    case .number: "a number"
    case .date: "a date or time as in the training data"
    }
  }
}
