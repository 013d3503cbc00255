import Foundation
import Testing

/// Where the public data sets are.
private let dataDirectory =
  ProcessInfo.processInfo.environment["MADE_DATA"]
  ?? FileManager.default.currentDirectoryPath + "/../shared/data"

private func has(_ path: String) -> Bool {
  FileManager.default.isReadableFile(atPath: dataDirectory + "/" + path)
}

@Suite("Public data sets")
struct RealDataTests {
  @Test(
    "NLTCS is learnt to within a tenth of a nat of the literature's -6.0 in seconds",
    .enabled(if: has("nltcs/train.csv.gz"), "no data: set MADE_DATA to their directory"))
  func nltcs() {
    let place = Workshop()
    let data = dataDirectory + "/nltcs"
    let model = place.path + "/m"
    let fit = run(
      "made-fit",
      [
        "-q", "--valid", data + "/valid.csv.gz", "--hidden", "100", "--epochs", "12",
        "--learning-rate", "0.003", "-o", model, data + "/train.csv.gz",
      ])
    expectSilentSuccess(fit)
    let summary = run("made-score", ["-m", model, "--summary", data + "/test.csv.gz"])
    expectSilentSuccess(summary)
    let fields = (summary.lines.last ?? "").split(separator: ",").compactMap { Double($0) }
    #expect(fields.count == 3 && fields[0] == 3236)
    #expect(abs(fields[1] + 6.05) < 0.1, "\(summary)")
  }

  @Test(
    "MNIST scores alike as gzip'd text and as gzip'd IDX, cut or whole",
    .enabled(
      if: has("binarized_mnist/test-images-idx3-ubyte.gz"),
      "no data: set MADE_DATA to their directory"))
  func mnist() {
    let place = Workshop()
    let data = dataDirectory + "/binarized_mnist"
    let script = """
      zcat '\(data)/test.csv.gz' > rows.csv &&
      head -300 rows.csv | made-fit -q --hidden 20 --masks 1 --epochs 1 -o m &&
      made-score -m m '\(data)/test.csv.gz' > text &&
      made-score -m m '\(data)/test-images-idx3-ubyte.gz' > idx &&
      split -n l/7 --filter='made-score -m m -j1' rows.csv > parts &&
      cmp text idx && cmp text parts && wc -l < text
      """
    let outcome = shell(script, in: place)
    #expect(String(decoding: expectSilentSuccess(outcome), as: UTF8.self) == "10000\n")
  }
}
