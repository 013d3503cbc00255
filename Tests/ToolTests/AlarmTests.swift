// made-score --unit p-value and --alarm: records that the model itself would hardly make.

import Foundation
import Testing

@Suite("Alarms")
struct AlarmTests {
  private func lines(_ data: Data) -> [String] {
    String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static let input = DensityTable.header + DensityTable.rows + DensityTable.far

  @Test("pass exactly the records whose p-value is at most the rate, as they were")
  func passes() {
    for model in [DensityTable.model] {
      let outcome = run("made-score", ["-q", "-m", model, "--unit", "p-value"], input: Self.input)
      #expect(outcome.isSuccess, "\(outcome)")
      let pValues = lines(outcome.output)
      #expect(pValues.first == "p_value")
      let numbers = pValues.dropFirst().compactMap { Double($0) }
      let rows = lines(Data(Self.input.utf8))
      #expect(numbers.count == rows.count - 1)
      #expect(numbers.allSatisfy { $0 >= 0 && $0 <= 1 })
      for rate in [0.001, 0.05, 1] {
        let wanted = zip(rows.dropFirst(), numbers).filter { $0.1 <= rate }.map(\.0)
        for options in [["-j", "1"], ["-j", "3"], ["--line-buffered"]] {
          let passed = run(
            "made-score", ["-q", "-m", model, "--alarm", "\(rate)"] + options, input: Self.input)
          #expect(lines(passed.output) == [rows[0]] + wanted, "\(rate), \(options)")
        }
        let appended = run(
          "made-score", ["-q", "-m", model, "--alarm", "\(rate)", "--append"], input: Self.input)
        #expect(lines(appended.output).count == 1 + wanted.count)
        #expect(lines(appended.output)[0] == rows[0] + ",p_value")
      }
      // The first line of those far out has a number 100,000 where others are below 10.
      #expect(numbers[numbers.count - 4] < 1e-6)
    }
  }

  @Test("go with --explain, which says why")
  func explained() {
    let options = ["-q", "-m", DensityTable.model, "--alarm", "0.001", "--append"]
    let plain = lines(run("made-score", options, input: Self.input).output)
    let explained = lines(
      run("made-score", options + ["--explain", "2"], input: Self.input).output)
    #expect(explained.count == plain.count)
    #expect(zip(plain, explained).allSatisfy { $1.hasPrefix($0 + ",") })
    #expect(
      explained[0].hasSuffix(
        "p_value,column_1,value_1,expected_1,surprise_1,column_2,value_2,expected_2,surprise_2"))
    let without = ["-q", "-m", DensityTable.model, "--alarm", "0.001", "--explain", "2"]
    #expect(lines(run("made-score", without, input: Self.input).output).count == plain.count)
  }

  @Test("of drawn records come as often as was asked for")
  func rate() {
    for model in [Shared.model, Shared.fourMasks, Shared.endless, DensityTable.model] {
      let drawn = run("made-sample", ["-q", "-m", model, "-n", "20000", "--seed", "4"])
      let passed = run("made-score", ["-q", "-m", model, "--alarm", "0.05"], input: drawn.output)
      #expect(passed.isSuccess, "\(passed)")
      // 1,000 are expected, with a standard deviation of 31.
      let count = lines(passed.output).count - 1
      #expect(abs(count - 1000) < 140, "\(model): \(count)")
    }
  }

  @Test("go with mixtures and with parts of the masks")
  func mixtures() {
    for options in [
      ["-m", Shared.model, "-m", Shared.fourMasks], ["-m", Shared.endless, "--masks", "2"],
    ] {
      let outcome = run("made-score", ["-q", "--unit", "p-value"] + options + [Shared.csv])
      #expect(outcome.isSuccess, "\(outcome)")
      #expect(lines(outcome.output).count > 1000)
    }
  }

  @Test("are refused with what makes no sense beside them")
  func refusals() {
    let alarm = ["--alarm", "0.01"]
    for options in [
      ["--alarm", "0"], ["--alarm", "-1"], ["--alarm", "1.5"], ["--alarm", "nan"],
      ["--alarm", "x"],
      alarm + ["--summary"], alarm + ["--per-column"], alarm + ["--fit-weights"],
      alarm + ["--below", "1"], alarm + ["--above", "1"], alarm + ["--marginal"],
      alarm + ["--label", "1"], alarm + ["--histogram"], alarm + ["--unit", "bits"],
      alarm + ["--unit", "density"], ["--unit", "p-value", "--per-column"],
      ["--unit", "p-value", "--marginal"], ["--unit", "p-value", "--label", "1"],
      ["--unit", "p-value", "--fit-weights"],
    ] {
      let outcome = run("made-score", ["-m", Shared.model, Shared.csv] + options)
      expectFailure(outcome, of: "made-score", status: 64, output: "")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("pass bad records never")
  func bad() {
    let text = Self.input + "red,2,x\n"
    let outcome = run(
      "made-score", ["-q", "-m", DensityTable.model, "--bad-rows", "nan", "--alarm", "1"],
      input: text)
    #expect(lines(outcome.output).count == lines(Data(Self.input.utf8)).count, "\(outcome)")
  }
}
