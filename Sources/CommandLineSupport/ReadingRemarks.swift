// Remarks on data that could be read.

import MadeCore

extension ReadingRemark {
  /// What was found, and what to do about it: one line.
  package var sentence: String {
    func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
    switch self {
    case .skippedBefore(let source, let count):
      return "\(source): \(lines(count)) before the table "
        + "\(count == 1 ? "is" : "are") no part of it"
    case .skippedBelow(let source, let count):
      return "\(source): \(lines(count)) below the header "
        + "\(count == 1 ? "is" : "are") no record: words above numbers"
    case .repeatedHeader(let source, let count):
      return "\(source): the header comes again, \(count == 1 ? "once" : "\(count) times"): skipped"
    case .emptyRows(let source, let count):
      return "\(source): \(count == 1 ? "1 row" : "\(count) rows") at the end "
        + "\(count == 1 ? "has" : "have") empty cells only: skipped"
    case .latinNames(let source):
      return "\(source): the names of columns are not UTF-8, and are read as Latin-1; "
        + "iconv -f LATIN1 -t UTF-8 \(quotedForShell(source)) makes UTF-8 of all"
    case .oneColumn(let source, let delimiter, let fields):
      let byte =
        delimiter == UInt8(ascii: "\t")
        ? "$'\\t'"
        : quotedForShell(String(UnicodeScalar(delimiter)))
      return "\(source): read as one column; -d \(byte) would make \(fields) of it"
    }
  }
}

extension RecordReader {
  /// How many cells had values never seen in training, by column; nil if no cell had.
  package var unseenRemark: String? {
    let counts = unseenCells.enumerated().filter { $0.element > 0 }
    guard !counts.isEmpty else { return nil }
    let total = counts.reduce(0) { $0 + $1.element }
    let columns = counts.prefix(8).map { "\(schema.title(ofColumn: $0)) \($1)" }
    return "\(total) \(total == 1 ? "cell" : "cells") with values never seen in training: "
      + columns.joined(separator: ", ") + (counts.count > 8 ? ", ..." : "")
  }
}

extension RecordReader {
  /// The fields of the first input that are no columns of the model, nil if there is none; the input is prepared.
  package var passedOverRemark: String? {
    guard let layout else { return nil }
    let names = hasHeader ? (try? textFields(headerText, delimiter: delimiter))?.first : nil
    let fields = layout.columnOfField.indices.filter { layout.columnOfField[$0] == nil }
    guard !fields.isEmpty else { return nil }
    let titles = fields.prefix(8).map { field in
      let name = names.flatMap { $0.indices.contains(field) ? $0[field] : nil }
      return "\(field + 1)\(bracketed(name.map { String(decoding: $0, as: UTF8.self) }))"
    }
    return (fields.count == 1 ? "field " : "fields ") + titles.joined(separator: ", ")
      + (fields.count > 8 ? ", ..." : "") + (fields.count == 1 ? " is" : " are")
      + " not looked at: the model has no such \(fields.count == 1 ? "column" : "columns")"
  }
}

extension NotationDoubt {
  /// What was taken for granted.
  fileprivate var remark: String {
    switch self {
    case .dayBeforeMonth: "no date says whether the day or the month comes first; taken for the day"
    case .monthBeforeDay:
      "no date says whether the day or the month comes first; taken for the month"
    case .separator(let text, let isDecimal):
      "no number says whether \"\(printable(text))\" has decimals or thousands; taken for "
        + (isDecimal ? "decimals" : "thousands")
    }
  }
}

extension [ColumnSummary] {
  /// What stands among the numbers of columns, what is off their grid, and what is doubtful: a line for each column of
  /// each sort.
  ///
  /// - Parameter records: how many the table has.
  package func oddCells(records: Int) -> [String] {
    func cells(_ count: Int) -> String { "\(count) \(count == 1 ? "cell" : "cells")" }
    let words = filter { $0.words > 0 }.map { column in
      "column \(column.number)\(bracketed(column.name)): \(column.words) "
        + (column.words == 1 ? "word" : "words")
        + " among numbers, in \(cells(column.cellsOfWords)), "
        + (column.words == 1 ? "is a value of its own" : "are values of their own")
    }
    let rounded = filter { $0.rounded > 0 }.map { column in
      let filled = records - column.missing
      let title = "column \(column.number)\(bracketed(column.name)): "
      return 2 * column.rounded > filled
        ? title
          + "most cells are lost, \(column.rounded) of \(filled): its numbers are too far "
          + "apart for one grid; \(typeOption(column, "categorical")) takes all as words"
        : title + "\(cells(column.rounded)) rounded to the grid that nearly all others lie on"
    }
    let doubts = compactMap { column in
      column.doubt.map { doubt in
        "column \(column.number)\(bracketed(column.name)): \(doubt.remark)"
      }
    }
    return Self.firstOf(words) + Self.firstOf(rounded) + Self.firstOf(doubts)
  }

  /// A table may have thousands of columns.
  private static func firstOf(_ lines: [String]) -> [String] {
    lines.count <= 8 ? lines : lines.prefix(7) + ["\(lines.count - 7) more columns like these"]
  }

  /// The columns that are constant, and those that are left out without having been dropped by an option: a line for
  /// each reason.
  package var omissions: [String] {
    ColumnSummary.Remark.allCases.flatMap { remark in
      [false, true].compactMap { omission(remark, hasCodes: $0) }
    }
  }

  private func omission(_ remark: ColumnSummary.Remark, hasCodes: Bool) -> String? {
    let columns = filter { $0.remark == remark && $0.hasCodes == hasCodes }
    guard let first = columns.first, let words = remark.words(hasCodes: hasCodes) else {
      return nil
    }
    let names = columns.prefix(8).map { "\($0.number)\(bracketed($0.name))" }
    let option = columns.count == 1 ? typeOption(first, "categorical") : "--type NAME=categorical"
    return (columns.count == 1 ? "column " : "columns ") + names.joined(separator: ", ")
      + (columns.count > 8 ? ", ..." : "") + " " + words.what
      + (words.mayStay ? "; \(option) keeps \(columns.count == 1 ? "it" : "one")" : "")
  }

  /// The option that gives a column a kind.
  private func typeOption(_ column: ColumnSummary, _ kind: String) -> String {
    let name = column.name.flatMap { printable($0) == $0 && !$0.isEmpty ? $0 : nil }
    return "--type \(quotedForShell("\(name ?? "\(column.number)")=\(kind)"))"
  }
}

extension ColumnSummary.Remark {
  /// What becomes of columns, and why, and whether an option keeps one as it is; nil where nothing is to be said.
  fileprivate func words(hasCodes: Bool) -> (what: String, mayStay: Bool)? {
    let fate = "left out, and \(hasCodes ? "made up" : "empty") in samples"
    return switch self {
    case .asked: nil
    case .constant: ("constant: drawn as it is, and surprising where it changes", false)
    case .numbered: ("left out, and counted on in samples: it numbers the records", true)
    case .allDifferent: ("\(fate): no two cells are alike", true)
    case .mostlyUnique:
      ("\(fate): most cells hold a word that no other cell has", true)
    case .text: ("\(fate): free text", true)
    case .tooManyValues:
      (
        "\(fate): more than \(ColumnProfile.mostCodes) different values",
        false
      )
    case .tooManyCodes:
      ("\(fate): all columns together have too many values", false)
    }
  }
}
