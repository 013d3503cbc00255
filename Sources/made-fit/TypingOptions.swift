// What columns are: told by options, or found out.

import ArgumentParser
import CommandLineSupport
import MadeCore

/// `NAME=KIND`.
struct TypeRule: ExpressibleByArgument {
  let rule: Typing.Rule

  init?(argument: String) {
    // A name may hold the sign, a kind does not.
    guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex,
      let form = ColumnForm(word: String(argument[argument.index(after: sign)...]))
    else { return nil }
    rule = Typing.Rule(column: String(argument[..<sign]), form: form)
  }
}

/// The kinds of columns, as far as they are told.
struct TypingOptions: ParsableArguments {
  @Option(
    name: .customLong("type"),
    help: ArgumentHelp(
      "NAME is binary, categorical, integer, real or drop.",
      valueName: "name=kind"))
  var rules: [TypeRule] = []
  @Option(
    help: ArgumentHelp("Kinds of columns, as --dry-run prints them.", valueName: "file"),
    completion: .file())
  var types: String?

  /// The first of the options that is given.
  var given: String? { types != nil ? "--types" : rules.isEmpty ? nil : "--type" }

  /// The rules, those of single columns last.
  func typing() throws -> Typing {
    var typing = Typing()
    if let types { typing.rules = try TypesFile.read(path: types) }
    typing.rules += rules.map(\.rule)
    return typing
  }
}
