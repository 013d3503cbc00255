// The probes of Tests/Fuzz in the ordinary tests: some seconds of mutations, and all that was ever found.

import Foundation
import FuzzProbes
import MadeCore
import Testing

@Suite("Fuzzing")
struct FuzzTests {
  /// Mutations of each probe: some seconds in all.
  static let count = 6000

  @Test("thousands of mutations from a fixed seed trouble no probe", arguments: Probe.all)
  func mutations(probe: Probe) {
    let seeds = FuzzSeeds.of(probe)
    var mutator = Mutator(seed: 11)
    for seed in seeds { #expect(probe.run(seed) == nil, "\(probe): a seed") }
    for number in 0..<Self.count {
      let bytes = mutator.mutate(seeds)
      if let problem = probe.run(bytes) {
        Issue.record(
          "\(probe), mutation \(number), \(Data(bytes).base64EncodedString()): \(problem)")
      }
    }
  }

  @Test("well-formed models get as far as scoring, sampling and writing")
  func seedsAreGood() throws {
    let probe = try #require(Probe.named("model-fixed"))
    for seed in FuzzSeeds.of(probe) {
      _ = try Flow(fileBytes: seed)
      #expect(probe.run(seed) == nil)
    }
  }

  /// Probes that found something once, and how many files each has in its folder: a file that is lost, or a
  /// folder that is not where it was, must not pass for a find that is harmless.
  static let found = [("question", 9), ("table", 14), ("text", 1), ("model-fixed", 1)]

  private static let finds = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Fuzz/Finds")

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: Self.finds.appendingPathComponent(folder).path
    ).sorted()
  }

  @Test("what was found once is harmless now", arguments: found)
  func finds(name: String, count: Int) throws {
    let probe = try #require(Probe.named(name))
    let names = try names(in: name)
    #expect(names.count == count)
    for file in names {
      let bytes = try Data(contentsOf: Self.finds.appendingPathComponent("\(name)/\(file)"))
      #expect(probe.run([UInt8](bytes)) == nil, "\(probe): \(file)")
    }
  }

  @Test("every folder of finds is run")
  func folders() throws {
    #expect(try names(in: ".") == Self.found.map(\.0).sorted())
  }
}
