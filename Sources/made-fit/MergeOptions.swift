// `--merge`: models in, their mean out, no records read.

import ArgumentParser
import CommandLineSupport
import MadeCore

/// Whether the files are models to be averaged and not records.
struct MergeOptions: ParsableArguments {
  @Flag(
    help: .seldom(
      "FILEs are models from one --initial model: write the mean of their parameters."))
  private var merge = false

  var isOn: Bool { merge }

  /// Reads the models, one after the other, and averages them.
  func mean(of paths: [String], tell: (String) -> Void) throws -> MadeModel {
    guard let first = paths.first else {
      throw ToolFailure.usage(
        "--merge averages models: name their files",
        hint: "made-fit --merge -o merged.made a.made b.made")
    }
    if paths.filter({ $0 == "-" }).count > 1 {
      throw ToolFailure.twoPipedModels(hint: "name a file, or use <(COMMAND)")
    }
    var merge = ModelMerge(try loadModel(path: first))
    for path in paths.dropFirst() {
      let model = try loadModel(path: path)
      do {
        try merge.add(model)
      } catch {
        throw ToolFailure.data(
          "\(path): \(error.sentence(comparedWith: first))",
          hint: "only models that were trained from one --initial model can be merged")
      }
    }
    let model = merge.model
    tell("\(paths.count) models of \(model.summary.records) records merged")
    return model
  }
}
