// The proof that man/made-model.5 is complete: a reader in Python that was written from it alone.

import Foundation
import Testing

@Suite("The Python reader")
struct PythonReaderTests {
  static let hasNumpy = shell("python3 -c 'import numpy'", in: Workshop()).isSuccess

  @Test(
    "agrees with made-score within 1e-4",
    .enabled(if: hasNumpy, "needs python3 with numpy"),
    arguments: [
      [], ["--hidden", "20,15", "--activation", "tanh"],
      ["--no-direct", "--activation", "sigmoid"],
      ["--masks", "3", "--mask-weights", "--activation", "softplus", "--hidden", "9,8,7"],
      ["--masks", "endless", "--evaluate-masks", "4", "--mask-weights", "--hidden", "11,13"],
      ["--masks", "4", "--resample", "connectivity", "--activation", "softsign"],
      ["--residual", "--hidden", "9,9,9", "--activation", "tanh", "--learning-rate", "0.01"],
      [
        "--residual", "--hidden", "12,12,12,12,12", "--masks", "3", "--mask-weights",
        "--learning-rate", "0.01",
      ],
      ["--precision", "f16"], ["--precision", "bf16", "--hidden", "500"],
    ])
  func agrees(options: [String]) throws {
    try agrees(options, rows: Shared.table.csv, records: Shared.table.bare.csv)
  }

  @Test(
    "agrees with made-score where numbers have densities",
    .enabled(if: hasNumpy, "needs python3 with numpy"),
    arguments: [
      [], ["--direct"], ["--hidden", "9,7", "--activation", "tanh"],
      ["--hidden", "9,7", "--direct", "--masks", "3", "--mask-weights"],
      ["--hidden", "12", "--direct", "--masks", "endless", "--evaluate-masks", "3"],
      ["--hidden", "8,8,8", "--residual", "--direct", "--masks", "2", "--learning-rate", "0.01"],
      ["--precision", "bf16"], ["--flow", "1"],
      ["--flow", "2", "--flow-step", "spline", "--learning-rate", "0.02"],
      ["--flow", "2", "--flow-direction", "iaf", "--learning-rate", "0.02"],
      [
        "--flow", "2", "--flow-direction", "iaf", "--flow-step", "spline", "--learning-rate",
        "0.02", "--hidden", "9,7",
      ],
      ["--flow", "3", "--hidden", "9,7", "--direct", "--activation", "tanh", "--precision", "f16"],
    ])
  func agreesOnDensities(options: [String]) throws {
    try agrees(
      ["--hidden", "15"].filter { _ in !options.contains("--hidden") } + DensityTable.kinds
        + options,
      rows: DensityTable.header + DensityTable.rows, records: DensityTable.rows + DensityTable.far)
  }

  @Test(
    "agrees with made-score where numbers are clusters",
    .enabled(if: hasNumpy, "needs python3 with numpy"), arguments: [[], ["--flow", "2"]])
  func agreesOnClusters(options: [String]) throws {
    let rows = (0..<1200).map { row in
      let (far, spread) = (row % 7 < 3, row * 37 % 101)
      return "\(far ? 9000 + 3 * spread : spread).\(row % 10),\(far ? "b" : "a")\n"
    }.joined()
    let fitted = run("made-fit", ["--quiet", "--epochs", "1"] + options, input: "v,w\n" + rows)
    #expect(fitted.output.range(of: Data("\ncenters ".utf8)) != nil)
    try agrees(
      ["--hidden", "15"] + options, rows: "v,w\n" + rows,
      records: rows + "4000.0,a\n-1e9,b\n1e14,a\n")
  }

  private func agrees(_ options: [String], rows: String, records: String) throws {
    let place = Workshop()
    let fitted = run("made-fit", ["--quiet", "--epochs", "3"] + options, input: rows)
    let model = place.write("m.made", fitted.output)
    // The model has names; without a header in the records columns go by position.
    let data = place.write("rows.csv", records)
    let ours = numbers(run("made-score", ["-m", model, data]).output)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("read_model.py").path
    let theirs = numbers(shell("python3 '\(script)' '\(model)' < '\(data)'", in: place).output)
    #expect(ours.count > 1000 && ours.count == theirs.count, "\(options)")
    for (a, b) in zip(ours, theirs) {
      #expect(abs(a - b) <= 1e-4 * abs(b), "\(options): \(a), in Python \(b)")
    }
  }

  private func numbers(_ output: some Sequence<UInt8>) -> [Double] {
    String(decoding: Array(output), as: UTF8.self).split(separator: "\n").compactMap { Double($0) }
  }
}
