import Foundation
import Testing

@Suite("Command lines that are wrong")
struct UsageTests {
  /// `M` stands for a model, `D` for data.
  static let wrong: [(String, Int32, [String])] = [
    // Options that are not there.
    ("made-score --modle x", 64, ["'--modle'", "Did you mean '--model'?"]),
    ("made-fit --epoch 3", 64, ["'--epoch'", "'--epochs'"]),
    ("made-sample --sed 3", 64, ["'--sed'", "'--seed'"]),
    ("made-masks --chekc", 64, ["'--chekc'", "'--check'"]),
    ("made-fit -x", 64, ["'-x'"]),
    ("made-score -qmm D", 64, ["-qmm"]),
    ("made-sample -m M rows.csv", 64, ["'rows.csv'"]),
    ("made-masks -m M rows.csv", 64, ["'rows.csv'"]),
    // Values that cannot be.
    ("made-fit --epochs x D", 64, ["'x'", "--epochs"]),
    ("made-fit --epochs 0 D", 64, ["--epochs must be at least 1"]),
    ("made-fit --epochs=", 64, ["--epochs"]),
    ("made-fit --seed -1 D", 64, ["'-1' is invalid for '--seed"]),
    ("made-sample -m M --seed -1", 64, ["'-1' is invalid for '--seed"]),
    ("made-masks --inputs 3 --hidden 4 --seed -1", 64, ["'-1' is invalid for '--seed"]),
    ("made-fit --hidden 0 D", 64, ["--hidden"]),
    ("made-fit --hidden 5,,5 D", 64, ["5,,5"]),
    ("made-fit --hidden 99999999999999999999 D", 64, ["--hidden"]),
    ("made-fit --hidden 9999999,9999999 D", 64, ["2^31"]),
    // The smallest number, less 1, is none.
    ("made-fit --condition-on=-9223372036854775808 D", 64, ["no column"]),
    ("made-score -m M --label=-9223372036854775808 D", 64, ["no column"]),
    ("made-masks -m M --ordering --mask=-9223372036854775808", 65, ["masks are 1 to"]),
    // Nothing is parsed and ignored.
    ("made-score -m M --summary --line-buffered D", 64, ["no --line-buffered"]),
    ("made-score -m M --label c1 --unit bits D", 64, ["no --unit"]),
    ("made-masks -m M --info --format tsv", 64, ["no --format"]),
    ("made-sample -m M -n 9223372036854775807 --offset 1", 64, ["--offset and --count together"]),
    ("made-fit --residual D", 64, ["--residual needs an odd number of equal --hidden layers"]),
    ("made-fit --residual --hidden 5 D", 64, ["three at least, as in 500,500,500"]),
    (
      "made-fit --residual --hidden 5,5 D", 64,
      ["--residual needs an odd number of equal --hidden layers"]
    ),
    (
      "made-fit --residual --hidden 5,5,5,5 D", 64,
      ["--residual needs an odd number of equal --hidden layers"]
    ),
    (
      "made-fit --residual --hidden 5,6,5 D", 64,
      ["--residual needs an odd number of equal --hidden layers"]
    ),
    ("made-fit --initial M --residual --hidden 5,5,5 D", 64, ["--initial"]),
    ("made-fit --auto --hidden 5 D", 64, ["--auto chooses for itself what --hidden would"]),
    ("made-fit --auto --residual --hidden 5,5,5 D", 64, ["--auto chooses for itself"]),
    ("made-fit --auto --epochs 5 D", 64, ["--auto chooses for itself what --epochs would"]),
    ("made-fit --auto --optimizer sgd D", 64, ["what --optimizer would"]),
    ("made-fit --auto --ordering natural D", 64, ["what --ordering would"]),
    ("made-fit --auto --initial M D", 64, ["--initial"]),
    ("made-fit --auto --log x D", 64, ["--log is for one fit"]),
    ("made-fit --auto --holdout 0 D", 64, ["--holdout 0 leaves none"]),
    ("made-fit --budget 5m D", 64, ["--budget goes with --auto"]),
    ("made-fit --auto --budget 5 D", 64, ["--budget"]),
    ("made-fit --auto --budget -5m D", 64, ["--budget"]),
    ("made-fit --auto --budget 1.5e D", 64, ["--budget"]),
    ("made-fit --auto --budget nans D", 64, ["--budget"]),
    ("made-fit --masks 0 D", 64, ["--masks"]),
    ("made-fit --optimizer best D", 64, ["'best'", "'adam'"]),
    ("made-fit --activation step D", 64, ["'step'", "'relu'"]),
    ("made-fit --precision f64 D", 64, ["'f64'", "'bf16'"]),
    ("made-fit --compute f16 D", 64, ["'f16'", "'bf16'"]),
    ("made-fit --compute= D", 64, ["--compute"]),
    ("made-fit --learning-rate 0 D", 64, ["--learning-rate"]),
    ("made-fit --learning-rate -1 D", 64, ["--learning-rate"]),
    ("made-fit --learning-rate nan D", 64, ["--learning-rate"]),
    ("made-fit --dropout 1 D", 64, ["--dropout"]),
    ("made-fit --holdout 1 D", 64, ["--holdout"]),
    ("made-fit --holdout 0.1 --valid D D", 64, ["--valid", "--holdout"]),
    ("made-fit --quiet=3 D", 64, ["--quiet"]),
    ("made-fit --batch-size 0 D", 64, ["--batch-size"]),
    ("made-fit -j0 D", 64, ["--threads"]),
    ("made-fit -jx D", 64, ["-j"]),
    ("made-fit --seed -1 D", 64, ["--seed"]),
    ("made-fit --seed 18446744073709551616 D", 64, ["--seed"]),
    ("made-fit -q -v D", 64, ["--quiet", "--verbose"]),
    ("made-fit --ordering natural --masks 2 D", 64, ["--ordering", "--resample"]),
    ("made-score -m M --unit dB D", 64, ["'dB'", "'nats'"]),
    ("made-score -m M --format xml D", 64, ["'xml'", "'csv'"]),
    ("made-score -m M -d 5 D", 64, ["--delimiter"]),
    ("made-score -m M -d ab D", 64, ["--delimiter"]),
    ("made-score -m M --threshold nan D", 64, ["--threshold"]),
    ("made-score -m M --masks 0 D", 64, ["--masks"]),
    ("made-score -m M --bad-rows maybe D", 64, ["'maybe'", "'skip'"]),
    ("made-score -m M --append --summary D", 64, ["--append", "--summary"]),
    ("made-score -m M --append --per-column D", 64, ["--append", "--per-column"]),
    ("made-sample -m M -n x", 64, ["'x'"]),
    ("made-sample -m M -n -5", 64, ["--count"]),
    ("made-score -m M --below nan D", 64, ["--below"]),
    ("made-fit --holdout 0 --epochs 2 --sharpen D", 64, ["--sharpen", "leaves none"]),
    ("made-fit --masks endless --holdout 0 --epochs 2 --choose-masks 20 D", 64, ["leaves none"]),
    ("made-fit --masks 20 --choose-masks 20 D", 64, ["--choose-masks", "endless"]),
    ("made-fit --masks endless --choose-masks 15 D", 64, ["--choose-masks", "16"]),
    ("made-fit --masks endless --evaluate-masks 20 --choose-masks 19 D", 64, ["20"]),
    ("made-fit --masks endless --choose-masks 65537 D", 64, ["65536"]),
    ("made-fit --merge --sharpen M", 64, ["takes no --sharpen"]),
    ("made-score -m M --below -3 --append D", 64, ["exclude each other"]),
    ("made-masks -m M -m M", 64, ["only one model"]),
    ("made-score -m M -m M --mixture-weights 1,2,3 D", 64, ["3 weights for 2 models"]),
    ("made-sample -m M -m M --mixture-weights 1", 64, ["1 weight for 2 models"]),
    ("made-sample -m M --mixture-weights 1,2", 64, ["2 weights for 1 model"]),
    ("made-score --mixture-weights 1,2 D", 64, ["-m"]),
    ("made-score -m M -m M --mixture-weights 1,nan D", 64, ["at least 0, not nan"]),
    ("made-score -m M -m M --mixture-weights -1,2 D", 64, ["at least 0, not -1"]),
    ("made-sample -m M -m M --mixture-weights 1,inf", 64, ["at least 0, not inf"]),
    ("made-sample -m M -m M --mixture-weights 0,0", 64, ["not all weights can be 0"]),
    ("made-score -m M -m M --mixture-weights 1,,2 D", 64, ["'1,,2'", "--mixture-weights"]),
    ("made-score -m M -m M --mixture-weights '' D", 64, ["--mixture-weights"]),
    ("made-score -m M -m M --mixture-weights 1,0 --per-column D", 64, ["single model"]),
    ("made-score -m M -m M --fit-weights --mixture-weights 1,1 D", 64, ["--mixture-weights"]),
    ("made-score -m M -m M --fit-weights --append D", 64, ["exclude each other"]),
    ("made-score -m M -m M --fit-weights --per-column D", 64, ["exclude each other"]),
    ("made-score -m M -m M --fit-weights --summary D", 64, ["exclude each other"]),
    ("made-score -m M -m M --fit-weights --below -3 D", 64, ["exclude each other"]),
    ("made-score -m M -m M --fit-weights --above -3 D", 64, ["exclude each other"]),
    ("made-score -m M -m M --fit-weights --line-buffered D", 64, ["--line-buffered"]),
    ("made-score -m M -m M --per-column D", 64, ["single model"]),
    ("made-score -m - -m - D < M", 64, ["two models"]),
    ("made-sample -m M -n 99999999999999999999", 64, ["-n"]),
    ("made-sample -m M --offset=-1", 64, ["--offset"]),
    ("made-sample -m M --offset 9223372036854775807 -n 5", 64, ["--offset"]),
    ("made-sample -m M --format png9", 64, ["'png9'"]),
    ("made-sample -m M --format idx --with-score", 64, ["idx"]),
    ("made-sample -m M --format idx -n 5000000000", 64, ["IDX"]),
    ("made-sample -m M --format png", 64, ["12 columns", "--shape 4x3"]),
    ("made-sample -m M --format png --shape 5x3", 64, ["5x3", "12 columns", "--shape 4x3"]),
    ("made-sample -m M --format png --shape 12", 64, ["--shape"]),
    ("made-sample -m M --format png --shape 0x12", 64, ["--shape"]),
    ("made-sample -m M --format png --shape 4x3 --grid 2x2 -n 5", 64, ["2x2", "5 rows"]),
    ("made-sample -m M --format png --shape 4x3 --grid 9999x9999", 64, ["too large", "65535"]),
    (
      "made-sample -m M --format png --shape 4x3 --grid 9999999999x9999999999", 64, ["too large"]
    ),
    ("made-sample -m M --format png --shape 4x3 -n 99999999", 64, ["too many", "--offset"]),
    ("made-sample -m M --format png --shape 4x3 -n 0", 64, ["--count"]),
    ("made-sample -m M --format png --shape 4x3 --with-score", 64, ["no scores"]),
    ("made-sample -m M --format png --shape 4x3 --header", 64, ["no header"]),
    ("made-sample -m M --shape 4x3", 64, ["--shape", "--format png"]),
    ("made-sample -m M --format idx --grid 4x3", 64, ["--grid", "--format png"]),
    ("made-masks -m M --format png --check", 64, ["png", "--layer"]),
    ("made-masks -m M --format png --degrees", 64, ["png", "--layer"]),
    ("made-score -m M --histogram --per-column D", 64, ["--histogram", "--per-column"]),
    ("made-score -m M --histogram -q D", 64, ["--histogram", "--quiet"]),
    ("made-fit --curve - D", 64, ["standard output cannot be both model and curve"]),
    ("made-fit --curve /dev/stdout --log - -o out D", 64, ["both log and curve"]),
    ("made-fit --curve missing/c.svg D", 73, ["missing/c.svg: cannot create"]),
    ("made-fit --curve directory D", 73, ["directory: is a directory"]),
    ("made-masks --inputs 3", 64, ["--hidden"]),
    ("made-masks --hidden 3", 64, ["--inputs"]),
    ("made-masks --inputs 0 --hidden 3", 64, ["--inputs"]),
    ("made-masks -m M --inputs 3 --hidden 3", 64, ["--inputs"]),
    (
      "made-masks --inputs 3 --hidden 3,3 --residual", 64,
      ["--residual needs an odd number of equal --hidden layers"]
    ),
    ("made-masks -m M --residual", 64, ["--residual"]),
    ("made-masks -m M --check --info", 64, ["--check", "--info"]),
    ("made-masks -m M --format pbm", 64, ["--layer"]),
    ("made-masks -m M --mask 1", 64, ["--mask"]),
    ("made-masks --inputs 3 --hidden 3 --info", 64, ["--info"]),
    // No model, or nothing where one is named.
    ("made-score D", 64, ["-m"]), ("made-sample", 64, ["-m"]), ("made-masks", 64, ["-m"]),
    ("made-score -m", 64, ["-m"]),
    ("made-score -m missing D", 66, ["missing: cannot open: no such file"]),
    ("made-score -m '' D", 66, ["no such file"]),
    ("made-sample -m missing", 66, ["missing: cannot open"]),
    ("made-masks -m missing", 66, ["missing: cannot open"]),
    ("made-fit --initial missing D", 66, ["missing: cannot open"]),
    ("made-fit --valid missing D", 66, ["missing: cannot open"]),
    ("made-fit --ordering missing D", 66, ["missing: cannot open"]),
    ("made-score -m M missing", 66, ["missing: cannot open"]),
    ("made-score -m M D missing/D", 66, ["missing/"]),
    ("made-fit missing", 66, ["missing: cannot open"]),
    ("made-score -m M directory", 66, ["directory: is a directory"]),
    ("made-score -m directory D", 66, ["directory: is a directory"]),
    ("made-fit directory", 66, ["directory: is a directory"]),
    ("made-sample -m directory", 66, ["directory: is a directory"]),
    // One standard input for two.
    ("made-score -m - < M", 64, ["standard input"]),
    ("made-score -m - - < M", 64, ["standard input"]),
    ("made-score -m - D - < M", 64, ["standard input"]),
    ("made-fit --valid - < D", 64, ["standard input cannot be both data and validation data"]),
    ("made-fit --initial - < M", 64, ["standard input cannot be both data and the initial model"]),
    ("made-fit --ordering - < D", 64, ["standard input"]),
    ("made-fit --initial - --valid - D < M", 64, ["standard input"]),
    ("made-fit --resume D", 64, ["--resume goes with --checkpoint"]),
    ("made-fit --checkpoint-every 3 D", 64, ["--checkpoint-every goes with --checkpoint"]),
    ("made-fit --checkpoint c --checkpoint-every 0 D", 64, ["--checkpoint-every"]),
    ("made-fit --checkpoint - D", 64, ["--checkpoint needs the name of a file"]),
    ("made-fit --checkpoint c -o c D", 64, ["-o and --checkpoint are one file: c"]),
    ("made-fit --auto --checkpoint c D", 64, ["a search cannot be resumed"]),
    ("made-fit --checkpoint missing/c D", 73, ["missing/c: cannot create"]),
    ("made-fit --log - D", 64, ["standard output cannot be both model and log"]),
    ("made-fit --log /dev/stdout -o - D", 64, ["standard output"]),
  ]

