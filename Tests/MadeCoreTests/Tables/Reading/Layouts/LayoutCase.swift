// A small file, what is made of it here, what two well known readers make of it, and why this is right.

import Testing

import MadeCore

/// A file of a kind that people have.
struct LayoutCase: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable, Equatable {
    /// The names of the columns, and how many records there are.
    case table([String], Int)
    /// Columns without names, and records.
    case rows(Int, Int)
    /// The name of the case of `InputError`.
    case refused(String)
  }

  let name: String
  let text: String
  let delimiter: UInt8
  let outcome: Outcome
  /// What `pandas.read_csv` makes of it without options (version 3.1).
  let pandas: String
  /// What DuckDB's `read_csv` makes of it without options (version 2.0).
  let duckdb: String
  let why: String

  init(
    _ name: String, _ text: String, _ delimiter: Character, _ outcome: Outcome, pandas: String,
    duckdb: String, why: String
  ) {
    self.name = name
    self.text = text
    self.delimiter = delimiter.asciiValue ?? 0
    self.outcome = outcome
    self.pandas = pandas
    self.duckdb = duckdb
    self.why = why
  }

  var testDescription: String { "\(name): \(why)" }

  static let all = separators + headers + names + linesBefore + linesAmong + spelling + otherFiles
}
