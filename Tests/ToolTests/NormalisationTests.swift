import Foundation
import Testing

@Suite("What made-score prints is a distribution")
struct NormalisationTests {
  static let table = Table.chain(columns: 10, count: 1000, seed: 2, hasNames: false)

  /// All 2^10 rows.
  static let everything = Table(
    names: nil, rows: (0..<1024).map { row in (0..<10).map { UInt8(row >> $0 & 1) } })

  static let shapes: [(String, [String])] = [
    ("one mask", []), ("no direct connections", ["--no-direct"]),
    ("natural ordering", ["--ordering", "natural"]), ("four masks", ["--masks", "4"]),
    ("four orderings", ["--masks", "4", "--resample", "ordering"]),
    ("four connectivities", ["--masks", "4", "--resample", "connectivity"]),
    ("endless masks", ["--masks", "endless", "--evaluate-masks", "6"]),
    ("two hidden layers", ["--hidden", "30,20", "--activation", "tanh"]),
    ("three hidden layers", ["--hidden", "20,5,20", "--activation", "softplus"]),
    ("mask weights", ["--hidden", "30,20", "--masks", "4", "--mask-weights"]),
    ("fewer units than columns", ["--hidden", "3"]), ("a single unit", ["--hidden", "1"]),
    ("half precision", ["--precision", "bf16", "--masks", "2"]),
    ("sigmoid and dropout", ["--activation", "sigmoid", "--dropout", "0.5"]),
    ("a high learning rate", ["--learning-rate", "0.5", "--holdout", "0"]),
  ]

  private static func model(_ name: String, _ options: [String]) -> String {
    Shared.fit("ten \(name).made", table, ["--epochs", "4"] + options)
  }

  private static func probabilities(_ model: String) -> [Double] {
    run("made-score", ["-m", model], input: everything.csv).lines.map { exp(Double($0) ?? .nan) }
  }

  @Test("probabilities of all rows sum to 1", arguments: shapes)
  func sum(name: String, options: [String]) {
    let all = Self.probabilities(Self.model(name, options))
    #expect(all.count == 1024)
    let sum = all.reduce(0, +)
    #expect(abs(sum - 1) < 1e-4, "\(name): \(sum)")
    // It has learnt something: the chain's rows are far from equally likely.
    #expect((all.max() ?? 0) > 4.0 / 1024)
  }

  @Test(
    "samples are as frequent as their scores say",
    arguments: [
      ("one mask to draw from", []), ("masks to draw from", ["--masks", "4"]),
      ("endless masks to draw from", ["--masks", "endless", "--evaluate-masks", "3"]),
    ])
  func frequencies(name: String, options: [String]) {
    let model = Self.model(name, options)
    let probabilities = Self.probabilities(model)
    let count = 20_000
    let drawn = run("made-sample", ["-m", model, "-n", "\(count)", "--seed", "11"])
    var frequencies = [Double](repeating: 0, count: 1024)
    for line in drawn.lines {
      let row = line.split(separator: ",").enumerated().reduce(0) {
        $0 | ($1.element == "1" ? 1 << $1.offset : 0)
      }
      frequencies[row] += 1
    }
    // Pearson's statistic over rows expected five times or more, the rest as one.
    let common = (0..<1024).filter { probabilities[$0] * Double(count) >= 5 }
    var statistic = 0.0
    var (restExpected, restFound) = (Double(count), Double(count))
    for row in common {
      let expected = probabilities[row] * Double(count)
      statistic += (frequencies[row] - expected) * (frequencies[row] - expected) / expected
      restExpected -= expected
      restFound -= frequencies[row]
    }
    statistic += (restFound - restExpected) * (restFound - restExpected) / max(restExpected, 5)
    // Five standard deviations of chi-square with that many degrees of freedom.
    let freedom = Double(common.count)
    #expect(common.count > 100)
    #expect(
      statistic < freedom + 5 * (2 * freedom).squareRoot(), "\(name): \(statistic) of \(freedom)")
  }

  @Test("units convert into each other")
  func units() {
    func scores(_ unit: String) -> [Double] {
      run("made-score", ["-m", Shared.model, "--unit", unit], input: Shared.table.bare.csv)
        .lines.compactMap { Double($0) }
    }
    let (nats, bits, dimension) = (scores("nats"), scores("bits"), scores("bits-per-dim"))
    #expect(nats.count == 2000 && bits.count == 2000 && dimension.count == 2000)
    #expect(zip(nats, bits).allSatisfy { abs($0 / log(2) - $1) < 1e-4 })
    #expect(zip(bits, dimension).allSatisfy { abs($0 / 12 - $1) < 1e-4 })
  }

  @Test("--summary is the mean of the scores and its standard error")
  func summary() {
    let scores = run("made-score", ["-m", Shared.endless], input: Shared.table.bare.csv)
      .lines.compactMap { Double($0) }
    let outcome = run("made-score", ["-m", Shared.endless, "--summary"], input: Shared.table.csv)
    expectSilentSuccess(outcome)
    #expect(outcome.lines.first == "rows,mean,standard_error")
    let fields = (outcome.lines.last ?? "").split(separator: ",").compactMap { Double($0) }
    let mean = scores.reduce(0, +) / 2000
    let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999
    #expect(outcome.lines.count == 2 && fields.count == 3 && fields[0] == 2000)
    #expect(abs(fields[1] - mean) < 1e-5)
    #expect(abs(fields[2] - (variance / 2000).squareRoot()) < 1e-5)
  }
}
