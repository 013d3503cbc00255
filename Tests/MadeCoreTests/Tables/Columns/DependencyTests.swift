// Columns that determine others.

import MadeCore
import Testing

@Suite("Dependencies")
struct DependencyTests {
  /// The dependencies of a table of words: a line for each record, `count` times over.
  private func dependencies(_ lines: [String], count: Int = 20) throws -> [String] {
    let text = (0..<count).flatMap { _ in lines }.joined(separator: "\n") + "\n"
    let reader = RecordReader(sources: [MemorySource(Array(("x,y,z\n" + text).utf8))])
    var typing = Typing()
    typing.rules = ["x", "y", "z"].map { .init(column: $0, form: .categorical) }
    let (schema, rows) = try reader.readTable(typing).packed()
    return Dependency.all(in: rows, schema: schema).map { dependency in
      let names = [dependency.column, dependency.determined].map { schema.columns[$0].name ?? "" }
      return names.joined(separator: ">")
    }
  }

  @Test(
    "are found where every value comes with a single one",
    arguments: [
      (["a,1,p", "b,2,q", "c,3,p"], ["x>y", "x>z", "y>x", "y>z"]),
      (["a,1,p", "b,2,q", "b,1,p"], ["y>z", "z>y"]), (["a,1,p", "a,2,q", "b,1,q", "b,2,p"], []),
      // A missing cell is a value as any other.
      (["a,,p", "b,2,q", "c,,q"], ["x>y", "x>z"]),
    ])
  func found(lines: [String], expected: [String]) throws {
    #expect(try dependencies(lines) == expected)
  }

  @Test("are not believed of columns with few records to a value")
  func few() throws {
    #expect(try dependencies(["a,1,p", "b,2,q", "c,3,p"], count: 5) == [])
  }

  @Test("are not looked for among too many columns, which takes hours", .timeLimit(.minutes(1)))
  func wide() throws {
    for (values, rows) in [(20, 30), (2, 40)] {
      let kind = Categories(values: (0..<values).map { Array("v\($0)".utf8) })
      let schema = Schema(columns: Array(repeating: Column(kind: kind), count: 20_000))
      var table = Rows(layout: schema.layout)
      table.appendZeros(count: rows)
      for row in 0..<rows {
        for column in 0..<20_000 { table.setCode(row % values, row, column) }
      }
      #expect(Dependency.all(in: table, schema: schema).isEmpty)
    }
  }

  @Test("say which code came with which, nothing of codes that no record had")
  func codes() {
    let categories = { (count: Int, hasOther: Bool) in
      Categories(values: (0..<count).map { Array("v\($0)".utf8) }, hasOther: hasOther)
    }
    let schema = Schema(columns: [
      Column(kind: categories(2, true)), Column(), Column(kind: categories(3, false)),
    ])
    var rows = Rows(layout: schema.layout)
    for row in 0..<40 {
      rows.append(codes: row % 2 == 0 ? [0, row % 4 == 0 ? 1 : 0, 2] : [1, 0, 0])
    }
    #expect(
      Dependency.all(in: rows, schema: schema) == [
        Dependency(column: 0, determined: 2, codes: [2, 0, nil]),
        Dependency(column: 2, determined: 0, codes: [1, nil, 0]),
      ])
  }
}
