// What can be chosen about the network, and its translation for the core.

import ArgumentParser
import CommandLineSupport
import MadeCore

extension Activation: ExpressibleByArgument {}
extension Initialisation: ExpressibleByArgument {}

/// The network and its masks.
///
/// Options are nil when not given, because `--initial` brings all of this along and must refuse to be
/// contradicted; the defaults are those of `FitOptions(for:)`.
struct NetworkOptions: ParsableArguments {
  @OptionGroup var searched: SearchedNetwork
  @Option(
    help: .seldom(
      "relu, tanh, sigmoid, softplus or softsign (default: relu).", valueName: "g"))
  var activation: Activation?
  @Flag(help: .seldom("Tell units which mask is on (the paper's U)."))
  var maskWeights = false
  @Option(
    help: ArgumentHelp("Columns to predict the others from.", valueName: "column,..."),
    transform: PathText.readable)
  var conditionOn: String?
  @Option(
    help: .seldom("glorot or orthogonal initial weights (default: glorot).", valueName: "how"))
  var initialisation: Initialisation?

  /// The library's form of these options, for data of the given columns.
  ///
  /// - Parameter defaults: those of the table.
  func options(_ schema: Schema, defaults: FitOptions) throws -> FitOptions {
    var options = defaults
    options.hidden = searched.hidden?.values ?? options.hidden
    options.transforms = searched.transforms
    options.map = searched.flowStep ?? options.map
    options.direction = searched.flowDirection ?? options.direction
    options.activation = activation ?? options.activation
    options.direct = searched.direct
    options.residual = searched.residual
    options.maskWeights = maskWeights
    options.masks = searched.regime(default: options.masks)
    options.resample = searched.resample ?? options.resample
    options.ordering =
      switch searched.ordering {
      case nil: options.ordering
      case "random": nil
      case "natural": .natural(count: schema.columns.count)
      case let path?: try OrderingFile.read(path: path, schema: schema)
      }
    options.leading = try leadingColumns(schema)
    return options
  }

  /// The places of the columns that come first.
  func leadingColumns(_ schema: Schema) throws -> [Int] {
    guard let conditionOn else { return [] }
    // All of it may be one name with a comma in it.
    if let whole = schema.place(ofColumn: conditionOn) { return [whole] }
    var columns: [Int] = []
    for name in conditionOn.split(separator: ",", omittingEmptySubsequences: false) {
      let column = try schema.column(name, of: "--condition-on")
      if columns.contains(column) {
        throw ToolFailure.usage("--condition-on names a column twice", hint: nil)
      }
      columns.append(column)
    }
    return columns
  }
}
