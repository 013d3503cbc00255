import Foundation
import Testing

@Suite("Outputs that would overwrite something")
struct OverwritingTests {
  static let table = Shared.table.csv

  /// A folder with a model, its data, and other names of both.
  private static func place() -> Workshop {
    let place = Workshop()
    place.write("m", Shared.bytes(Shared.model))
    place.write("rows", table)
    _ = shell("ln -s rows link; ln rows twin; ln -s later dangling; mkdir d", in: place)
    return place
  }

  private static let fit = "made-fit -q --hidden 8 --epochs 1"

  @Test(
    "two outputs are never one file, however it is spelled",
    arguments: [
      "-o X --curve X", "-o X --log X", "-o X --checkpoint X", "-o d/../X --curve ./X",
      "-o m2 --log X --curve X", "-o m2 --log X --checkpoint X", "-o later --curve dangling",
      "--curve X > X", "--log twin2 -o twin1", "-o /dev/stdout --curve X > X",
    ])
  func outputs(options: String) {
    let place = Self.place()
    let outcome = shell(
      "echo old > twin1; ln twin1 twin2; \(Self.fit) rows \(options)", in: place)
    expectFailure(
      outcome, of: "made-fit", status: 64, saying: [" are one file: ", "a file of its own"],
      output: "")
    #expect(place.read("twin1") == Data("old\n".utf8))
    #expect(!place.files.contains("m2") && !place.files.contains("later"), "\(place.files)")
  }

  @Test(
    "no output is a file that is read, however it is spelled",
    arguments: [
      "\(fit) rows -o rows", "\(fit) rows -o twin", "\(fit) link -o ./rows",
      "\(fit) rows -o m2 --log link", "\(fit) rows -o m2 --curve rows",
      "\(fit) rows -o m2 --checkpoint rows", "\(fit) -o rows < rows", "\(fit) rows 1<> rows",
      "\(fit) m2 --valid rows -o rows", "\(fit) m2 --ordering rows -o rows",
      "\(fit) m2 --types rows -o rows", "made-fit -q --epochs 1 rows --initial m -o m2 --log m",
      "made-score -m m rows -o rows", "made-score -m m rows -o m",
      "made-score -m m rows >> rows", "made-score -m m < rows >> link",
      "made-score -m m m2 --nearest rows -o rows", "made-score -m m --where c1=1 -o m",
      "made-sample -m m -o m", "made-sample -m m --given rows -o rows", "made-masks -m m -o m",
      "made-masks -m m --info >> m",
    ])
  func inputs(command: String) {
    let place = Self.place()
    let outcome = shell(command, in: place)
    expectFailure(
      outcome, of: String(command.prefix { $0 != " " }), status: 64,
      saying: [" would overwrite ", ", which is read"], output: "")
    #expect(place.read("rows") == Data(Self.table.utf8))
    #expect(place.read("m") == Shared.bytes(Shared.model))
    #expect(!place.files.contains("m2"), "\(place.files)")
  }

  @Test(
    "what is no file may be named again and again, and models may replace what they were made of")
  func allowed() {
    let place = Self.place()
    for command in [
      "\(Self.fit) rows -o /dev/null --log /dev/null --curve /dev/null",
      "\(Self.fit) -o m2 --log log --curve curve --checkpoint check rows",
      "\(Self.fit) -o m2 --checkpoint check --resume rows",
      "\(Self.fit) -o 'm2' rows --log /dev/stderr 2> log",
      "made-fit -q --epochs 1 --initial m rows -o m", "made-fit --merge m -o m",
      "made-masks -m m --check > /dev/null",
      "made-score -m m rows -o scores && made-score -m m rows -o scores",
      "mkfifo pipe && { cat pipe > copy & made-score -m m rows -o pipe; wait; }",
    ] {
      let outcome = shell(command, in: place)
      #expect(outcome.isSuccess, "\(command): \(outcome)")
    }
  }
}
