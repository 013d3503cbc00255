// Pictures from the tools, read by a decoder in Python.

import Foundation
import Testing

@Suite("Pictures from the tools")
struct PictureToolTests {
  private static let hasPython = PNG.hasDecoder

  private func rows(_ arguments: [String]) -> [[Double]] {
    run("made-sample", arguments + ["--no-header"]).lines.map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
  }

  @Test("a contact sheet shows the rows in their order", .enabled(if: hasPython))
  func sheet() {
    for (model, options) in [
      (Shared.model, []), (Shared.fourMasks, ["-j", "2"]), (Shared.model, ["--offset", "3"]),
    ] {
      let base = ["-m", model, "--seed", "7", "-n", "700"] + options
      let png = expectSilentSuccess(
        run("made-sample", base + ["--format", "png", "--shape", "4x3"]))
      let sheet = PNG.levels(png)
      // 700 places: 27 columns and 26 lines.
      #expect(sheet.count == 26 * 4 + 1 && sheet.first?.count == 27 * 5 + 1)
      guard !sheet.isEmpty else { continue }
      let tiles = PNG.tiles(sheet, width: 4, height: 3)
      #expect(tiles.prefix(700).map { $0 } == rows(base).map { $0.map { Int(255 * $0) } })
      #expect(tiles.dropFirst(700).allSatisfy { $0.allSatisfy { $0 == 128 } })
    }
  }

  @Test("probabilities are levels of grey; a grid says how many rows", .enabled(if: hasPython))
  func probabilities() {
    let base = ["-m", Shared.model, "--seed", "5", "--probabilities"]
    let png = expectSilentSuccess(
      run("made-sample", base + ["--format", "png", "--shape", "2x6", "--grid", "5x2"]))
    let tiles = PNG.tiles(PNG.levels(png), width: 2, height: 6)
    let expected = rows(base + ["-n", "10"]).map { $0.map { Int((255 * $0).rounded()) } }
    #expect(tiles.count == 10 && Set(tiles.joined()).count > 10)
    for (tile, row) in zip(tiles, expected) {
      #expect(zip(tile, row).allSatisfy { abs($0 - $1) <= 1 })
    }
  }

  @Test("the shape is that of the images, or a square; --shape goes first", .enabled(if: hasPython))
  func shapes() {
    let place = Workshop()
    var idx = Data([0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 2, 0, 0, 0, 8])
    for byte in 0..<960 { idx.append(UInt8(byte % 7 % 2)) }
    let images = expectSilentSuccess(
      run("made-fit", ["-q", "--epochs", "1", "--hidden", "4"], input: idx))
    let model = place.write("images", images)
    let squares = Shared.fit("squares.made", .chain(columns: 16, count: 100))
    for (model, options, width, height) in [
      (model, [], 8, 2), (model, ["--shape", "16x1"], 16, 1), (squares, [], 4, 4),
    ] {
      let outcome = run("made-sample", ["-m", model, "--format", "png"] + options)
      let sheet = PNG.levels(expectSilentSuccess(outcome))
      #expect(sheet.count == height + 2 && sheet.first?.count == width + 2, "\(options)")
    }
    let all = run(
      "made-sample", ["-m", squares, "--format", "png", "-o", place.path + "/sheet.png"])
    #expect(expectSilentSuccess(all).isEmpty && place.files == ["images", "sheet.png"])
  }

  @Test("a mask's picture is its bitmap; all of them stand side by side", .enabled(if: hasPython))
  func masks() {
    for layer in ["1", "2"] {
      let base = ["-m", Shared.fourMasks, "--mask", "3"]
      let text = run("made-masks", base + ["--layer", layer]).lines.map {
        $0.split(separator: ",").map { $0 == "1" ? 0 : 255 }
      }
      let png = run("made-masks", base + ["--layer", layer, "--format", "png"])
      #expect(PNG.levels(expectSilentSuccess(png)) == text)
    }
    // 12 columns, 24 units, direct connections.
    let first = expectSilentSuccess(run("made-masks", ["-m", Shared.fourMasks, "--format", "png"]))
    let all = PNG.levels(first)
    #expect(all.count == 24 + 4 && all.first?.count == 2 + 14 + 26 + 14)
    let counts = run("made-masks", ["-m", Shared.fourMasks]).lines.dropFirst().prefix(3)
      .compactMap { Int($0.split(separator: ",")[5]) }
    #expect(all.joined().count { $0 == 0 } == counts.reduce(0, +))
    let second = run("made-masks", ["-m", Shared.fourMasks, "--mask", "2", "--format", "png"])
    #expect(expectSilentSuccess(second) != first)
  }

  @Test("a full disk is noticed, a lost reader too", arguments: ["made-sample", "made-masks"])
  func noRoom(tool: String) {
    let place = Workshop()
    place.write("M", Shared.bytes(Shared.model))
    let options = "-m M --format png" + (tool == "made-sample" ? " --shape 4x3" : "")
    let full = shell("\(tool) \(options) > /dev/full", in: place)
    expectFailure(full, of: tool, status: 74, saying: ["standard output"])
    let missing = shell("\(tool) \(options) -o nowhere/x.png", in: place)
    expectFailure(missing, of: tool, status: 73, saying: ["nowhere/x.png"])
  }

  @Test("--curve draws what --log lists, to a file or a stream")
  func curve() {
    let place = Workshop()
    place.write("rows", Shared.table.csv)
    let fit = "made-fit -q --hidden 9 --epochs 6 rows"
    expectSilentSuccess(shell("\(fit) -o m --log log --curve c.svg", in: place))
    let log = String(decoding: place.read("log") ?? Data(), as: UTF8.self)
    let best = log.split(separator: "\n").last { $0.split(separator: ",")[3] == "1" }
    let picture = String(decoding: place.read("c.svg") ?? Data(), as: UTF8.self)
    #expect(picture.contains("best: epoch \(best?.prefix { $0 != "," } ?? "?"), "))
    #expect(picture.contains("12 columns") && picture.contains("9 relu"))
    #expect(place.files == ["c.svg", "log", "m", "rows"])
    let piped = shell("\(fit) -o m2 --curve -", in: place)
    #expect(String(decoding: expectSilentSuccess(piped), as: UTF8.self) == picture)
    // The picture makes no difference to the model, and a full disk costs only the picture.
    let full = shell("\(fit) -o m3 --curve /dev/full", in: place)
    expectFailure(full, of: "made-fit", status: 74, saying: ["/dev/full"])
    #expect(place.read("m2") == place.read("m") && place.read("m3") == place.read("m"))
    let diverged = shell("\(fit) --learning-rate 1e30 -o m --curve c.svg", in: place)
    expectFailure(diverged, of: "made-fit", status: 75)
    #expect(place.read("c.svg") == Data(picture.utf8))
    #expect(place.files == ["c.svg", "log", "m", "m2", "m3", "rows"])
  }
}
