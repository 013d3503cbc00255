// What can be chosen about the network, and its translation for the core.

import ArgumentParser
import CommandLineSupport
import MadeCore

extension Activation: ExpressibleByArgument {}
extension Initialisation: ExpressibleByArgument {}

/// The network and its masks.
///
/// Options are nil when not given, because `--initial` brings all of this along and must refuse to be
/// contradicted; the defaults are in `architecture` and `schedule`.
struct NetworkOptions: ParsableArguments {
  @OptionGroup var searched: SearchedNetwork
  @Option(
    help: .seldom(
      "relu, tanh, sigmoid, softplus or softsign (default: relu).", valueName: "g"))
  var activation: Activation?
  @Flag(help: .seldom("Tell units which mask is on (the paper's U)."))
  var maskWeights = false
  @Option(help: ArgumentHelp("Columns to predict the others from.", valueName: "column,..."))
  var conditionOn: String?
  @Option(
    help: .seldom("glorot or orthogonal initial weights (default: glorot).", valueName: "how"))
  var initialisation: Initialisation?

  /// The network for data of the given columns.
  func architecture(_ schema: Schema) -> Architecture {
    Architecture(
      shapes: schema.columns.map(\.shape),
      hidden: searched.hidden?.values ?? [500],
      activation: activation ?? .relu,
      direct: searched.direct ?? schema.isBinary, maskWeights: maskWeights,
      residual: searched.residual)
  }

  /// Its masks.
  func schedule(_ schema: Schema, seed: UInt64) throws -> MaskSchedule {
    let first: Ordering? =
      switch searched.ordering ?? "random" {
      case "random": nil
      case "natural": .natural(count: schema.columns.count)
      case let path: try OrderingFile.read(path: path, schema: schema)
      }
    return MaskSchedule(
      regime: searched.regime, resample: searched.resample ?? .full, firstOrdering: first,
      leading: try leadingColumns(schema), seed: seed)
  }

  /// The places of the columns that come first.
  private func leadingColumns(_ schema: Schema) throws -> [Int] {
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