  static let place: Workshop = {
    let place = Workshop("usage")
    _ = Workshop("usage/directory")
    place.write("M", Shared.bytes(Shared.model))
    place.write("D", Shared.table.rows(0..<100).csv)
    return place
  }()

  @Test("a wrong command line says so in a line and ends with its status", arguments: wrong)
  func wrongCommand(command: String, status: Int32, words: [String]) {
    let outcome = shell(command, in: Self.place)
    let tool = String(command.prefix { $0 != " " })
    expectFailure(outcome, of: tool, status: status, saying: words)
    // The first of two inputs may have been scored before the second failed to open.
    #expect(outcome.output.isEmpty || command.contains("D missing"), "\(command): \(outcome)")
    #expect(Self.place.files == ["D", "M", "directory"])
  }

  @Test("a file's name cannot act on the terminal through a message", arguments: toolNames)
  func hostileNames(tool: String) {
    let name = "a\u{1B}]0;title\u{7}\nb\u{202E}c\r.csv"
    let model = tool == "made-fit" ? [] : ["-m", tool == "made-score" ? Shared.model : name]
    let data = ["made-fit", "made-score"].contains(tool) ? [name] : []
    let outcome = run(tool, model + data)
    expectFailure(
      outcome, of: tool, status: 66,
      saying: ["a\\x1b]0;title\\x07\\nb\\u{202e}c\\r.csv: cannot open"], output: "")
  }

