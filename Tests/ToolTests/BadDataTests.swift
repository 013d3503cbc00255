import Foundation
import Testing

@Suite("Data that are wrong")
struct BadDataTests {
  private static let good = "0,1,0,1,0,1,0,1,0,1,0,1\n"
  private static let names = (1...12).map { "c\($0)" }.joined(separator: ",") + "\n"

  /// Input, how many lines come out before the error, and what is said.
  static let bad: [(String, Data, Int, [String])] = {
    func text(_ text: String) -> Data { Data(text.utf8) }
    let gz = Shared.gzip(text(String(repeating: good, count: 5000)))
    return [
      (
        "a two", text(good + good.replacing("0,1\n", with: "0,2\n")), 1,
        ["standard input:2: field 12", "expected 0 or 1, found \"2\""]
      ),
      (
        "a two below names", text(names + good + good + "0,1,7" + good.dropFirst(5)), 3,
        ["standard input:4: field 3 (c3)", "found \"7\""]
      ),
      ("a word", text(good + "0,1,yes" + good.dropFirst(5)), 1, [":2: field 3", "\"yes\""]),
      ("nan", text(good + "0,nan,0" + good.dropFirst(5)), 1, [":2: field 2", "\"nan\""]),
      (
        "a missing value", text(good + "0,,0" + good.dropFirst(5)), 1,
        [":2: field 2", "missing value"]
      ),
      ("a field too many", text(good + "1," + good), 1, [":2: expected 12 fields, found 13"]),
      (
        "a field too few", text(good + String(good.dropFirst(2))), 1,
        [":2: expected 12 fields, found 11"]
      ),
      ("another table", text("0,1,2\n"), 0, [":1: expected 12 fields, found 3"]),
      (
        "a header without c5", text(names.replacing("c5", with: "x5") + good), 0,
        [":1: the header lacks the column \"c5\""]
      ),
      ("an empty line inside", text(good + "\n" + good), 1, [":2: empty line"]),
      ("an open quote", text(good + "\"0,1\n" + good), 1, [":2: the quote that opens here"]),
      (
        "a lone carriage return", text(good + "0\r1" + good.dropFirst(3)), 1,
        [":2: carriage return"]
      ),
      (
        "control characters", text(good + "0,\u{1B}[31m\u{7}," + good.dropFirst(4)), 1,
        [":2: field 2"]
      ),
      ("UTF-16", Data([0xFF, 0xFE, 0x30, 0, 0x2C, 0]), 0, ["UTF-16"]),
      (
        "truncated gzip", gz.dropLast(30), -1,
        ["truncated gzip", "byte \(gz.count - 30) (compressed)"]
      ),
      ("gzip without its last byte", gz.dropLast(1), 5000, ["truncated gzip"]),
      (
        "garbage after gzip", gz + text("garbage"), 5000,
        ["byte \(gz.count) (compressed)", "after the end"]
      ),
      ("a byte after gzip", gz + Data([1]), 5000, ["after the end"]),
      ("half a gzip header", Data([0x1F, 0x8B]), 0, ["truncated gzip"]),
      ("gzip with a wrong checksum", flipped(gz, gz.count - 6), 5000, ["damaged gzip", "check"]),
      ("gzip in gzip", Shared.gzip(gz), 0, ["gzip inside gzip"]),
      ("IDX cut off", Shared.table.idx.dropLast(5), -1, ["truncated"]),
      (
        "IDX with a byte too many", Shared.table.idx + Data([0]), 2000,
        ["more bytes than the IDX header"]
      ),
      ("IDX of 10 columns", NormalisationTests.table.idx, 0, ["expected 12 columns, found 10"]),
      ("IDX of floats", Data([0, 0, 13, 1, 0, 0, 0, 0]), 0, ["IDX of", "unsigned bytes"]),
      (
        "IDX of impossible size", Data([0, 0, 8, 3] + Array(repeating: 255, count: 12)), 0, ["IDX"]
      ),
    ]
  }()

  private static func flipped(_ data: Data, _ index: Int) -> Data {
    var data = data
    data[index] ^= 0x10
    return data
  }

  @Test("good rows are scored before the bad one is named, with status 65", arguments: bad)
  func score(name: String, input: Data, count: Int, words: [String]) {
    let outcome = run("made-score", ["-m", Shared.model], input: input)
    expectFailure(outcome, of: "made-score", status: 65, saying: words)
    if count >= 0 {
      #expect(outcome.lines.count == count, "\(name): \(outcome)")
    } else {
      #expect(outcome.lines.count > 100 && outcome.text.hasSuffix("\n"), "\(name): \(outcome)")
    }
  }

