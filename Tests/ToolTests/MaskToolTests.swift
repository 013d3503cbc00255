import Foundation
import Testing

@Suite("made-masks")
struct MaskToolTests {
  static let shape = ["--inputs", "6", "--hidden", "9,7", "--seed", "4"]

  private func table(_ arguments: [String], separator: Character = ",") -> [[String]] {
    let outcome = run("made-masks", arguments)
    expectSilentSuccess(outcome)
    return outcome.lines.map { $0.split(separator: separator).map(String.init) }
  }

  static let subjects: [(String, [String], Int, [Int])] = [
    ("a model", ["-m", Shared.model], 12, [24]),
    ("four masks", ["-m", Shared.fourMasks], 12, [24]),
    ("a shape", shape, 6, [9, 7]),
    (
      "a residual shape", ["--inputs", "6", "--hidden", "9,9,9", "--residual", "--seed", "4"], 6,
      [9, 9, 9]
    ),
    ("a narrow shape", ["--inputs", "9", "--hidden", "3"], 9, [3]),
    ("one column", ["--inputs", "1", "--hidden", "4"], 1, [4]),
  ]

  @Test("--check proves every mask and exits with 0", arguments: subjects)
  func check(name: String, arguments: [String], inputs: Int, hidden: [Int]) {
    let lines = table(arguments + ["--check"])
    #expect(lines.first == ["mask", "autoregressive", "outputs", "complete_outputs"])
    #expect(lines.count == (name == "four masks" ? 5 : 2))
    for (number, line) in lines.dropFirst().enumerated() {
      #expect(line.prefix(3) == ["\(number + 1)", "yes", "\(inputs)"])
    }
  }

  @Test("--check takes memory for the columns, not for their square")
  func wideCheck() {
    let tool = buildDirectory + "/made-masks"
    let script = "ulimit -v 1500000; exec \(tool) --inputs 100000 --hidden 1 --check"
    let outcome = Child("/bin/sh", ["-c", script]).finish(input: Data(), seconds: 60)
    expectSilentSuccess(outcome)
    #expect(outcome.lines.last == "1,yes,100000,2", "\(outcome)")
  }

  @Test("the layers' masks multiply to what the ordering allows and no more", arguments: subjects)
  func product(name: String, arguments: [String], inputs: Int, hidden: [Int]) {
    let mask = name == "four masks" ? ["--mask", "3"] : []
    let layers = (1...hidden.count + 1).map { layer in
      table(arguments + mask + ["--layer", "\(layer)"]).map { $0.compactMap { Int($0) } }
    }
    let widths = [inputs] + hidden + [inputs]
    for (layer, matrix) in layers.enumerated() {
      #expect(matrix.count == widths[layer + 1])
      #expect(matrix.allSatisfy { $0.count == widths[layer] })
    }
    // Paths from inputs to units, layer by layer.
    var paths = (0..<inputs).map { row in (0..<inputs).map { $0 == row ? 1 : 0 } }
    for matrix in layers {
      paths = matrix.map { row in
        (0..<inputs).map { input in
          zip(row, paths).contains { $0 == 1 && $1[input] > 0 } ? 1 : 0
        }
      }
    }
    let columns = table(arguments + mask + ["--ordering"]).dropFirst().compactMap { Int($0[1]) }
    #expect(columns.sorted() == Array(1...inputs))
    var position = [Int](repeating: 0, count: inputs)
    for (place, column) in columns.enumerated() { position[column - 1] = place }
    for output in 0..<inputs {
      for input in 0..<inputs where paths[output][input] > 0 {
        #expect(position[input] < position[output], "\(name): \(input) to \(output)")
      }
    }
    // Wide enough layers leave no predecessor out.
    if hidden.allSatisfy({ $0 >= inputs }) {
      #expect(paths.joined().count { $0 > 0 } == inputs * (inputs - 1) / 2)
    }
  }

