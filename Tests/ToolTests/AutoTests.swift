import Foundation
import Testing

@Suite("made-fit --auto")
struct AutoTests {
  private static let words = (0..<200).map { row in
    let color = ["red", "green", "blue"][row * row % 3]
    return "\(color),\(row % 7 * 3 + 1000 * (row % 2)),\(row % 3 == 0 ? "yes" : "no")\n"
  }.joined()

  @Test(
    "the command line that it prints makes the model again, byte for byte",
    arguments: [Shared.table.csv, words])
  func reproduces(table: String) throws {
    let room = Workshop()
    // A name that a shell would take apart.
    let data = room.write("it's the data.csv", table)
    let search = run(
      "made-fit",
      ["--auto", "--budget", "40e", "--activation", "tanh", "-o", room.path + "/first", data])
    #expect(search.isSuccess)
    let printed = try #require(search.message.split(separator: "\n").last)
    #expect(printed.hasPrefix("made-fit "))
    #expect(!printed.contains("--auto") && !printed.contains("--budget"))
    let first = room.read("first")
    #expect(first != nil)

    let again = printed.replacingOccurrences(of: room.path + "/first", with: room.path + "/second")
    expectSilentSuccess(shell(again + " -q", in: room))
    #expect(room.read("second") == first)
  }

  @Test("the command line that it prints has every other option that was given, and the files")
  func otherOptions() throws {
    let room = Workshop()
    room.write("-odd.csv", "0;1\n" + (0..<40).map { "\($0 % 3);\($0 % 2)\n" }.joined())
    let outcome = shell(
      "made-fit --budget 2e --auto -d';' --header --type 1=categorical --type=2=binary -j1 -v"
        + " --missing=-,NA --seed 07 --patience 30 --mask-weights -fo model.made -- -odd.csv",
      in: room)
    #expect(outcome.isSuccess, "\(outcome)")
    let printed = try #require(outcome.message.split(separator: "\n").last)
    #expect(
      printed.hasSuffix(
        " --delimiter ';' --header --missing=-,NA --type 1=categorical --type 2=binary"
          + " --mask-weights --seed 7 --force --output model.made --threads 1 --verbose"
          + " -- -odd.csv"), "\(printed)")
    let model = room.read("model.made")
    #expect(shell(String(printed), in: room).isSuccess)
    #expect(model != nil && room.read("model.made") == model)
  }

  @Test("says nothing when quiet, and writes the model to standard output")
  func quiet() {
    let outcome = run(
      "made-fit", ["--auto", "--budget=20e", "-q"], input: Data(Shared.table.csv.utf8))
    let model = expectSilentSuccess(outcome)
    expectSilentSuccess(run("made-masks", ["-m", "-", "--check"], input: model))
  }

  @Test("a dry run tells of the data and leaves the network open")
  func dryRun() {
    let outcome = run(
      "made-fit", ["--auto", "--dry-run"], input: Data(Shared.table.csv.utf8))
    #expect(outcome.isSuccess)
    #expect(outcome.message.contains("records") && !outcome.message.contains("network"))
  }
}
