// How files are laid out that say nothing about it.

import Testing

import MadeCore

@Suite("Layouts")
struct LayoutTests {
  @Test("what is read is what the file means", arguments: LayoutCase.all)
  func cases(_ file: LayoutCase) {
    let expected = Self.outcome(of: file, chunk: .max)
    #expect(expected.outcome == file.outcome, "\(file.why)")
    if case .refused = file.outcome {} else { #expect(expected.delimiter == file.delimiter) }
    for chunk in chunkSizes {
      let other = Self.outcome(of: file, chunk: chunk)
      #expect(other.outcome == expected.outcome && other.delimiter == expected.delimiter)
    }
  }

  @Test("every file is one case, and they are many")
  func count() {
    #expect(Set(LayoutCase.all.map(\.name)).count == LayoutCase.all.count)
    #expect(LayoutCase.all.count >= 80)
  }

  private static func outcome(
    of file: LayoutCase, chunk: Int
  ) -> (outcome: LayoutCase.Outcome, delimiter: UInt8) {
    let reader = RecordReader(sources: [MemorySource(Array(file.text.utf8), chunk: chunk)])
    do {
      let table = try reader.readTable()
      let columns = reader.schema.columns
      return (
        columns.first?.name == nil
          ? .rows(columns.count, table.records)
          : .table(columns.map { $0.name ?? "" }, table.records), reader.delimiter
      )
    } catch {
      return (.refused(String("\(error)".prefix { $0 != "(" })), reader.delimiter)
    }
  }
}
