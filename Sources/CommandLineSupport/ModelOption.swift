// Which model a tool works with.

import ArgumentParser
import MadeCore

/// The one model that a tool works with.
package struct ModelOption: ParsableArguments {
  @Option(
    name: [.customShort("m", allowingJoined: true), .customLong("model")],
    parsing: .singleValue,
    help: ArgumentHelp("The model, as made-fit wrote it; - is standard input.", valueName: "model"),
    completion: .file(extensions: ["made"]))
  var models: [String] = []

  package init() {}

  package mutating func validate() throws {
    if models.count > 1 {
      throw ValidationError("only one model can be given with -m; mixtures are not there yet")
    }
  }

  /// The model's path, if one was given.
  package var model: String? { models.first }

  /// Reads the model.
  ///
  /// - Parameter data: the data files, to refuse two readers of standard input.
  package func load(data: [String]? = nil) throws -> MadeModel {
    guard let model else { throw ToolFailure.usage("no model: name one with -m", hint: nil) }
    if model == "-", let data, data.isEmpty || data.contains("-") {
      throw ToolFailure.usage("standard input cannot be both model and data", hint: nil)
    }
    return try loadModel(path: model)
  }
}

/// Reads a model from a path; errors name it.
package func loadModel(path: String) throws -> MadeModel {
  let source = try FileSource.open(path)
  do {
    return try MadeModel.read(from: source)
  } catch let error as ModelFileError {
    throw ToolFailure.model(source: source.name, error)
  }
}
