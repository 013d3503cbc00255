// `--auto`: let the validation records choose the configuration.

import ArgumentParser
import CommandLineSupport
import MadeCore

/// What a search may spend: `90s`, `10m`, `2h`, or `400e` for epochs.
struct Budget: ExpressibleByArgument {
  let value: SearchBudget

  init?(argument: String) {
    guard let unit = argument.last, let number = Double(argument.dropLast()), number > 0,
      number <= 1e9
    else { return nil }
    switch unit {
    case "s": value = .seconds(number)
    case "m": value = .seconds(number * 60)
    case "h": value = .seconds(number * 3600)
    case "e":
      guard let epochs = Int(exactly: number) else { return nil }
      value = .epochs(epochs)
    default: return nil
    }
  }
}

/// Whether to search for a good configuration, and for how long.
struct AutoOptions: ParsableArguments {
  @Flag(help: "Search for network and training that validate best.")
  private var auto = false
  @Option(
    help: ArgumentHelp(
      "Limit of --auto: 90s, 10m, 2h, 400e (default: 10m).", valueName: "b"))
  private var budget: Budget?

  mutating func validate() throws {
    if budget != nil && !auto { throw ValidationError("--budget goes with --auto") }
  }

  var isOn: Bool { auto }

  /// What the search may spend.
  var limit: SearchBudget { budget?.value ?? .seconds(600) }
}

extension MadeFit {
  /// Searches, reports on each candidate, and prints the command that makes the chosen model again.
  func searched(_ plan: FitPlan) throws -> Flow {
    let progress = ProgressLine(isQuiet: common.quiet)
    func words(_ candidate: Candidate) -> String {
      let words = candidate.options(unlike: plan.plain).flatMap(\.words)
      return words.isEmpty ? "(defaults)" : words.joined(separator: " ")
    }
    let search = Search(
      architecture: plan.architecture, schedule: plan.schedule, options: plan.options,
      training: plan.data.training, validation: plan.data.validation, plain: plan.plain,
      flows: !network.maskWeights && !isFinishing, budget: auto.limit,
      observe: { event in
        switch event {
        case .round(let candidates):
          progress.note("\(candidates) candidate\(candidates == 1 ? "" : "s")")
        case .training(let candidate, let state):
          progress.showOnTerminal(state, of: words(candidate))
        case .tried(let candidate, let epochs, let value):
          let result = value.map { "valid \(fixedPoint($0, digits: 3))" } ?? "given up"
          progress.note("  \(result)  epochs \(epochs)  \(words(candidate))")
        }
      },
      shouldStop: { Interrupt.signal != nil })
    let result: SearchResult
    do {
      result = try search.run(schema: plan.data.schema)
    } catch {
      progress.end()
      if let signal = Interrupt.signal {
        Interrupt.removeUnfinishedFiles()
        Interrupt.die(by: signal)
      }
      throw error
    }
    let chosen = result.candidate.options(unlike: plan.plain, epochs: result.epochs)
    // Rules were looked for, which with --flow is not done by itself.
    let findsRules = result.model.count > 0 && typing.rules == nil
    progress.note(
      command(choosing: chosen + (findsRules ? TypingOptions.findingRules : [])))
    return result.model
  }

  /// The command line that was given, with what was chosen in place of `--auto`.
  private func command(choosing chosen: [GivenOption]) -> String {
    let search = Set(auto.givenOptions)
    let options = chosen + givenOptions.filter { !search.contains($0) }
    let files = input.files
    let end = files.contains { $0.hasPrefix("-") && $0 != "-" } ? ["--"] : []
    return (["made-fit"] + options.flatMap(\.words) + end + files).map(quotedForShell)
      .joined(separator: " ")
  }
}
