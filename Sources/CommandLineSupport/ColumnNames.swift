// Columns as messages name them, and as options do.

import MadeCore

extension Schema {
  /// The name of a column, or `column 3` for the third if it has no name.
  package func title(ofColumn column: Int) -> String {
    columns[column].name.map { printable($0) } ?? "column \(column + 1)"
  }

  /// The place of the column that an option names.
  ///
  /// - Parameters:
  ///   - text: its name, or its number from 1.
  ///   - option: the option, for the message when there is no such column.
  package func column(_ text: some StringProtocol, of option: String) throws(ToolFailure) -> Int {
    if let place = place(ofColumn: text) { return place }
    throw .usage(
      "\(option): there is no column \"\(printable(String(text)))\"",
      hint: didYouMean(nearestName(to: String(text), among: columns.compactMap(\.name)))
        ?? "columns are named as in the header, or numbered from 1 without those left out")
  }
}

/// What follows the number of a column that has a name: ` (age)`.
func bracketed(_ name: String?) -> String { name.map { " (\(printable($0)))" } ?? "" }

/// What to say when a name is close to one that there is; nil if there is no such name.
package func didYouMean(_ nearest: String?) -> String? {
  nearest.map { "did you mean \"\(printable($0))\"?" }
}
