// The reader in Python that was written from man/made-model.5, on models of words and numbers.

import Foundation
import MadeCore
import Testing

@Suite("The Python reader, of words and numbers,")
struct WordsInPythonTests {
  private static func python(_ arguments: [String], input: String) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let (stdin, stdout) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (stdin, stdout)
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return nil }
    stdin.fileHandleForWriting.write(Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: output, as: UTF8.self) : nil
  }

  static let hasNumpy = (try? python(["-c", "import numpy"], input: "")) != nil

  static let hasPython = (try? python(["-c", ""], input: "")) != nil

  /// Files of this repository.
  private static func root(_ path: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../" + path).standardized
  }

  @Test(
    "agrees with the scorer within 1e-4", .enabled(if: hasNumpy, "needs python3 with numpy"),
    arguments: ModelKind.categorical)
  func agrees(kind: ModelKind) throws {
    let script = Self.root("Tests/ToolTests/read_model.py").path
    try compare(kind.model(inputs: 11), script: script)
    for model in kind.model(inputs: 11).withSharedSlots { try compare(model, script: script) }
  }

  /// As check-pages.sh takes it out of the page.
  private static func readerOfPage() throws -> String {
    let page = try String(contentsOf: root("man/made-model.5"), encoding: .utf8)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { !$0.hasPrefix(".\\\" check-pages.sh runs") }.prefix { $0 != ".Ed" }
      .filter { !$0.hasPrefix(".") }
    return lines.joined(separator: "\n")
      .replacing("\\-", with: "-").replacing("\\e", with: "\\")
  }

  @Test(
    "in the page agrees about words that are numbers",
    .enabled(if: hasPython, "needs python3"))
  func pageNumbers() throws {
    let place = try TemporaryDirectory()
    try place.write(try Self.readerOfPage(), to: "reader.py")
    try compareNumbers(script: place.file("reader.py"))
  }

  @Test(
    "in the page agrees with the scorer within 1e-4", .enabled(if: hasPython, "needs python3"),
    arguments: ModelKind.categorical)
  func pageAgrees(kind: ModelKind) throws {
    let place = try TemporaryDirectory()
    try place.write(try Self.readerOfPage(), to: "reader.py")
    try compare(kind.model(inputs: 11), script: place.file("reader.py"))
    for model in kind.model(inputs: 11).withSharedSlots {
      try compare(model, script: place.file("reader.py"))
    }
  }

  @Test(
    "agrees about words that are numbers", .enabled(if: hasNumpy, "needs python3 with numpy"))
  func numbers() throws {
    try compareNumbers(script: Self.root("Tests/ToolTests/read_model.py").path)
  }

  /// A cell of a code: an other value that is none of the listed ones, the last of those that share one.
  private static func text(ofCode code: Int, _ kind: any ColumnKind) -> String {
    if code == kind.missingCode { return "" }
    if let categories = kind as? Categories {
      if code == categories.otherCode { return "new" }
      let value = categories.values(ofCode: code)?.last ?? 0
      return String(decoding: categories.values[value], as: UTF8.self)
    }
    guard let bins = kind as? Bins else { return "\(code)" }
    if code == bins.otherCode { return "-999.5" }
    // Where there is more than is kept, it is rounded.
    let text = plainText(bins.ranges[code].upperBound, decimals: bins.decimals)
    return text.contains(".") ? text + "4" : text
  }

  private func compare(_ model: MadeModel, script: String) throws {
    let place = try TemporaryDirectory()
    let path = place.file("m.made")
    try Data(model.fileBytes(tool: "test 1")).write(to: URL(fileURLWithPath: path))
    let records = model.randomRecords(count: 300)
    let lines = (0..<records.count).map { row in
      model.schema.columns.enumerated().map { column, description in
        Self.text(ofCode: records.code(row, column), description.kind)
      }.joined(separator: ",") + "\n"
    }
    let output = try #require(try Self.python([script, path], input: lines.joined()))
    let theirs = output.split(separator: "\n").compactMap { Double($0) }
    let ours = model.logLikelihoods(of: records)
    #expect(theirs.count == ours.count)
    for (a, b) in zip(ours, theirs) {
      #expect(abs(a - b) <= 1e-4 * max(abs(b), 1), "\(a), in Python \(b)")
    }
  }

  /// Cells that are values in other spellings, and cells that are not.
  private func compareNumbers(script: String) throws {
    let lists = [["-1", "10", "3.0", "NA"], ["3.0", "3", "10"], ["3", "007", "10"], ["3", "x"]]
    let schema = Schema(
      columns: lists.map { values in
        Column(kind: Categories(values: values.map { Array($0.utf8) }, hasOther: true))
      })
    let kind = ModelKind.categorical[0]
    let architecture = Architecture(
      shapes: schema.columns.map(\.shape), hidden: kind.hidden, activation: kind.activation,
      direct: kind.direct, maskWeights: kind.maskWeights, residual: kind.residual)
    let model = MadeModel(
      schema: schema, architecture: architecture, schedule: kind.schedule,
      masks: kind.schedule.ensemble(count: kind.ensemble, for: architecture),
      parameters: randomParameters(architecture, kind.schedule), summary: TrainingSummary())
    let place = try TemporaryDirectory()
    try Data(model.fileBytes(tool: "test 1")).write(to: URL(fileURLWithPath: place.file("m.made")))
    let cells = ["3", "03", "3.00", "1e1", "-1.0", "NA", "N/A", "7", "007", "x", "0.3e1"]
    let text = cells.indices.map { row in
      lists.indices.map { cells[(row + 3 * $0) % cells.count] }.joined(separator: ",") + "\n"
    }.joined()
    let output = try #require(try Self.python([script, place.file("m.made")], input: text))
    var options = InputOptions()
    options.header = .absent
    let records = try RecordReader(
      sources: [MemorySource(Array(text.utf8))], options: options, schema: schema
    ).readAll()
    let theirs = output.split(separator: "\n").compactMap { Double($0) }
    let ours = model.logLikelihoods(of: records)
    #expect(theirs.count == cells.count)
    for (a, b) in zip(ours, theirs) { #expect(abs(a - b) <= 1e-4 * max(abs(b), 1)) }
  }
}
