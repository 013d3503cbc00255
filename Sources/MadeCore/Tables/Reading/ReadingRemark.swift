// What a reader found beside the records, and those who gave it the file may want to know.

/// A remark on an input that could be read.
public enum ReadingRemark: Equatable, Sendable {
  /// Lines before the table are no part of it.
  case skippedBefore(source: String, lines: Int)
  /// Lines below the header, such as one of units, are no records.
  case skippedBelow(source: String, lines: Int)
  /// Lines equal to the header are no records.
  case repeatedHeader(source: String, lines: Int)
  /// Rows of empty cells at the end are no records.
  case emptyRows(source: String, rows: Int)
  /// The names in the header are not UTF-8, and are read as Latin-1.
  case latinNames(source: String)
  /// The text is read as one column, which a delimiter would split into `fields`.
  case oneColumn(source: String, delimiter: UInt8, fields: Int)
}
