// What is said of data that could be read, but not without a word.

import MadeCore

extension RecordReader {
  /// Values that no training record had, and in which columns; nil if there were none.
  package var unseenRemark: String? {
    let counts = unseenCells.enumerated().filter { $0.element > 0 }
    guard !counts.isEmpty else { return nil }
    let total = counts.reduce(0) { $0 + $1.element }
    let columns = counts.prefix(8).map { column, count in
      let name = schema.columns[column].name ?? "column \(column + 1)"
      return "\(printable(name)) \(count)"
    }
    return "\(total) \(total == 1 ? "cell" : "cells") with values never seen in training: "
      + columns.joined(separator: ", ") + (counts.count > 8 ? ", ..." : "")
  }
}

extension [ColumnSummary] {
  /// The columns that are left out although nobody asked for it: a line for each reason.
  package var omissions: [String] {
    [
      (ColumnSummary.Remark.constant, "all cells are alike"),
      (.allDifferent, "no two cells are alike"),
    ].compactMap { remark, reason -> String? in
      let columns = filter { $0.remark == remark }
      guard !columns.isEmpty else { return nil }
      let names = columns.prefix(8).map { column in
        "\(column.number)" + (column.name.map { " (\(printable($0)))" } ?? "")
      }
      return (columns.count == 1 ? "column " : "columns ") + names.joined(separator: ", ")
        + (columns.count > 8 ? ", ..." : "") + " left out: \(reason)"
    }
  }
}
