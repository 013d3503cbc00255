import Foundation
import Testing

@Suite("The tools as processes")
struct ProcessTests {
  static let place: Workshop = {
    let place = Workshop("processes")
    place.write("m", Shared.bytes(Shared.model))
    place.write("rows", Shared.table.bare.csv)
    place.write("many", String(repeating: Shared.table.bare.csv, count: 200))
    return place
  }()

  #if os(Linux)
    /// Peak memory early and late, in KiB.
    private func peaks(_ script: String) -> (early: Int, late: Int)? {
      let outcome = shell("peak() { grep VmHWM /proc/$1/status; }\n" + script, in: Self.place)
      #expect(outcome.isSuccess, "\(outcome)")
      let sizes = outcome.lines.compactMap { line in
        line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first
      }
      return sizes.count == 2 ? (sizes[0], sizes[1]) : nil
    }

    @Test("memory does not grow with the rows that are scored", arguments: ["", "--append"])
    func memoryOfScore(option: String) throws {
      let peak = try #require(
        peaks(
          """
          mkfifo "in\(option)" && made-score -m m \(option) < "in\(option)" > /dev/null & p=$!
          sleep 0.1; exec 3> "in\(option)"; cat rows rows rows rows rows >&3; peak $p
          cat many many >&3; peak $p; exec 3>&-; wait $p
          """))
      #expect(peak.late - peak.early < 2048, "\(peak)")
    }

    @Test("memory does not grow with the rows that are drawn")
    func memoryOfSample() throws {
      let peak = try #require(
        peaks(
          """
          mkfifo out && made-sample -m m -n 1000000 > out & p=$!
          sleep 0.1; exec 3< out; head -c 500000 <&3 > /dev/null; peak $p
          head -c 10000000 <&3 > /dev/null; peak $p; kill $p
          """))
      #expect(peak.late - peak.early < 2048, "\(peak)")
    }

    // ArgumentParser brings FoundationEssentials; the whole of it, and ICU, cost start-up time.
    @Test("no tool loads Foundation or ICU", arguments: toolNames)
    func libraries(tool: String) {
      let outcome = shell("ldd '\(buildDirectory)/\(tool)'", in: Self.place)
      #expect(outcome.isSuccess && outcome.text.contains("libz"), "\(outcome)")
      for library in ["libFoundation.so", "ICU", "libicu", "Internationalization"] {
        #expect(!outcome.text.contains(library), "\(outcome)")
      }
    }
  #endif

  @Test("a tool starts in a fraction of a second", arguments: toolNames)
  func start(tool: String) {
    let clock = ContinuousClock()
    let best = (0..<10).map { _ in clock.measure { _ = run(tool, ["--version"]) } }.min()
    #expect(best ?? .seconds(9) < .milliseconds(100))
  }

  @Test("streams that a parent left non-blocking are waited for")
  func nonBlocking() {
    let child = Child(
      buildDirectory + "/made-score", ["-m", Shared.model, "--append"], isNonBlocking: true)
    child.send("0,1,0,1,0,1,0,1,0,1,0,1\n")
    usleep(50_000)
    // Much more than both pipes hold.
    let text = String(repeating: Shared.table.bare.csv, count: 50)
    let outcome = child.finish(input: Data(text.utf8))
    expectSilentSuccess(outcome)
    #expect(outcome.lines.count == 100_001)
  }

  @Test("ten thousand files are one stream")
  func manyFiles() {
    let place = Workshop()
    place.write("m", Shared.bytes(Shared.model))
    place.write("a", "0,1,0,1,0,1,0,1,0,1,0,1\n")
    let script = "ulimit -n 64; made-score $(yes a | head -10000) -m m | uniq -c"
    let outcome = shell(script, in: place)
    expectSilentSuccess(outcome)
    #expect(outcome.lines.count == 1 && outcome.text.contains("10000 -"), "\(outcome)")
    let after = shell("made-score -m m -- $(yes ./a | head -60) | uniq -c", in: place)
    #expect(after.text.contains(" 60 -"), "\(after)")
    let missing = shell("made-score -m m $(yes a | head -60) b", in: place)
    expectFailure(missing, of: "made-score", status: 66, saying: ["b: cannot open"])
    let surplus = shell("made-sample -m m $(yes a | head -60)", in: place)
    expectFailure(
      surplus, of: "made-sample", status: 64, saying: ["unexpected", "'a', 'a'"], output: "")
  }

  @Test("the time that files take grows with their number, not with its square")
  func timeOfFiles() {
    let place = Workshop()
    place.write("m", Shared.bytes(Shared.model))
    // Of a file that is not there, all that is asked is whether an output would overwrite it, and then the first.
    let few = cpuSeconds("made-score -m m $(yes a | head -4000)", in: place)
    let many = cpuSeconds("made-score -m m $(yes a | head -32000)", in: place)
    #expect(many < 16 * few + 0.2, "\(few) s, \(many) s")
  }

  @Test("two fits to one name leave one whole model")
  func twoWriters() {
    let place = Workshop()
    let rows = place.write("rows", Shared.table.csv)
    let fit = "made-fit \(Shared.quick.joined(separator: " ")) -o out \(rows) --seed"
    let outcome = shell("\(fit) 1 & \(fit) 2; wait; \(fit) 1 -o one; \(fit) 2 -o two", in: place)
    expectSilentSuccess(outcome)
    #expect(place.files == ["one", "out", "rows", "two"])
    #expect(place.read("out") == place.read("one") || place.read("out") == place.read("two"))
  }

  @Test("a row whose line is longer than any buffer is read")
  func wideRows() {
    let place = Workshop()
    let wide = Table.chain(columns: 30_000, count: 12)
    let model = place.path + "/m"
    expectSilentSuccess(
      run(
        "made-fit", ["-q", "--hidden", "2", "--no-direct", "--epochs", "1", "-o", model],
        input: wide.csv))
    let whole = run("made-score", ["-m", model], input: wide.csv)
    let parts = (0..<12).map {
      run("made-score", ["-m", model], input: wide.rows($0..<($0 + 1)).bare.csv).text
    }
    #expect(expectSilentSuccess(whole) == Data(("log_likelihood\n" + parts.joined()).utf8))
    let sample = run("made-sample", ["-m", model, "-n", "2", "--no-header"])
    expectSilentSuccess(sample)
    #expect(sample.lines.map(\.utf8.count) == [59_999, 59_999])
  }
}
