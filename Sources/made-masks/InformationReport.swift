// made-masks --information: which columns hang together.

import CommandLineSupport
import MadeCore

/// Mutual information of pairs of columns, as text or as a picture.
struct InformationReport {
  private let pairs: [PairInformation]
  private let names: [String]
  /// The column that all pairs have in common; nil if they have none.
  private let column: Int?

  /// - Parameter column: the name or number of the only column that is asked about; nil for all.
  init(_ model: MadeModel, column: String?, threads: Int) throws {
    let index = try column.map { try model.schema.column($0, of: "--column") }
    self.column = index
    names = model.schema.columns.enumerated().map { number, column in
      column.name.flatMap { $0.isEmpty ? nil : $0 } ?? "\(number + 1)"
    }
    do {
      pairs = try model.mutualInformation(with: index, threads: threads)
    } catch InformationError.tooManyPairs {
      throw ToolFailure.data(
        "the columns have too many pairs of values to tell all of them",
        hint: index == nil ? "--column NAME asks about one column" : nil)
    }
  }

  /// A line for each pair: of all columns in their order, of one the most informative first.
  func text(separator: String) -> String {
    func line(_ fields: [String]) -> String { fields.joined(separator: separator) + "\n" }
    func name(_ index: Int) -> String {
      RecordWriter.quoted(names[index], delimiter: separator.utf8.first ?? 0x2C)
    }
    func numbers(_ pair: PairInformation) -> [String] {
      [Float(pair.nats).description, Float(pair.standardError).description]
    }
    guard let column else {
      return pairs.reduce(line(["column", "other", "nats", "standard_error"])) {
        $0 + line([name($1.first), name($1.second)] + numbers($1))
      }
    }
    // Of equals the earlier column comes first.
    let ranked = pairs.enumerated().sorted {
      ($1.element.nats, $0.offset) < ($0.element.nats, $1.offset)
    }
    return ranked.reduce(line(["column", "nats", "standard_error"])) {
      let pair = $1.element
      return $0 + line([name(pair.first == column ? pair.second : pair.first)] + numbers(pair))
    }
  }

  /// A square for each pair.
  func picture() throws -> GreyPicture {
    do throws(PictureError) {
      return try .information(
        pairs.map { ($0.first, $0.second, $0.nats) }, columns: names.count)
    } catch {
      throw ToolFailure.picture(error)
    }
  }
}
