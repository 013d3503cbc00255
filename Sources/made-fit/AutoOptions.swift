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

/// The search for a good configuration.
struct AutoOptions: ParsableArguments {
  @Flag(
    name: .customLong("auto"), help: "Search for the network and training that validate best.")
  var isOn = false
  @Option(
    help: ArgumentHelp(
      "Limit of --auto: 90s, 10m, 2h, 400e (default: 10m).", valueName: "b"))
  var budget: Budget?

  mutating func validate() throws {
    if budget != nil && !isOn { throw ValidationError("--budget goes with --auto") }
  }

  /// Searches, telling of each candidate, and prints the command that makes the chosen model.
  func search(_ plan: FitPlan, isQuiet: Bool) throws -> MadeModel {
    let progress = ProgressLine(isQuiet: isQuiet)
    let isBinary = plan.data.schema.isBinary
    func words(_ candidate: Candidate) -> String {
      let arguments = candidate.arguments(isBinary: isBinary)
      return arguments.isEmpty ? "(defaults)" : arguments.joined(separator: " ")
    }
    let search = Search(
      architecture: plan.architecture, schedule: plan.schedule, options: plan.options,
      training: plan.data.training, validation: plan.data.validation,
      budget: budget?.value ?? .seconds(600),
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
    progress.note(
      Self.command(
        CommandLine.arguments,
        chosen: result.candidate.arguments(isBinary: isBinary) + ["--epochs", "\(result.epochs)"]))
    return result.model
  }

  /// The command line that was given, with what was chosen in the place of `--auto`.
  static func command(_ given: [String], chosen: [String]) -> String {
    var rest: [String] = []
    var arguments = given.dropFirst()[...]
    while let argument = arguments.popFirst() {
      switch argument {
      case "--auto": continue
      case "--budget": arguments = arguments.dropFirst()
      case "--":
        rest += [argument] + arguments
        arguments = []
      default: if !argument.hasPrefix("--budget=") { rest.append(argument) }
      }
    }
    return (["made-fit"] + chosen + rest).map(quotedForShell).joined(separator: " ")
  }
}

extension Candidate {
  /// The options that say what differs from the defaults.
  ///
  /// - Parameter isBinary: whether all columns are 0/1, on which the default of `--direct` depends.
  fileprivate func arguments(isBinary: Bool) -> [String] {
    let plain = Candidate()
    var words: [String] = []
    if hidden != plain.hidden {
      words += ["--hidden", hidden.map(String.init).joined(separator: ",")]
    }
    if residual { words.append("--residual") }
    if direct != isBinary { words.append(direct ? "--direct" : "--no-direct") }
    switch masks {
    case .cycle(let count): if masks != plain.masks { words += ["--masks", "\(count)"] }
    case .endless:
      words += ["--masks", "endless", "--evaluate-masks", "\(Candidate.endlessEnsemble)"]
    }
    if dropout != plain.dropout { words += ["--dropout", "\(dropout)"] }
    if inputDropout != plain.inputDropout { words += ["--input-dropout", "\(inputDropout)"] }
    if learningRate != plain.learningRate { words += ["--learning-rate", "\(learningRate)"] }
    if average != plain.average { words += ["--average", "\(average)"] }
    if batchSize != plain.batchSize { words += ["--batch-size", "\(batchSize)"] }
    return words
  }
}
