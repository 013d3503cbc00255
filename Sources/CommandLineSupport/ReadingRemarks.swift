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

extension [ColumnSummary] {
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
