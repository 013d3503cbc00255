// Which options were given, and what to type to give them again.
//
// An option stands once, in its declaration, and a group of options is a type. So options are never
// listed: a rule such as "--initial takes no option of the network" asks the group.

import ArgumentParser

/// An option that was given.
package struct GivenOption: Hashable, Sendable {
  /// As messages name it: `--hidden`, or `--no-direct` for a flag that was turned off.
  package let name: String
  /// As it is typed: `--hidden 500,500`.
  package let words: [String]
}

extension ParsableArguments {
  /// The options of this group, and of the groups in it, that were given, in the order of their declarations.
  ///
  /// One with a default counts if it differs from that; operands are no options. A property gives its option
  /// the name, `inputDropout` is `--input-dropout`: one with another name would be misnamed here.
  package var givenOptions: [GivenOption] {
    let defaults = Set(Self.defaults.setOptions)
    return setOptions.filter { !defaults.contains($0) }
  }

  /// The group as it is when none of its options is given; `validate()` must not ask it of its own group.
  package static var defaults: Self {
    guard let defaults = try? parse([]) else { preconditionFailure("\(Self.self) needs options") }
    return defaults
  }

  /// All options that have a value, be it the default.
  fileprivate var setOptions: [GivenOption] {
    Mirror(reflecting: self).children.flatMap { property in
      (property.value as? any OptionDeclaration)?.options(property.label ?? "") ?? []
    }
  }
}

/// What the parser's property wrappers declare: one option, or the options of a group.
private protocol OptionDeclaration {
  /// The options that have a value; `property` is where the wrapper is stored, as in `_inputDropout`.
  func options(_ property: String) -> [GivenOption]
}

extension Option: OptionDeclaration {
  fileprivate func options(_ property: String) -> [GivenOption] {
    let values =
      wrappedValue as? [any ExpressibleByArgument]
      ?? (wrappedValue as? any ExpressibleByArgument).map { [$0] } ?? []
    if values.isEmpty { return [] }
    let name = optionName(property)
    return [GivenOption(name: name, words: values.flatMap { words(name, $0) })]
  }

  /// A value that begins with a dash would be taken for an option, were it a word of its own.
  private func words(_ name: String, _ value: any ExpressibleByArgument) -> [String] {
    let text = value.defaultValueDescription
    return text.hasPrefix("-") && text != "-" ? ["\(name)=\(text)"] : [name, text]
  }
}

extension Flag: OptionDeclaration {
  fileprivate func options(_ property: String) -> [GivenOption] {
    guard let isOn = wrappedValue as? Bool else { return [] }
    let name = isOn ? optionName(property) : optionName("_no" + property)
    return [GivenOption(name: name, words: [name])]
  }
}

extension OptionGroup: OptionDeclaration {
  fileprivate func options(_ property: String) -> [GivenOption] { wrappedValue.setOptions }
}

/// `--input-dropout` for `_inputDropout`.
private func optionName(_ property: String) -> String {
  let words = property.map { $0.isUppercase ? "-" + $0.lowercased() : $0 == "_" ? "-" : String($0) }
  return "-" + words.joined()
}
