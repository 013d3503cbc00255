// Columns as messages name them, and as options do.

import MadeCore

extension Schema {
  /// The name of a column, or `column 3` for the third if it has no name.
  package func title(ofColumn column: Int) -> String {
    guard let name = columns[column].name, !name.isEmpty else { return "column \(column + 1)" }
    return printable(name)
  }

  /// The place of the column that an option names.
  ///
  /// - Parameters:
  ///   - text: its name, or its number from 1.
  ///   - option: the option, for the message when there is no such column.
  package func column(_ text: some StringProtocol, of option: String) throws(ToolFailure) -> Int {
    if let place = place(ofColumn: text) { return place }
    if let field = leftOutName(String(text)) {
      throw .usage(
        "\(option): the column \"\(printable(field))\" was left out of the model",
        hint: ToolFailure.leftOutHint(field))
    }
    throw .usage(
      "\(option): there is no column \"\(printable(String(text)))\"",
      hint: didYouMean(nearestName(to: String(text), among: columns.compactMap(\.name)))
        ?? "columns are named as in the header, or numbered from 1 without those left out")
  }
}

/// What follows the number of a column that has a name: ` (age)`.
func bracketed(_ name: String?) -> String {
  name.flatMap { $0.isEmpty ? nil : " (\(printable($0)))" } ?? ""
}

/// What to say when a name is close to one that there is; nil if there is no such name.
package func didYouMean(_ nearest: String?) -> String? {
  nearest.map { "did you mean \"\(printable($0))\"?" }
}

extension ToolFailure {
  /// How a column that was left out of a model gets into one.
  package static func leftOutHint(_ column: String) -> String {
    "made-fit --type \(quotedForShell("\(column)=categorical")) keeps it in a model"
  }
}
