// Names of columns, for shells to complete.

import ArgumentParser
import MadeCore

extension CompletionKind {
  /// The columns of the model on the command line; nothing before a model is named, or if it cannot be read.
  package static var modelColumns: CompletionKind {
    .custom { arguments, _, _ in
      guard let path = modelPath(in: arguments), path != "-", let model = try? loadModel(path: path)
      else { return [] }
      return model.schema.names ?? []
    }
  }

  /// The value of `-m` or `--model`, which may be joined to it.
  private static func modelPath(in arguments: [String]) -> String? {
    for (index, word) in arguments.enumerated() {
      if word == "-m" || word == "--model" {
        return index + 1 < arguments.count ? arguments[index + 1] : nil
      }
      if word.hasPrefix("--model=") { return String(word.dropFirst("--model=".count)) }
      if word.hasPrefix("-m") && !word.hasPrefix("--") { return String(word.dropFirst(2)) }
    }
    return nil
  }
}
