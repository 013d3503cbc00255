// Remarks on numbers and dates that may be meant in two ways.

import MadeCore

extension [ColumnSummary] {
  /// What the cells of columns leave open, and how it was taken: a line for each column.
  package var doubts: [String] {
    let lines = compactMap { column in
      column.doubt.map {
        "column \(column.number)\(bracketed(column.name)): \($0.sentence(of: column))"
      }
    }
    // A table may have thousands of columns.
    return lines.count <= 8
      ? lines : lines.prefix(7) + ["\(lines.count - 7) more columns like these"]
  }
}

extension NotationDoubt {
  fileprivate func sentence(of column: ColumnSummary) -> String {
    switch self {
    case .dayBeforeMonth: "the day is taken to come before the month, which no cell tells"
    case .monthBeforeDay: "the month is taken to come before the day, which no cell tells"
    case .separator(let text, let isDecimal):
      "\"\(printable(Array(text.utf8)))\" is taken for a number "
        + (isDecimal ? "with decimals" : "with thousands") + ", which no cell tells"
    }
  }
}
