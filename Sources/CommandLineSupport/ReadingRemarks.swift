// Remarks on data that could be read.

import MadeCore

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
  package var oddCells: [String] {
    func cells(_ count: Int) -> String { "\(count) \(count == 1 ? "cell" : "cells")" }
    let words = filter { $0.words > 0 }.map { column in
      "column \(column.number)\(bracketed(column.name)): \(column.words) "
        + (column.words == 1 ? "word" : "words")
        + " among numbers, in \(cells(column.cellsOfWords)), "
        + (column.words == 1 ? "is a value of its own" : "are values of their own")
    }
    let rounded = filter { $0.rounded > 0 }.map { column in
      "column \(column.number)\(bracketed(column.name)): \(cells(column.rounded)) "
        + "rounded to the grid that nearly all others lie on"
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

  /// The columns that are left out without having been dropped by an option: a line for each reason.
  package var omissions: [String] {
    [
      (ColumnSummary.Remark.constant, "all cells are alike"),
      (.allDifferent, "no two cells are alike"),
    ].compactMap { remark, reason -> String? in
      let columns = filter { $0.remark == remark }
      guard !columns.isEmpty else { return nil }
      let names = columns.prefix(8).map { "\($0.number)\(bracketed($0.name))" }
      return (columns.count == 1 ? "column " : "columns ") + names.joined(separator: ", ")
        + (columns.count > 8 ? ", ..." : "") + " left out: \(reason)"
    }
  }
}
