// `--types FILE`, and the table that `--dry-run` prints: the same form, read and written.

import MadeCore

/// A table of columns: CSV with the fields `name` or `column` (its number), and `kind`.
package enum TypesFile {
  /// What `--dry-run` prints of a table.
  package static func text(_ columns: [ColumnSummary]) -> String {
    let addresses = columnAddresses(columns.map(\.name))
    let lines = zip(columns, addresses).map { column, address in
      let fields = [
        // The second column of a name is another one.
        "\(column.number)", column.name?.isEmpty == false ? address : "", column.form.word,
        column.values.map(String.init) ?? "", "\(column.missing)", remark(of: column),
        column.detail,
      ]
      return RecordWriter.headerLine(fields, delimiter: UInt8(ascii: ",")) + "\n"
    }
    return "column,name,kind,values,missing,remark,detail\n" + lines.joined()
  }

  /// Why a column is what it is; where that is found anew in the same table, its line is no rule.
  private static func remark(of column: ColumnSummary) -> String {
    column.remark?.rawValue ?? (column.words > 0 ? words : "")
  }

  /// The remark on numbers with words among them, which a rule would refuse.
  private static let words = "words"

  /// Whether a line says no more than what is found without it: a column is left out for what it holds, is constant,
  /// or has words among its numbers.
  private static func isFoundAnew(_ form: ColumnForm, remark: String) -> Bool {
    if form.isNumber { return remark == words }
    guard let found = ColumnSummary.Remark(rawValue: remark), found != .asked else { return false }
    return (form == .drop) == found.leavesOut
  }

  /// Bytes that no table of types is longer than.
  private static let limit = 1 << 28

  /// Reads rules; fields of other names are passed over, and so are columns without a kind.
  ///
  /// Lines that `text` wrote, and that say why the column is left out or has words, are no rules unless their kind was
  /// changed.
  package static func read(path: String) throws -> [Typing.Rule] {
    try rules(wholeFile(path: path, limit: limit, what: "a table of types"), path: path)
  }

  /// Rules in the bytes of a file that is called `path` in messages.
  package static func rules(_ bytes: [UInt8], path: String) throws -> [Typing.Rule] {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    let records: [[[UInt8]]]
    do {
      // The table may be compressed, as any input.
      let plain = try GzipSource(MemorySource(bytes)).bytes(limit: limit) ?? []
      records = try textFields(plain, delimiter: UInt8(ascii: ","))
    } catch {
      throw failure(path, 0, "not a CSV table")
    }
    let texts = records.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    guard let header = texts.first, let kind = header.firstIndex(of: "kind"),
      header.contains("name") || header.contains("column")
    else {
      throw failure(path, 1, "the first line names no \"kind\", or no \"name\" or \"column\"")
    }
    let name = header.firstIndex(of: "name")
    let number = header.firstIndex(of: "column")
    let remark = header.firstIndex(of: "remark")
    var rules: [Typing.Rule] = []
    for (line, fields) in texts.enumerated().dropFirst() where fields != [""] {
      guard fields.count == header.count else {
        throw failure(path, line + 1, "expected \(header.count) fields, found \(fields.count)")
      }
      if fields[kind].isEmpty { continue }
      guard let form = ColumnForm(word: fields[kind]) else {
        throw failure(
          path, line + 1,
          "unknown kind \"\(printable(fields[kind]))\", expected one of "
            + ColumnForm.all.map(\.word).joined(separator: ", "))
      }
      let named = name.map { fields[$0] } ?? ""
      let column = named.isEmpty ? number.map { fields[$0] } ?? "" : named
      if column.isEmpty { throw failure(path, line + 1, "no column is named") }
      if isFoundAnew(form, remark: remark.map { fields[$0] } ?? "") { continue }
      rules.append(Typing.Rule(column: column, form: form))
    }
    return rules
  }

  private static func failure(_ path: String, _ record: Int, _ problem: String) -> ToolFailure {
    let place = sourceName(path) + (record > 0 ? ": record \(record)" : "")
    return .data("\(place): \(problem)", hint: nil)
  }
}
