// What the tools say to people, and hand on to other programs, at the right moment and in the right form.

import Foundation
import Testing

@Suite("Words for people and programs")
struct ConversationTests {
  @Test("a named pipe and a descriptor are answered line by line, as standard output is")
  func namedPipe() {
    let place = Workshop()
    place.write("M", Shared.bytes(Shared.model))
    let table = Shared.table.bare.rows(0..<2)
    let lines = table.csv.split(separator: "\n")
    let expected = run("made-score", ["-m", Shared.model], input: table.csv).lines
    for output in ["-o answers", "-o /dev/fd/3 3> answers"] {
      // The second row is sent after the answer to the first has come.
      let outcome = shell(
        """
        rm -f rows answers; mkfifo rows answers
        exec 5<> answers
        made-score -m M rows \(output) &
        exec 4> rows
        echo '\(lines[0])' >&4; read first <&5
        echo '\(lines[1])' >&4; read second <&5
        exec 4>&-; wait; echo $first; echo $second
        """, in: place, seconds: 20)
      expectSilentSuccess(outcome)
      #expect(outcome.lines == expected, "\(outcome)")
    }
  }

  @Test("names and values of strangers reach the terminal without their control characters")
  func controls() {
    let place = Workshop()
    let rows = (0..<40).map { "\($0 % 2 == 0 ? "red\u{1b}[31m" : "blue"),\($0 % 3)\n" }.joined()
    let csv = place.write("rows.csv", "a\u{1b}[31mX,b\n" + rows)
    let model = place.path + "/m"
    let fit = run("made-fit", ["-v", "--hidden", "4", "--epochs", "1", "-o", model, csv])
    let dry = run("made-fit", ["--dry-run", csv])
    let label = run("made-score", ["-v", "-m", model, "--label", "1", csv])
    for outcome in [fit, dry, label] {
      #expect(outcome.isSuccess && !outcome.errors.contains(0x1b), "\(outcome)")
    }
    #expect(label.message.contains("red\\x1b[31m") && fit.message.contains("a\\x1b[31mX"))
  }

  @Test("the hint about a column that is left out is an option that a shell takes")
  func hints() {
    let place = Workshop()
    let words = (1...30).map { "name\($0 * $0),\($0 % 3),\($0 % 2)\n" }.joined()
    let long = String(repeating: "the name of the record ", count: 4)
    for (name, option) in [
      ("it's", #"--type 'it'\''s=categorical'"#), ("when", "--type when=categorical"),
      (long, "--type 1=categorical"), ("a b", "--type 'a b=categorical'"),
    ] {
      place.write("rows.csv", "\(name),x,y\n" + words)
      let told = shell("made-fit --hidden 4 --epochs 1 rows.csv > m", in: place)
      #expect(told.isSuccess && told.message.contains("left out"), "\(told)")
      #expect(told.message.contains(option), "\(told)")
      let again = shell(
        "made-fit -q --hidden 4 --epochs 1 \(option) rows.csv > m && made-sample -m m -n 1",
        in: place)
      expectSilentSuccess(again)
      #expect(again.lines.last?.hasPrefix("name") == true, "\(again)")
    }
  }

  @Test("an initial model is not asked for the size of the network that is the default")
  func wideInitial() {
    let place = Workshop()
    let rows = (0..<4).map { row in
      Array(repeating: row % 2 == 0 ? "0,1" : "1,0", count: 24_000).joined(separator: ",") + "\n"
    }
    place.write("wide.csv", rows.joined())
    let options = "-q --epochs 1 --holdout 0 --average 0 --optimizer sgd"
    let first = shell("made-fit \(options) --no-direct --hidden 1 -o a wide.csv", in: place)
    expectSilentSuccess(first)
    expectSilentSuccess(shell("made-fit \(options) --initial a -o b wide.csv", in: place))
    let large = shell("made-fit \(options) wide.csv", in: place)
    expectFailure(large, of: "made-fit", status: 64, saying: ["2^31"], output: "")
  }

  @Test("a search that is stopped in its first epoch dies of the signal; one without time says so")
  func stoppedSearch() {
    let place = Workshop()
    let rows = place.write("rows", Table.chain(columns: 64, count: 20_000).csv)
    let child = Child(
      "/bin/sh", ["-c", "cd '\(place.path)'; exec made-fit --auto --budget 1h '\(rows)' -o out"])
    #expect(child.waitForMessage("candidates"))
    kill(child.process, SIGINT)
    let outcome = child.finish()
    #expect(
      outcome.status == .signal(SIGINT) && !outcome.message.contains("diverged"), "\(outcome)")
    #expect(place.files == ["rows"])
    let hasty = run("made-fit", ["-q", "--auto", "--budget", "0.0001s", rows])
    expectFailure(hasty, of: "made-fit", status: 64, saying: ["budget"], output: "")
  }

  @Test("a log cannot be where the model goes, whatever that is called")
  func logOfModel() {
    for name in ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
      let outcome = run(
        "made-fit", Shared.quick + ["--log", name], input: Shared.table.csv)
      expectFailure(
        outcome, of: "made-fit", status: 64, saying: ["both model and log"], output: "")
    }
    let place = Workshop()
    let third = shell(
      "made-fit --hidden 4 --epochs 2 -q --log /dev/fd/3 '\(Shared.csv)' 3> log > m", in: place)
    expectSilentSuccess(third)
    let log = String(decoding: place.read("log") ?? Data(), as: UTF8.self)
    #expect(log.split(separator: "\n").count == 3)
  }

  @Test("a table of types may begin with a byte order mark; standard input is called so")
  func names() {
    let place = Workshop()
    let types = place.write("types.csv", "\u{feff}column,kind\n1,categorical\n")
    expectSilentSuccess(
      run(
        "made-fit", Shared.quick + ["--types", types, "-o", "/dev/null"], input: Shared.table.csv))
    let none = run("made-fit", Shared.quick + ["--types", "-", Shared.csv], input: "x\n")
    expectFailure(
      none, of: "made-fit", status: 65, saying: ["standard input: record 1"], output: "")
    let valid = run("made-fit", Shared.quick + ["--valid", "-", Shared.csv], input: "")
    expectFailure(
      valid, of: "made-fit", status: 65, saying: ["standard input: no records"], output: "")
  }

  @Test("reading all of a pipe waits for it without work")
  func patience() {
    let place = Workshop()
    let script = """
      (printf '0,1\\n1,0\\n'; sleep 1; printf '1,1\\n') | made-fit --dry-run 2> said; times
      """
    let outcome = shell(script, in: place)
    #expect(outcome.isSuccess)
    // The last line of `times` is of the children: user and system.
    let spent = outcome.lines.last.map { line in
      line.split(separator: " ").compactMap { word -> Double? in
        let parts = word.dropLast().split(separator: "m").compactMap { Double($0) }
        return parts.count == 2 ? 60 * parts[0] + parts[1] : nil
      }.reduce(0, +)
    }
    #expect((spent ?? 9) < 0.5, "\(outcome)")
  }
}
