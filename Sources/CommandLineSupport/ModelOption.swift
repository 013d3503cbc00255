// Which model a tool works with.

import ArgumentParser
import MadeCore

/// The model, or models, that a tool works with.
package struct ModelOption: ParsableArguments {
  @Option(
    name: [.customShort("m", allowingJoined: true), .long],
    parsing: .singleValue,
    help: ArgumentHelp("A model, as made-fit wrote it; - is standard input.", valueName: "model"),
    completion: .file(extensions: ["made"]))
  private var model: [String] = []

  /// Where the models are, in the order in which they were named.
  package var paths: [String] { model }

  package init() {}

  /// Reads the only model.
  package func load() throws -> Flow {
    if paths.count > 1 {
      throw ToolFailure.usage(
        "only one model can be given with -m; made-score and made-sample take mixtures", hint: nil)
    }
    return try loadAll()[0]
  }

  /// Reads all models, at least one, and checks that they belong together.
  ///
  /// - Parameter data: the data files, to refuse two readers of standard input.
  package func loadAll(data: [String]? = nil) throws -> [Flow] {
    guard !paths.isEmpty else {
      throw ToolFailure.usage(
        "no model: name one with -m", hint: "made-fit makes one: made-fit train.csv > model.made")
    }
    let isDataPiped = data.map { $0.isEmpty || $0.contains("-") } ?? false
    let piped = paths.filter { $0 == "-" }.count
    if piped > 1 {
      throw ToolFailure.twoPipedModels(hint: "name a file, or use -m <(COMMAND)")
    }
    if piped == 1 && isDataPiped {
      throw ToolFailure.usage(
        "standard input cannot be both model and data",
        hint: "name a file for one of them, or use -m <(COMMAND)")
    }
    let loaded = try paths.map { try loadFlow(path: $0) }
    for (path, model) in zip(paths, loaded) where !model.hasSameColumns(as: loaded[0]) {
      throw ToolFailure.data(
        "\(sourceName(path)): not a model of the same columns as \(sourceName(paths[0]))",
        hint: "made-masks -m MODEL --info shows the columns of each")
    }
    return loaded
  }
}

/// Reads a model from a path, which has no transforms before its network; errors name it.
package func loadModel(path: String) throws -> MadeModel {
  try load(path) { try MadeModel.read(from: $0) }
}

/// The same with any number of transforms.
package func loadFlow(path: String) throws -> Flow { try load(path) { try Flow.read(from: $0) } }

private func load<Model>(_ path: String, _ read: (FileSource) throws -> Model) throws -> Model {
  let source = try FileSource.open(path)
  do {
    return try read(source)
  } catch let error as ModelFileError {
    throw ToolFailure.model(source: source.name, error)
  }
}
