// made-masks: what may depend on what, and proof.

import ArgumentParser
import CommandLineSupport
import MadeCore

@main
struct MadeMasks: Tool {
  static let configuration = CommandConfiguration(
    commandName: "made-masks",
    abstract: "Show and check the masks of a model, or of a shape.",
    usage:
      "made-masks -m MODEL [OPTION]...\n       made-masks --inputs D --hidden N[,N] [OPTION]...",
    discussion: """
      Without a mode, prints a table of all masks and their connections.

        made-masks -m model.made --check
        made-masks --inputs 8 --hidden 16 --layer 1 --format pbm > mask.pbm
      """,
    version: Version.text("made-masks"))

  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, tsv, pbm, png }

  @OptionGroup var modelOption: ModelOption
  @Option(help: ArgumentHelp("A shape with D columns, in place of a model.", valueName: "d"))
  var inputs: Int?
  @Option(help: ArgumentHelp("Units of the shape's hidden layers.", valueName: "n[,n]"))
  var hidden: Widths?
  @Flag(help: "The shape is a residual stack: all its hidden layers get the same degrees.")
  var residual = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of the shape's mask (default: 1).", valueName: "s"))
  var seed: UInt64?

  @Flag(help: "Print the model's header.")
  var info = false
  @Flag(help: "Print the ordering of a mask: position, column, name.")
  var ordering = false
  @Flag(help: "Print the degrees of a mask: layer, unit, degree.")
  var degrees = false
  @Option(
    help: ArgumentHelp(
      "Print the 0/1 mask between layers K-1 and K: a line per upper unit.", valueName: "k"))
  var layer: Int?
  @Flag(help: "Verify that every mask is autoregressive; exit 1 if one is not.")
  var check = false

  @Flag(
    help: "Print how much each pair of columns says about each other: mutual information, nats.")
  var information = false
  @Option(
    help: ArgumentHelp(
      "With --information: only pairs with COLUMN, what says most about it first.",
      valueName: "column"),
    completion: .modelColumns, transform: PathText.readable)
  var column: String?

  @Option(help: ArgumentHelp("Which mask to print (default: 1).", valueName: "i"))
  var mask: Int?
  @Option(help: ArgumentHelp("csv, tsv, png, or pbm for --layer.", valueName: "format"))
  var format = Format.csv
  @OptionGroup var outputOption: OutputOption
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if [info, ordering, degrees, layer != nil, check, information].filter({ $0 }).count > 1 {
      throw ValidationError(
        "--info, --ordering, --degrees, --layer, --check and --information exclude each other")
    }
    if column != nil && !information { throw ValidationError("--column goes with --information") }
    if column != nil && format == .png {
      throw ValidationError("--format png draws all pairs: it takes no --column")
    }
    if information && (inputs != nil || mask != nil) {
      throw ValidationError("--information is about a model with all its masks")
    }
    if !modelOption.paths.isEmpty && (inputs != nil || hidden != nil || residual || seed != nil) {
      throw ValidationError(
        "--inputs, --hidden, --residual and --seed describe a shape, not a model")
    }
    if (inputs == nil) != (hidden == nil) {
      throw ValidationError("a shape needs both --inputs and --hidden")
    }
    if let inputs, !(1...1 << 20).contains(inputs) {
      throw ValidationError("--inputs must be from 1 to 1048576")
    }
    if residual && !Architecture.canBeResidual(hidden: hidden?.values ?? []) {
      throw ValidationError(Widths.notResidual)
    }
    if info && inputs != nil { throw ValidationError("--info needs a model") }
    if format == .pbm && layer == nil { throw ValidationError("--format pbm goes with --layer") }
    if format == .png && (info || ordering || degrees || check) {
      throw ValidationError("--format png goes with --layer, or draws all layers")
    }
    if info && format != .csv {
      throw ValidationError("--info prints the header as it is: it takes no --format")
    }
    if mask != nil && !ordering && !degrees && layer == nil && format != .png {
      throw ValidationError("--mask goes with --ordering, --degrees, --layer or --format png")
    }
  }

  mutating func work() throws {
    try outputOption.refuseOverwriting(modelOption.paths)
    let shape: MaskedShape
    if let inputs, let hidden {
      shape = MaskedShape(
        inputs: inputs, hidden: hidden.values, residual: residual, seed: seed ?? 1)
    } else {
      let model = try modelOption.load()
      if info {
        let output = try Output(path: outputOption.output)
        try output.write(model.headerText)
        return try output.finish()
      }
      guard model.count == 0 else { throw ToolFailure.notOfFlows(model.count) }
      if information { return try writeInformation(model.last) }
      shape = MaskedShape(model: model.last)
    }
    let number = mask ?? 1
    guard (1...shape.masks.count).contains(number) else {
      throw ToolFailure.data("masks are 1 to \(shape.masks.count), not \(number)", hint: nil)
    }
    if let layer, !shape.layers.contains(layer) {
      throw ToolFailure.data(
        "layers with a mask are 1 to \(shape.layers.upperBound), not \(layer)", hint: nil)
    }
    if common.verbose {
      Self.tell("\(shape.masks.count) masks, layers of \(shape.widths)")
    }
    if format == .png { return try draw(shape, mask: shape.masks[number - 1]) }
    let output = try Output(path: outputOption.output)
    let table = MaskTable(shape: shape, separator: format == .tsv ? "\t" : ",")
    var isProved = true
    if check {
      isProved = try table.check(to: output, team: WorkerTeam(threads: common.cpus))
    } else if ordering {
      try table.ordering(of: number - 1, to: output)
    } else if degrees {
      try table.degrees(of: number - 1, to: output)
    } else if let layer {
      try table.layer(layer, of: number - 1, isBitmap: format == .pbm, to: output)
    } else {
      try table.summary(to: output)
    }
    try output.finish()
    if !isProved { throw ExitCode(ExitStatus.no) }
  }

  /// Writes which columns hang together.
  private func writeInformation(_ model: MadeModel) throws {
    let report = try InformationReport(model, column: column, threads: common.cpus)
    if format == .png { try outputOption.refuseTerminal() }
    let output = try Output(path: outputOption.output)
    if format == .png {
      try output.write(picture: report.picture())
    } else {
      try output.write(report.text(separator: format == .tsv ? "\t" : ","))
    }
    try output.finish()
  }

  /// Draws one layer's mask, or all of them.
  private func draw(_ shape: MaskedShape, mask: Mask) throws {
    try outputOption.refuseTerminal()
    let picture: GreyPicture
    do throws(PictureError) {
      picture =
        if let layer {
          try mask.picture(ofLayer: layer)
        } else {
          try mask.staircasePicture(direct: shape.direct)
        }
    } catch {
      throw ToolFailure.picture(error)
    }
    let output = try Output(path: outputOption.output)
    try output.write(picture: picture)
    try output.finish()
  }
}
