// Where the model goes, and in which precision.

import ArgumentParser
import CommandLineSupport
import MadeCore

extension Precision: ExpressibleByArgument {}

/// How the model is written.
struct ModelOutput: ParsableArguments {
  @Option(help: .seldom("f32, bf16 or f16 weights in the file.", valueName: "p"))
  private var precision = Precision.f32
  @Flag(name: .shortAndLong, help: .seldom("Write the model even to a terminal."))
  private var force = false
  @OptionGroup private var outputOption: OutputOption

  /// The file, nil for standard output.
  var path: String? { outputOption.output == "-" ? nil : outputOption.output }

  /// Stops when a terminal would show the model as if it were text.
  func refuseTerminal() throws {
    if path == nil && !force && isTerminal(1) {
      throw ToolFailure.usage(
        "a model is not for a terminal", hint: "redirect it, name a file with -o, or force it: -f")
    }
  }

  /// Writes the model in the precision asked for, or in f32 where that cannot hold it.
  func write(_ model: Flow, to output: Output) throws {
    var stored = precision
    if !model.fits(precision) {
      stored = .f32
      MadeFit.tell("a weight is too large for \(precision.rawValue): written as f32")
    }
    try output.write(model.fileBytes(precision: stored, tool: Version.text("made-fit")))
    try output.finish()
  }
}
