// One answer, whatever the threads, the way in, the portions of the bytes, and the processor.

import Foundation
import Testing

@Suite("The same bytes in every way")
struct DeterminismTests {
  /// Ways of bytes into a tool.
  enum Way: CustomStringConvertible, CaseIterable {
    case file, pipe, gzipFile, gzipPipe

    var isCompressed: Bool { self == .gzipFile || self == .gzipPipe }
    var isFile: Bool { self == .file || self == .gzipFile }
    var description: String {
      (isCompressed ? "gzip " : "") + (isFile ? "file" : "pipe")
    }
  }

  static let threads = [1, 2, 3, 8]
  /// Sizes of the writes that fill a pipe.
  static let portions = [1, 7, 4096, 1 << 16, 1 << 20]

  /// What a tool makes of the shared table, sent in portions of so many bytes.
  private func output(
    _ tool: String, _ arguments: [String], _ bytes: Data, portion: Int
  ) -> Data {
    let child = Child(buildDirectory + "/" + tool, arguments)
    var start = 0
    while start < bytes.count {
      child.send(bytes[start..<min(start + portion, bytes.count)])
      start += portion
    }
    return expectSilentSuccess(child.finish())
  }

  @Test("{1, 2, 3, 8 threads} x {file, pipe, gzip} x {portions of 1 byte to 1 MiB}: one answer")
  func matrix() {
    let place = Workshop()
    let plain = Data(Shared.table.csv.utf8)
    let gzip = Shared.gzip(plain)
    let files = [place.write("rows", plain), place.write("rows.gz", gzip)]
    let commands: [(tool: String, arguments: [String])] = [
      ("made-score", ["-m", Shared.model]), ("made-score", ["-m", Shared.fourMasks, "--append"]),
      ("made-fit", Shared.quick),
      ("made-fit", Shared.quick + ["--masks", "3", "--dropout", "0.3", "--batch-size", "33"]),
    ]
    for (tool, arguments) in commands {
      var answers: Set<Data> = []
      var count = 0
      for threads in Self.threads {
        for way in Way.allCases {
          let arguments = arguments + ["-j", "\(threads)"]
          if way.isFile {
            let file = files[way.isCompressed ? 1 : 0]
            answers.insert(expectSilentSuccess(run(tool, arguments + [file])))
            count += 1
            continue
          }
          for portion in Self.portions {
            let bytes = way.isCompressed ? gzip : plain
            answers.insert(output(tool, arguments, bytes, portion: portion))
            count += 1
          }
        }
      }
      #expect(count == 48 && answers.count == 1, "\(tool) \(arguments): \(answers.count) answers")
      #expect(answers.first.map { $0.count > 2000 } == true)
    }
  }

  @Test("a sampling run is one run on any threads, into any output, in any shards")
  func samples() {
    let place = Workshop()
    let (count, seed) = (1500, ["--seed", "9", "--no-header"])
    var random = Choices(seed: 3)
    for model in [Shared.model, Shared.fourMasks] {
      let whole = run("made-sample", ["-m", model, "-n", "\(count)", "-j", "1"] + seed).output
      for threads in Self.threads {
        let arguments = ["-m", model, "-j", "\(threads)"] + seed
        let file = place.path + "/out"
        let all = arguments + ["-n", "\(count)"]
        #expect(expectSilentSuccess(run("made-sample", all)) == whole)
        expectSilentSuccess(run("made-sample", all + ["-o", file]))
        #expect(place.read("out") == whole)
        let cuts = (0..<8).map { _ in Int.random(in: 0...count, using: &random) }.sorted()
        var parts = Data()
        for (start, end) in zip([0] + cuts, cuts + [count]) {
          parts += expectSilentSuccess(
            run("made-sample", arguments + ["-n", "\(end - start)", "--offset", "\(start)"]))
        }
        #expect(parts == whole, "\(threads) threads, cut at \(cuts)")
      }
    }
  }

  @Test("a file cut at 100 random places scores as the whole, its header in the first part")
  func hundredCuts() {
    var random = Choices(seed: 100)
    let lines = Shared.table.csv.split(separator: "\n").map { $0 + "\n" }
    let cuts = (0..<100).map { _ in Int.random(in: 1...lines.count, using: &random) }.sorted()
    var parts = Data()
    for (start, end) in zip([0] + cuts, cuts + [lines.count]) {
      let part = lines[start..<end].joined()
      parts += expectSilentSuccess(run("made-score", ["-m", Shared.model], input: part))
    }
    #expect(parts == run("made-score", ["-m", Shared.model], input: Shared.table.csv).output)
  }

  @Test("scores on other processors are within 4 units in the last place, most often equal")
  func processors() {
    func scores(_ variant: String, _ model: String) -> [Float] {
      let outcome = run(
        "made-score", ["-m", model], input: Data(Shared.table.bare.csv.utf8),
        environment: ["MADE_KERNELS": variant])
      expectSilentSuccess(outcome)
      return outcome.lines.compactMap { Float($0) }
    }
    for model in [Shared.model, Shared.fourMasks, Shared.endless] {
      let plain = scores("portable", model)
      #expect(plain.count == 2000)
      // Those that the processor lacks are ignored by the tool, and compare the fastest then.
      let others = ["avx2", "avx512", "avx512bf16"].map { scores($0, model) }
      // With a fused multiply-add all are equal.
      #if arch(x86_64)
        #expect(Set(others).count == 1)
      #endif
      let distances = zip(plain, others[0]).map {
        abs(Int64($0.bitPattern) - Int64($1.bitPattern))
      }
      #expect(distances.max().map { $0 <= 4 } == true, "\(distances.max() ?? -1) units")
      #expect(distances.filter { $0 == 0 }.count > 1000)
    }
  }
}
