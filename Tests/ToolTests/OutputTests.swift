import Foundation
import Testing

@Suite("Outputs that fail or are cut short")
struct OutputTests {
  /// `m` is a model, `rows` its data, `many` a hundred times as much.
  static let place: Workshop = {
    let place = Workshop("outputs")
    place.write("m", Shared.bytes(Shared.model))
    place.write("rows", Shared.table.csv)
    place.write("many", String(repeating: Shared.table.bare.csv, count: 100))
    return place
  }()

  static let fit = "made-fit -q --hidden 8 --epochs 1 rows"
  static let commands = [
    fit, "made-score -m m rows", "made-score -m m --summary rows", "made-score -m m --append many",
    "made-sample -m m", "made-sample -m m -n 100000", "made-masks -m m", "made-masks -m m --check",
    "made-masks -m m --info", "made-masks --inputs 900 --hidden 900 --layer 1",
  ]
  static let everything = commands + toolNames.flatMap { ["\($0) --help", "\($0) --version"] }

  private func tool(_ command: String) -> String { String(command.prefix { $0 != " " }) }

  @Test("a full disk ends every tool with status 74", arguments: everything)
  func full(command: String) {
    let outcome = shell("\(command) > /dev/full", in: Self.place)
    expectFailure(
      outcome, of: tool(command), status: 74,
      saying: ["standard output: cannot write: no space left on device"], output: "")
    if command.contains("-help") || command.contains("-version") { return }
    let named = shell("\(command) -o /dev/full", in: Self.place)
    expectFailure(
      named, of: tool(command), status: 74, saying: ["/dev/full: cannot write"], output: "")
  }

  @Test("a closed standard output ends every tool with status 74", arguments: everything)
  func closed(command: String) {
    let outcome = shell("\(command) >&-", in: Self.place)
    expectFailure(
      outcome, of: tool(command), status: 74, saying: ["standard output: cannot write"], output: "")
  }

  @Test("a closed standard input is said to be closed", arguments: ["made-score -m m", "made-fit"])
  func closedInput(command: String) {
    let outcome = shell("\(command) <&-", in: Self.place)
    expectFailure(
      outcome, of: tool(command), status: 74, saying: ["standard input: cannot read"], output: "")
  }

  @Test("a closed standard error disturbs nothing")
  func closedErrors() {
    let outcome = shell(
      "made-score -m m rows 2>&-; made-fit -o x nothing 2>&-; echo $?", in: Self.place)
    #expect(outcome.lines.count == 2002 && outcome.lines.last == "66", "\(outcome)")
  }

  static let long = [
    "made-score -m m many", "made-score -m m --append many", "made-sample -m m -n 100000",
    "made-masks --inputs 900 --hidden 900 --layer 1", "made-fit -q --hidden 9000 --epochs 1 rows",
  ]

  @Test("a reader that goes away ends a tool quietly, as SIGPIPE does", arguments: long)
  func brokenPipe(command: String) {
    for setting in ["", "trap '' PIPE; "] {
      let script = "\(setting)(\(command); echo \"status $?\" >&2) | head -c 5 > /dev/null"
      let outcome = shell(script, in: Self.place)
      #expect(outcome.message == "status 141\n", "\(script): \(outcome)")
    }
  }

  @Test(
    "a reader that goes away before the first byte ends a tool quietly, too", arguments: commands)
  func nobody(command: String) {
    let outcome = shell("(sleep 0.2; \(command); echo \"status $?\" >&2) | :", in: Self.place)
    #expect(outcome.message == "status 141\n", "\(command): \(outcome)")
  }

  @Test(
    "an output that cannot be created is told before work begins, with status 73",
    arguments: [
      "made-score -m m rows", "made-sample -m m -n 5", "made-masks -m m", fit,
    ])
  func cannotCreate(command: String) {
    let place = Workshop()
    place.write("m", Shared.bytes(Shared.model))
    place.write("rows", Shared.table.csv)
    let missing = shell("\(command) -o missing/out", in: place)
    expectFailure(
      missing, of: tool(command), status: 73, saying: ["missing/out: cannot create"], output: "")
    let directory = shell("mkdir d; \(command) -o d; s=$?; rmdir d; exit $s", in: place)
    expectFailure(
      directory, of: tool(command), status: 73, saying: ["d: is a directory"], output: "")
    if getuid() != 0 {
      let readOnly = shell("mkdir -m 555 r; \(command) -o r/out; s=$?; rmdir r; exit $s", in: place)
      expectFailure(readOnly, of: tool(command), status: 73, saying: ["cannot create"], output: "")
    }
    let below = shell("\(command) -o m/out", in: place)
    expectFailure(below, of: tool(command), status: 73, saying: ["not a directory"], output: "")
    #expect(place.files == ["m", "rows"])
  }

  @Test("-o replaces a file when all is well and leaves it alone when not")
  func atomic() {
    let place = Workshop()
    place.write("m", Shared.bytes(Shared.model))
    place.write("bad", Shared.table.rows(0..<50).csv + "0,1\n")
    place.write("out", "old")
    let failed = shell("made-score -m m bad -o out", in: place)
    expectFailure(failed, of: "made-score", status: 65, output: "")
    #expect(place.read("out") == Data("old".utf8))
    #expect(place.files == ["bad", "m", "out"])
    let script =
      "chmod 600 out; ln -s out link; head -40 bad | made-score -m m -o link && stat -c %a out"
    let outcome = shell(script, in: place)
    #expect(String(decoding: expectSilentSuccess(outcome), as: UTF8.self) == "600\n")
    #expect(place.read("out")?.split(separator: 10).count == 40)
    #expect(place.files == ["bad", "link", "m", "out"])
  }

  @Test(
    "a file size limit ends a tool without a half-written file",
    arguments: ["made-sample -m m -n 100000", "made-fit -q --hidden 4000 --epochs 1 rows"])
  func limit(command: String) {
    let place = Workshop()
    place.write("m", Shared.bytes(Shared.model))
    place.write("rows", Shared.table.csv)
    place.write("out", "old")
    let outcome = shell("ulimit -f 8; \(command) -o out", in: place)
    expectFailure(
      outcome, of: tool(command), status: 74, saying: ["out: cannot write: file too large"],
      output: "")
    #expect(place.read("out") == Data("old".utf8))
    #expect(place.files == ["m", "out", "rows"])
  }
}
