// The kinds of columns, where they are not to be found out.

import ArgumentParser
import CommandLineSupport
import MadeCore

/// `NAME=KIND`.
struct TypeRule: ExpressibleByArgument {
  let rule: Typing.Rule

  init?(argument: String) {
    // A name may contain "=", a kind does not.
    guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex,
      let form = ColumnForm(word: String(argument[argument.index(after: sign)...]))
    else { return nil }
    rule = Typing.Rule(column: PathText.readable(String(argument[..<sign])), form: form)
  }

  var defaultValueDescription: String { "\(rule.column)=\(rule.form.word)" }
}

/// The kinds of columns, as far as they are given.
struct TypingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "binary, categorical, integer, real, density or drop.",
      valueName: "name=kind"))
  private var type: [TypeRule] = []
  @Option(
    help: .seldom("Kinds of columns, as --dry-run prints them.", valueName: "file"),
    completion: .file())
  var types: String?

  @Flag(
    inversion: .prefixedNo,
    help: .seldom("Keep rules that all records keep, such as a <= b, or not (default: keep)."))
  var rules: Bool?

  /// The option that says what is done by itself for a network alone.
  static var findingRules: [GivenOption] {
    var options = defaults
    options.rules = true
    return options.givenOptions
  }

  /// What columns are asked to be, single ones last.
  func typing(findsRules: Bool) throws -> Typing {
    var typing = Typing()
    if let types { typing.rules = try TypesFile.read(path: types) }
    typing.rules += type.map(\.rule)
    typing.findsRules = findsRules
    return typing
  }
}
