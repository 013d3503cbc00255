// `--ordering FILE`: an ordering in a text file.

import CommandLineSupport
import MadeCore

/// Reads an ordering: column numbers from 1, or column names, one a line or separated by blanks.
enum OrderingFile {
  static func read(path: String, schema: Schema) throws -> Ordering {
    let bytes = try wholeFile(path: path, limit: 1 << 28, what: "an ordering")
    let text = String(decoding: bytes, as: UTF8.self)
    // Names may hold blanks, so a file with a line for each column is taken line by line.
    let lines = text.split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.isEmpty }
    let constants = schema.constants
    let words =
      [schema.columns.count, schema.columns.count - constants.count].contains(lines.count)
      ? lines : text.split(whereSeparator: \.isWhitespace)
    var columns: [Int] = []
    var numbers: [Substring: Int] = [:]
    for (column, name) in (schema.names ?? []).enumerated() { numbers[name[...]] = column }
    for word in words {
      if let column = numbers[word] {
        columns.append(column)
      } else if let number = Int(word), (1...schema.columns.count).contains(number) {
        columns.append(number - 1)
      } else {
        throw failure(path, "no column \"\(word.prefix(40))\"")
      }
    }
    // Whichever place a constant column has makes no difference.
    columns += constants.filter { !columns.contains($0) }
    guard columns.count == schema.columns.count, let ordering = Ordering(columns: columns) else {
      throw failure(
        path, "an ordering names each of the \(schema.columns.count) columns once")
    }
    return ordering
  }

  private static func failure(_ path: String, _ problem: String) -> ToolFailure {
    .data("\(sourceName(path)): \(problem)", hint: nil)
  }
}
