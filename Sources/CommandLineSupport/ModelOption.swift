// Which model a tool works with.

import ArgumentParser
import MadeCore

/// The one model that a tool works with.
public struct ModelOption: ParsableArguments {
  @Option(
    name: [.customShort("m", allowingJoined: true), .long],
    help: ArgumentHelp("The model, as made-fit wrote it; - is standard input.", valueName: "model"),
    completion: .file(extensions: ["made"]))
  public var model: String?

  public init() {}

  /// Reads the model.
  ///
  /// - Parameter data: the data files, to refuse two readers of standard input.
  public func load(data: [String]? = nil) throws -> MadeModel {
    guard let model else { throw ToolFailure.usage("no model: name one with -m", hint: nil) }
    if model == "-", let data, data.isEmpty || data.contains("-") {
      throw ToolFailure.usage("standard input cannot be both model and data", hint: nil)
    }
    return try loadModel(path: model)
  }
}

/// Reads a model from a path; errors name it.
public func loadModel(path: String) throws -> MadeModel {
  let source = try FileSource.open(path)
  do {
    return try MadeModel.read(from: source)
  } catch let error as ModelFileError {
    throw ToolFailure.model(source: source.name, error)
  }
}
