// Grey images: from IDX to a model of numbers, and back to bytes and pictures.

import Foundation
import Testing

@Suite("Grey images")
struct GreyImageTests {
  /// 200 images of 2 x 3 bytes: a gradient from left to right that begins somewhere.
  static let images: Data = {
    var data = Data([0, 0, 8, 3, 0, 0, 0, 200, 0, 0, 0, 2, 0, 0, 0, 3])
    for image in 0..<200 {
      let start = image * 37 % 120
      for pixel in 0..<6 { data.append(UInt8(start + pixel % 3 * 60 + image % 5)) }
    }
    return data
  }()

  private static let place = Workshop()
  private static let model: String = {
    place.write("images.idx", images)
    let outcome = shell(
      "made-fit -q --hidden 16 --epochs 40 --type pixel=bins -o m images.idx", in: place)
    if !outcome.isSuccess { print("the model of images was not fitted: \(outcome)") }
    return place.path + "/m"
  }()

  @Test("are scored as the same numbers in text, and drawn as bytes that score as well")
  func bytes() {
    let model = Self.model
    let text = (0..<200).map { image in
      Self.images[(16 + 6 * image)..<(22 + 6 * image)].map(String.init).joined(separator: ",")
        + "\n"
    }.joined()
    let scores = run("made-score", ["-m", model], input: Self.images)
    expectSilentSuccess(scores)
    #expect(scores.lines.count == 200)
    #expect(scores.output == run("made-score", ["-m", model], input: text).output)
    #expect(
      scores.output
        == run("made-score", ["-m", model, "-j", "3"], input: Shared.gzip(Self.images)).output)
    let draw = ["-m", model, "-n", "100", "--seed", "4"]
    let idx = expectSilentSuccess(run("made-sample", draw + ["--format", "idx"]))
    #expect(idx.prefix(16) == Data([0, 0, 8, 3, 0, 0, 0, 100, 0, 0, 0, 2, 0, 0, 0, 3]))
    let csv = run("made-sample", draw)
    let numbers = csv.lines.map { $0.split(separator: ",").compactMap { UInt8($0) } }
    #expect(Data(numbers.joined()) == idx.dropFirst(16))
    // Pixels of a row get brighter, as in the data.
    #expect(numbers.count { $0[0] < $0[1] && $0[1] < $0[2] } > 80)
    let again = run("made-score", ["-m", model, "--summary"], input: idx)
    let mean = again.lines.last.flatMap { Double($0.split(separator: ",")[1]) }
    #expect((mean ?? -99) > -30, "\(again)")
  }

  @Test("are bytes under densities, too", .enabled(if: PNG.hasDecoder))
  func densities() {
    let place = Workshop()
    place.write("images.idx", Self.images)
    expectSilentSuccess(
      shell(
        "made-fit -q --hidden 16 --epochs 30 --type pixel=real -o m images.idx", in: place))
    let draw = ["-m", place.path + "/m", "-n", "40", "--seed", "4"]
    let rows = run("made-sample", draw).lines.map {
      $0.split(separator: ",").compactMap { Int($0) }
    }
    #expect(rows.count == 40 && rows.allSatisfy { $0.count == 6 })
    // Within the range of the training records, and not all at its ends.
    #expect(Set(rows.joined()).count > 60 && rows.joined().allSatisfy { (0...244).contains($0) })
    let idx = expectSilentSuccess(run("made-sample", draw + ["--format", "idx"]))
    #expect(idx.prefix(16) == Data([0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 3]))
    #expect(idx.dropFirst(16).map { Int($0) } == Array(rows.joined()))
    let png = run("made-sample", draw + ["--format", "png"])
    #expect(
      PNG.tiles(PNG.levels(expectSilentSuccess(png)), width: 3, height: 2).prefix(40) == rows[...])
    let text = rows.map { $0.map(String.init).joined(separator: ",") + "\n" }.joined()
    let scores = run("made-score", ["-m", place.path + "/m"], input: idx)
    expectSilentSuccess(scores)
    #expect(scores.output == run("made-score", ["-m", place.path + "/m"], input: text).output)
    // A condition lets text have numbers that are no bytes.
    let bright = ["-q", "--where", "1>=250", "--format"]
    let cut = expectSilentSuccess(run("made-sample", draw + bright + ["idx"])).dropFirst(16)
    #expect(stride(from: cut.startIndex, to: cut.endIndex, by: 6).allSatisfy { cut[$0] >= 250 })
    let ends = stride(from: cut.startIndex, to: cut.endIndex, by: 6).count { cut[$0] == 255 }
    #expect(ends < 20, "numbers beyond a byte were cut to one")
    let wide = expectSilentSuccess(run("made-sample", draw + bright + ["csv"]))
    #expect(
      String(decoding: wide, as: UTF8.self).split(separator: "\n").contains {
        ($0.split(separator: ",").first.flatMap { Int($0) } ?? 0) > 255
      })
    expectFailure(
      run("made-sample", draw + ["--where", "1>255", "--format", "idx"]), of: "made-sample",
      status: 64, saying: ["no number on the grid of 1"], output: "")
  }

  @Test("become sheets of their own levels, and of means", .enabled(if: PNG.hasDecoder))
  func sheets() {
    let model = Self.model
    let draw = ["-m", model, "-n", "4", "--seed", "4"]
    let csv = run("made-sample", draw)
    let rows = csv.lines.map { $0.split(separator: ",").compactMap { Int($0) } }
    func tiles(_ options: [String]) -> [[Int]] {
      let png = run("made-sample", draw + ["--format", "png"] + options)
      return PNG.tiles(PNG.levels(expectSilentSuccess(png)), width: 3, height: 2)
    }
    #expect(tiles([]) == rows)
    let means = tiles(["--probabilities"])
    #expect(means != rows && means.allSatisfy { $0.allSatisfy { (0...255).contains($0) } })
    // The mean of a pixel is near what it was drawn as, most of the time.
    let near = zip(means.joined(), rows.joined()).count { abs($0 - $1) < 40 }
    #expect(near > 12, "\(means) \(rows)")
  }

  @Test("with holes are completed; what was known is dimmed", .enabled(if: PNG.hasDecoder))
  func completion() {
    let model = Self.model
    let picture = run(
      "made-sample",
      ["-m", model, "--given", "-", "--seed", "1", "--format", "png", "--no-header"],
      input: "0,60,120,,,\n")
    let sheet = PNG.levels(expectSilentSuccess(picture))
    // Of a known level the middle of its bin is shown.
    #expect((72...76).contains(sheet[1][1]), "\(sheet)")
    #expect(abs(sheet[1][2] - (72 + 60 * 112 / 255)) <= 4, "\(sheet)")
    let text = run(
      "made-sample", ["-m", model, "--given", "-", "--seed", "1", "--no-header"],
      input: "0,60,120,,,\n")
    let row = text.lines.first?.split(separator: ",").compactMap { Int($0) } ?? []
    #expect(row.count == 6 && Array(sheet[2][1...3]) == Array(row.suffix(3)))
  }
}
