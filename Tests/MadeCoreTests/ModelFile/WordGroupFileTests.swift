// Groups of words in model files.

import MadeCore
import Testing

@Suite("The header of a model file")
struct HeaderRoomTests {
  @Test("has room for columns up to a limit")
  func room() {
    func schema(length: Int) -> Schema {
      let values = (0..<20_000).map { number in
        Array("\(number)".utf8) + Array(repeating: 1, count: length)
      }
      return Schema(columns: [Column(name: "x", kind: Categories(values: values))])
    }
    // Such a byte takes three.
    #expect(ModelFormat.canHold(schema(length: 800)))
    #expect(!ModelFormat.canHold(schema(length: 850)))
  }
}

extension HostileModelTests {
  @Test("is refused for groups of words that no column has")
  func groups() throws {
    let none: [String: String?] = ["columns": String?.none, "categories": String?.none]
    func model(_ lines: String) throws -> MadeModel {
      let columns = "columns 1 binary\ncolumns 1 categorical\n\(lines)\ncolumns 2 binary\n"
      return try MadeModel(fileBytes: forged(none, adding: columns, of: Self.words))
    }
    // Three codes each.
    for (sizes, line) in [
      ("2", "none v0 v1 v2 v3"), ("1 2 3", "none a b c d e f"), ("4", "other v v0 v1 v2 v3"),
      ("1", "none v0 v1 v2"), ("65532", "none a b" + (0..<65532).map { " \($0)" }.joined()),
    ] {
      let read = try model("shared \(sizes)\ncategories \(line)")
      #expect(read.architecture.ones == 6, "\(sizes)")
    }
    for (sizes, line) in [
      ("2", "none v0 v1 v2"), ("2", "none v0 v1 v2 v3 v4"), ("4", "none a b c"),
      ("0", "none a b c"), ("", "none a b c"), ("2 ", "none a b c d"), ("02", "none a b c d"),
      ("-2", "none a b c d"), ("1 1 1 1", "none a b c d"), ("2 x", "none a b c d"),
      ("9223372036854775807", "none a b c d"), ("65534 1", "none a b c d"),
      ("65534 65534", "none a b c d"), ("2\nshared 2", "none a b c d"),
      ("65535", "none a b" + (0..<65535).map { " \($0)" }.joined()),
      (String(repeating: "1 ", count: 100_000) + "1", "none a b c"),
    ] {
      #expect(throws: ModelFileError.self, "\(sizes.prefix(40)), \(line.prefix(40))") {
        try model("shared \(sizes)\ncategories \(line)")
      }
    }
    for lines in [
      "shared 1", "shared 1\ncolumns 1 binary", "categories none a b c\nshared 1",
      "shared 1\nbins none 0 fixed 0 1 2", "columns 1 binary\nshared 1",
    ] {
      #expect(throws: ModelFileError.self, "\(lines)") { try model(lines) }
    }
  }
}
