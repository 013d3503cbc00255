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
      _ = try MadeModel(fileBytes: seed)
      #expect(probe.run(seed) == nil)
    }
  }

  @Test("whatever was found once is harmless now", arguments: Probe.all)
  func finds(probe: Probe) throws {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Fuzz/Finds/\(probe.name)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    for name in names.sorted() {
      let bytes = try Data(contentsOf: directory.appendingPathComponent(name))
      #expect(probe.run([UInt8](bytes)) == nil, "\(probe): \(name)")
    }
  }
}