  @Test("xargs goes on after a failure: no status is 255 or above 125")
  func xargs() {
    let script = "printf '%s\\n' D missing D | xargs -n1 made-score -m M > /dev/null"
    let outcome = shell(script, in: Self.place)
    #expect(outcome.status == .exit(123), "\(outcome)")
  }

  @Test(
    "nobody is left waiting at a terminal",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")),
    arguments: [
      ("made-score -m M", "no input: name a file"), ("made-fit -o out", "no input: name a file"),
      ("made-sample -m M --format png --shape 4x3", "not for a terminal"),
      ("made-masks -m M --format png", "not for a terminal"), ("made-fit D", "not for a terminal"),
      ("made-fit D -q --epochs 1", "redirect it"),
    ])
  func terminal(command: String, words: String) {
    let place = Workshop()
    place.write("M", Shared.bytes(Shared.model))
    place.write("D", Shared.table.rows(0..<100).csv)
    // Its own input stays open, so that the terminal has no end of file to give.
    let outcome = shell(
      "(sleep 1 | script -qec '\(command)' /dev/null; echo status $?) & wait $!", in: place,
      seconds: 20)
    #expect(outcome.text.contains(words), "\(outcome)")
    #expect(outcome.text.contains("status 64"), "\(outcome)")
  }

  @Test(
    "progress is rewritten on a terminal and plain elsewhere",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func progress() {
    let command = "made-fit -o out --hidden 24 --masks 1 --epochs 3 D"
    let place = Workshop()
    place.write("D", Shared.table.csv)
    let terminal = shell("script -qec '\(command)' /dev/null < /dev/null", in: place)
    #expect(terminal.text.contains("\r\u{1B}[K"), "\(terminal)")
    let plain = shell(command, in: place)
    #expect(plain.isSuccess && plain.output.isEmpty)
    #expect(plain.message.split(separator: "\n").count == 4, "\(plain)")
    #expect(plain.errors.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 < 0x7F }, "\(plain)")
    expectSilentSuccess(shell(command + " -q", in: place))
    expectSilentSuccess(shell(command + " --quiet", in: place))
  }
}
