// Options that several tools share, declared once.

import ArgumentParser
import MadeCore

/// Options of every tool.
package struct CommonOptions: ParsableArguments {
  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("Use N CPUs (default: all); results do not change.", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print nothing but errors on standard error.")
  package var quiet = false

  @Flag(name: .shortAndLong, help: .seldom("Say more on standard error."))
  package var verbose = false

  // Seen before anything is parsed; declared for the help, the completions and the manual pages.
  @Flag(help: .seldom("Show all options."))
  var helpAll = false

  package init() {}

  package mutating func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024")
    }
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
  }

  /// How many threads to use: more than four a CPU would only take memory.
  package var cpus: Int {
    let available = availableThreads()
    return min(threads ?? available, 4 * available)
  }
}

/// The words that stand for a missing cell.
package struct MissingOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Cells with one of these are missing, as empty ones.", valueName: "na,..."))
  var missing: String?

  package init() {}

  package mutating func validate() throws {
    if words.contains("") {
      throw ValidationError("--missing takes words, as in NA,? (an empty cell always is missing)")
    }
  }

  private var words: [Substring] {
    missing?.split(separator: ",", omittingEmptySubsequences: false) ?? []
  }

  /// Whether it is given.
  package var isGiven: Bool { missing != nil }

  /// The words, as bytes.
  package var tokens: [[UInt8]] { words.map(PathText.name) }
}

/// How many draws it takes to answer a question that has no exact answer.
package struct ParticlesOption: ParsableArguments {
  @Option(
    help: .seldom("Weighted draws to a row where it takes them (default: 128).", valueName: "n"))
  var particles: Int?

  package init() {}

  package mutating func validate() throws {
    if let particles, !(1...1 << 20).contains(particles) {
      throw ValidationError("--particles must be from 1 to \(1 << 20)")
    }
  }

  /// Whether it is given.
  package var isGiven: Bool { particles != nil }

  /// As many as were asked for, or the default.
  package var count: Int { particles ?? ConditionalSampler.defaultParticles }
}