  @Test("--degrees gives each unit's, and the masks follow from them", arguments: subjects)
  func degrees(name: String, arguments: [String], inputs: Int, hidden: [Int]) {
    let lines = table(arguments + ["--degrees"])
    #expect(lines.first == ["layer", "unit", "degree"])
    var degrees = hidden.map { _ in [Int]() }
    for line in lines.dropFirst().map({ $0.compactMap { Int($0) } }) {
      degrees[line[0] - 1].append(line[2])
      #expect(line[1] == degrees[line[0] - 1].count)
      #expect((1...max(inputs - 1, 1)).contains(line[2]) || inputs == 1)
    }
    #expect(degrees.map(\.count) == hidden)
    guard hidden.count > 1 else { return }
    let second = table(arguments + ["--layer", "2"]).map { $0.map { $0 == "1" } }
    let expected = degrees[1].map { above in degrees[0].map { above >= $0 } }
    #expect(second == expected)
  }

  @Test("a bitmap holds the same mask as the text", arguments: subjects)
  func bitmap(name: String, arguments: [String], inputs: Int, hidden: [Int]) {
    let rows = table(arguments + ["--layer", "1"])
    let outcome = run("made-masks", arguments + ["--layer", "1", "--format", "pbm"])
    let bytes = expectSilentSuccess(outcome)
    let head = Data("P4\n\(inputs) \(hidden[0])\n".utf8)
    #expect(bytes.starts(with: head))
    let stride = (inputs + 7) / 8
    let pixels = Array(bytes.dropFirst(head.count))
    #expect(pixels.count == stride * hidden[0])
    for (unit, row) in rows.enumerated() {
      let bits = (0..<inputs).map { pixels[unit * stride + $0 / 8] >> (7 - UInt8($0 % 8)) & 1 }
      #expect(bits.map(String.init) == row)
    }
  }

  @Test("the summary counts the connections of every layer")
  func summary() {
    let lines = table(Self.shape, separator: ",")
    #expect(lines.first == ["mask", "from", "to", "units_below", "units", "connections", "share"])
    #expect(lines.dropFirst().map { Array($0[3...4]) } == [["6", "9"], ["9", "7"], ["7", "6"]])
    for (layer, line) in lines.dropFirst().enumerated() {
      let ones = table(Self.shape + ["--layer", "\(layer + 1)"]).joined().count { $0 == "1" }
      #expect(line[5] == "\(ones)")
    }
    #expect(table(Self.shape + ["--format", "tsv"], separator: "\t") == lines)
  }

  @Test("--ordering adds the names that the model has")
  func names() {
    let named = table(["-m", Shared.model, "--ordering"])
    #expect(named.first == ["position", "column", "name"])
    #expect(named.dropFirst().allSatisfy { $0[2] == "c" + $0[1] })
    #expect(table(["-m", Shared.bareModel, "--ordering"]).first == ["position", "column"])
  }

  @Test("--info prints the model's header")
  func info() {
    let outcome = run("made-masks", ["-m", Shared.fourMasks, "--info"])
    expectSilentSuccess(outcome)
    for line in ["inputs 12", "column binary c7", "hidden 24", "masks 4", "records 1800"] {
      #expect(outcome.lines.contains(line), "\(line) in \(outcome)")
    }
  }

  @Test("a shape's seed chooses its mask")
  func seeds() {
    func mask(_ seed: String) -> [[String]] {
      table(["--inputs", "20", "--hidden", "30", "--seed", seed, "--layer", "1"])
    }
    #expect(mask("1") == mask("1"))
    #expect(mask("1") != mask("2"))
    #expect(mask("1") == table(["--inputs", "20", "--hidden", "30", "--layer", "1"]))
  }

  @Test(
    "a mask or layer that is not there is named with what is",
    arguments: [
      (["--mask", "5", "--ordering"], "1 to 4, not 5"), (["--mask", "0", "--degrees"], "not 0"),
      (["--mask", "-1", "--degrees"], "--mask"), (["--layer", "3"], "1 to 2, not 3"),
      (["--layer", "0"], "1 to 2, not 0"),
    ])
  func outOfRange(arguments: [String], words: String) {
    let outcome = run("made-masks", ["-m", Shared.fourMasks] + arguments)
    expectFailure(
      outcome, of: "made-masks", status: arguments.contains("-1") ? 64 : 65, saying: [words],
      output: "")
  }
}
