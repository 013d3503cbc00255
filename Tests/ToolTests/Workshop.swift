// The data and models that the tests share: a directory, a table of known make, models fitted once.

import Foundation

/// A directory for files of one test, below one for the whole run that is removed at its end.
struct Workshop {
  let path: String

  private static let root: String = {
    let path =
      NSTemporaryDirectory() + "made-tool-tests-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: Workshop.root) }
    return path
  }()

  init(_ name: String = UUID().uuidString) {
    path = Self.root + "/" + name
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Writes a file; returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: Data) -> String {
    let file = path + "/" + name
    _ = FileManager.default.createFile(atPath: file, contents: bytes)
    return file
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, Data(text.utf8)) }

  func read(_ name: String) -> Data? {
    FileManager.default.contents(atPath: path + "/" + name)
  }

  /// Names of all files, hidden ones included.
  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// A small table of 0 and 1, and its spellings.
struct Table {
  var names: [String]?
  var rows: [[UInt8]]

  /// CSV, with a header if there are names.
  func text(delimiter: String = ",", lineEnd: String = "\n") -> String {
    let header = names.map { [$0] } ?? []
    return (header + rows.map { $0.map(String.init) })
      .map { $0.joined(separator: delimiter) + lineEnd }.joined()
  }

  var csv: String { text() }
  var bare: Table { Table(names: nil, rows: rows) }

  func rows(_ range: Range<Int>) -> Table { Table(names: names, rows: Array(rows[range])) }

  /// The columns at `indices`, in that order.
  func columns(_ indices: [Int]) -> Table {
    Table(
      names: names.map { names in indices.map { names[$0] } },
      rows: rows.map { row in indices.map { row[$0] } })
  }

  /// IDX of unsigned bytes.
  var idx: Data {
    func size(_ count: Int) -> [UInt8] {
      withUnsafeBytes(of: UInt32(count).bigEndian) { Array($0) }
    }
    let width = rows.first?.count ?? 1
    return Data([0, 0, 8, 2] + size(rows.count) + size(width) + rows.joined())
  }

  /// Rows of a chain: every column repeats the one before it four times out of five, and the
  /// fourth columns are the exclusive or of two others; `count` rows from a fixed seed.
  static func chain(columns: Int, count: Int, seed: UInt64 = 1, hasNames: Bool = true) -> Table {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) * 0x1p-53
    }
    var rows: [[UInt8]] = []
    for _ in 0..<count {
      var row: [UInt8] = []
      for column in 0..<columns {
        if column % 4 == 3 {
          row.append(row[column - 1] ^ row[column - 3])
        } else if let last = row.last {
          row.append(next() < 0.8 ? last : 1 - last)
        } else {
          row.append(next() < 0.3 ? 1 : 0)
        }
      }
      rows.append(row)
    }
    return Table(names: hasNames ? (1...columns).map { "c\($0)" } : nil, rows: rows)
  }
}

/// Tables and models that are made once and only read afterwards.
enum Shared {
  static let place = Workshop("shared")
  /// 12 columns with names, 2000 rows.
  static let table = Table.chain(columns: 12, count: 2000)
  /// The table's file, with a header.
  static let csv = place.write("rows.csv", table.csv)
  /// The table's file without a header.
  static let bareCSV = place.write("bare.csv", table.bare.csv)

  /// Options of a quick fit, which has one mask.
  static let quick = ["--hidden", "24", "--masks", "1", "--epochs", "3", "--quiet"]

  /// A model with column names.
  static let model = fit("named.made", table)
  /// The same without column names.
  static let bareModel = fit("bare.made", table.bare)
  /// A mixture over four masks.
  static let fourMasks = fit("four.made", table, ["--masks", "4"])
  /// Trained with a new mask in every batch.
  static let endless = fit("endless.made", table, ["--masks", "endless", "--evaluate-masks", "5"])

  /// Fits a model in a few epochs; returns its path.
  static func fit(_ name: String, _ table: Table, _ options: [String] = []) -> String {
    let path = place.path + "/" + name
    let outcome = run("made-fit", quick + options + ["-o", path], input: table.csv)
    if !outcome.isSuccess { print("the shared model \(name) was not fitted: \(outcome)") }
    return path
  }

  /// Bytes of a file.
  static func bytes(_ path: String) -> Data { FileManager.default.contents(atPath: path) ?? Data() }

  /// The table compressed by the system's gzip.
  static func gzip(_ data: Data) -> Data {
    Child("/bin/sh", ["-c", "gzip -c"]).finish(input: data).output
  }
}