  @Test("nothing is learnt from a table with damage anywhere", arguments: bad)
  func fit(name: String, input: Data, count: Int, words: [String]) {
    // Tables that are only not the model's are as good as any.
    let isSound = ["another table", "a header without c5", "IDX of 10 columns"].contains(name)
    let place = Workshop()
    place.write("m", "an older file")
    let outcome = run("made-fit", Shared.quick + ["-o", place.path + "/m"], input: input)
    if name == "another table" {
      expectFailure(outcome, of: "made-fit", status: 65, saying: ["expected 0 or 1, found \"2\""])
    } else if isSound {
      expectSilentSuccess(outcome)
    } else {
      expectFailure(outcome, of: "made-fit", status: 65, output: "")
      #expect(place.read("m") == Data("an older file".utf8))
    }
    #expect(place.files == ["m"])
  }

  @Test("an unguessed delimiter is hinted at")
  func unguessed() {
    let input = Self.good.replacing(",", with: "~")
    let outcome = run("made-score", ["-m", Shared.model, "--no-header"], input: input)
    expectFailure(
      outcome, of: "made-score", status: 65, saying: ["found 1\n", "-d sets the delimiter"])
    let blanks = run(
      "made-score", ["-m", Shared.model], input: Self.good.replacing(",", with: " "))
    #expect(blanks.lines == run("made-score", ["-m", Shared.model], input: Self.good).lines)
  }

  @Test("the file of several that is wrong is named", arguments: ["a b", "b a", "a a b a"])
  func naming(files: String) {
    let place = Workshop()
    place.write("m", Shared.bytes(Shared.model))
    place.write("a", Self.good + Self.good)
    place.write("b", Self.good + Self.good + "0,1\n")
    let outcome = shell("made-score -m m \(files)", in: place)
    let before = files.split(separator: " ").prefix { $0 != "b" }.count * 2 + 2
    expectFailure(
      outcome, of: "made-score", status: 65, saying: [" b:3: expected 12 fields, found 2"])
    #expect(outcome.lines.count == before)
  }

  @Test("--bad-rows keeps their place as nan or leaves them out")
  func badRows() {
    let input = Self.good + "0,1\n" + Self.good + "2" + Self.good.dropFirst() + Self.good
    let score = run("made-score", ["-m", Shared.model], input: Self.good).lines[0]
    let nan = run("made-score", ["-m", Shared.model, "--bad-rows", "nan"], input: input)
    expectSilentSuccess(nan)
    #expect(nan.lines == [score, "nan", score, "nan", score])
    let skipped = run("made-score", ["-m", Shared.model, "--bad-rows", "skip"], input: input)
    #expect(skipped.isSuccess && skipped.lines == [score, score, score])
    #expect(skipped.message == "made-score: 2 of 5 rows skipped\n")
    let quiet = run("made-score", ["-m", Shared.model, "--bad-rows=skip", "-q"], input: input)
    #expect(expectSilentSuccess(quiet) == skipped.output)
    let append = run("made-score", ["-m", Shared.model, "--bad-rows=nan", "-a"], input: input)
    #expect(append.lines[1] == "0,1,nan")
  }

  @Test("--format holds the data to its word")
  func formats() {
    let asIDX = run("made-score", ["-m", Shared.model, "--format", "idx"], input: Self.good)
    expectFailure(asIDX, of: "made-score", status: 65, saying: ["not an IDX file"], output: "")
    let asTSV = run(
      "made-score", ["-m", Shared.model, "--format", "tsv", "--no-header"], input: Self.good)
    expectFailure(
      asTSV, of: "made-score", status: 65, saying: ["expected 12 fields, found 1", "-d sets"],
      output: "")
  }

  @Test("a summary of no or one row owns that it knows little")
  func smallSummaries() {
    let head = "rows,mean,standard_error\n"
    let none = run("made-score", ["-m", Shared.model, "--summary"])
    #expect(String(decoding: expectSilentSuccess(none), as: UTF8.self) == head + "0,nan,nan\n")
    let one = run("made-score", ["-m", Shared.model, "--summary"], input: Self.good)
    #expect(one.text.hasPrefix(head + "1,-") && one.text.hasSuffix(",nan\n"), "\(one)")
  }
}
