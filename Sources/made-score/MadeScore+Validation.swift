// Which options of made-score go together.

import ArgumentParser
import CommandLineSupport

extension MadeScore {
  mutating func validate() throws {
    if [perColumn, summary, fitWeights, append, passes].filter({ $0 }).count > 1 {
      throw ValidationError(
        "--per-column, --summary, --fit-weights, --append and --below or --above exclude each other"
      )
    }
    try refuseWithConditions()
    try refuseWithFiles()
    if perColumn || fitWeights, let question = questions.givenOptions.first?.name {
      throw ValidationError("\(question) does not go with --per-column or --fit-weights")
    }
    if questions.label != nil && (summary || passes || histogram) {
      throw ValidationError(
        "--label prints no scores for --summary, --below, --above or --histogram")
    }
    if questions.explain != nil && (summary || passes) {
      throw ValidationError("--explain prints lines of its own: no --summary, --below or --above")
    }
    if fitWeights && mixture.hasWeights {
      throw ValidationError("--fit-weights finds the weights: it takes no --mixture-weights")
    }
    if lineBuffered && (fitWeights || summary) {
      throw ValidationError("--fit-weights and --summary print once: they take no --line-buffered")
    }
    if unit == .density
      && (perColumn || fitWeights || !questions.givenOptions.isEmpty)
    {
      throw ValidationError(
        "--unit density is that of whole records: "
          + "no --per-column, --fit-weights, --marginal, --label or --explain")
    }
    if questions.label != nil && unit != .nats {
      throw ValidationError("--label prints probabilities, which have no --unit")
    }
    if histogram && fitWeights {
      throw ValidationError("--fit-weights makes no scores for a --histogram")
    }
    if histogram && perColumn {
      throw ValidationError("--per-column has no scores of whole records for a --histogram")
    }
    if histogram && common.quiet {
      throw ValidationError("--quiet and --histogram exclude each other")
    }
    try validatePValues()
    if [below, above].contains(where: { $0?.isNaN == true }) {
      throw ValidationError("--below and --above must be numbers")
    }
    if let masks, masks < 1 { throw ValidationError("--masks must be at least 1") }
  }

  private func validatePValues() throws {
    if let alarm, !(alarm > 0 && alarm <= 1) {
      throw ValidationError("--alarm must be above 0 and at most 1, such as 0.001")
    }
    guard asksPValues else { return }
    let option = alarm == nil ? "--unit p-value" : "--alarm"
    if perColumn || fitWeights || questions.marginal || questions.label != nil {
      throw ValidationError(
        "\(option) is about whole records: no --per-column, --fit-weights, --marginal or --label")
    }
    if alarm != nil && (summary || passes || histogram) {
      throw ValidationError("--alarm passes records: no --summary, --below, --above or --histogram")
    }
    if unit != .nats && unit != .pValue {
      throw ValidationError("--alarm goes by p-values, which have no --unit \(unit.rawValue)")
    }
  }

  /// What is asked of whole files goes with few options.
  private func refuseWithFiles() throws {
    guard files.compare || files.nearest != nil else { return }
    let option = files.compare ? "--compare" : "--nearest"
    if perColumn || fitWeights || alarm != nil || unit != .nats {
      throw ValidationError("\(option) takes no --per-column, --fit-weights, --alarm or --unit")
    }
    if let question = questions.givenOptions.first?.name {
      throw ValidationError("\(option) and \(question) ask different things")
    }
    guard files.compare else { return }
    if files.nearest != nil { throw ValidationError("--compare and --nearest exclude each other") }
    if summary || append || passes || histogram || lineBuffered {
      throw ValidationError(
        "--compare prints a table of its own: "
          + "no --summary, --append, --below, --above, --histogram or --line-buffered")
    }
    if input.files.count != 2 {
      throw ValidationError("--compare needs two files, not \(input.files.count)")
    }
  }

  /// Probabilities of conditions are no scores.
  private func refuseWithConditions() throws {
    guard questions.asksConditions else { return }
    if summary || passes || histogram || alarm != nil || unit != .nats {
      throw ValidationError(
        "--where prints probabilities: "
          + "no --summary, --below, --above, --alarm, --histogram or --unit")
    }
    if append && input.files.isEmpty {
      throw ValidationError(
        "--where without FILE reads no rows to --append to; - is standard input")
    }
  }
}
