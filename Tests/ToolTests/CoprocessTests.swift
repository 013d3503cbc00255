import Foundation
import Testing

@Suite("made-score as a co-process")
struct CoprocessTests {
  @Test(
    "a line written is a line answered, without --line-buffered",
    arguments: [
      [], ["--append"], ["--per-column"], ["--bad-rows", "nan"], ["-j", "1"], ["--line-buffered"],
    ])
  func answers(options: [String]) {
    let table = Shared.table.bare.rows(0..<20)
    let expected = run("made-score", ["-m", Shared.model] + options, input: table.csv).lines
    let child = Child(buildDirectory + "/made-score", ["-m", Shared.model] + options)
    for (row, line) in table.csv.split(separator: "\n").enumerated() {
      child.send(line + "\n")
      let answer = child.readLine()
      #expect(answer == expected[row], "row \(row)")
      if answer == nil { break }
    }
    let outcome = child.finish()
    #expect(expectSilentSuccess(outcome).isEmpty)
  }

  @Test("the header is answered with the first row at the latest")
  func header() {
    let child = Child(buildDirectory + "/made-score", ["-m", Shared.model])
    let lines = Shared.table.csv.split(separator: "\n").prefix(3)
    child.send(lines[0] + "\n" + lines[1] + "\n")
    #expect(child.readLine() == "log_likelihood")
    #expect(child.readLine()?.hasPrefix("-") == true)
    child.send(lines[2] + "\n")
    #expect(child.readLine()?.hasPrefix("-") == true)
    #expect(child.finish().isSuccess)
  }

  @Test("half a line waits for its other half")
  func halves() {
    let child = Child(buildDirectory + "/made-score", ["-m", Shared.model])
    child.send("0,1,0,1,0,1\n".dropLast(1) + ",0,1,0,")
    #expect(child.readLine(seconds: 0.3) == nil)
    child.send("1,0,1\n")
    #expect(child.readLine()?.hasPrefix("-") == true)
    #expect(child.finish().isSuccess)
  }

  @Test("the answers before a bad line come, and then the error")
  func badLine() {
    let child = Child(buildDirectory + "/made-score", ["-m", Shared.model])
    child.send("0,1,0,1,0,1,0,1,0,1,0,1\n")
    #expect(child.readLine() != nil)
    child.send("0,1,0,1\n")
    // It does not wait for the end of the input to say so.
    #expect(child.waitForMessage("standard input:2"))
    expectFailure(child.finish(), of: "made-score", status: 65, output: "")
  }
}
