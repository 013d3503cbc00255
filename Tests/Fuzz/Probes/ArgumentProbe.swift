// Command lines: words are taken or refused, and refused in one line.

import ArgumentParser
import CommandLineSupport

private struct Everything: ParsableArguments {
  @OptionGroup var common: CommonOptions
  @OptionGroup var input: InputArguments
  @OptionGroup var model: ModelOption
  @OptionGroup var output: OutputOption
  @Option var hidden: Widths?
}

/// The input is words, separated by line ends or NULs.
func probeArguments(_ bytes: [UInt8]) -> String? {
  let words = bytes.split(omittingEmptySubsequences: false) { $0 == 0 || $0 == 0x0A }
    .map { String(decoding: $0, as: UTF8.self) }
  do {
    let all = try Everything.parse(words)
    _ = (all.input.options, all.common.cpus, all.input.readsStandardInput)
  } catch {
    if Everything.fullMessage(for: error).isEmpty { return "refused without a word: \(words)" }
  }
  return nil
}
