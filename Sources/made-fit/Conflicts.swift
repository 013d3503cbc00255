// Options of made-fit that do not go together. What concerns one group of options stands with that group.

import ArgumentParser
import CommandLineSupport
import MadeCore

extension MadeFit {
  /// Refuses a command line that contradicts itself.
  func refuseConflicts() throws {
    try checkValidation()
    if initial != nil, let option = network.givenOptions.first?.name {
      throw ValidationError("--initial brings its network and masks; \(option) cannot change them")
    }
    if initial != nil, let option = typing.givenOptions.first?.name {
      throw ValidationError("--initial knows its columns: it takes no \(option)")
    }
    if input.hasThreshold, let option = typing.givenOptions.first?.name {
      throw ValidationError("--threshold makes all columns binary: it takes no \(option)")
    }
    if network.searched.transforms > 0 { try checkFlow() }
    if auto.isOn { try checkSearch() }
    if merging.isOn { try checkMerge() }
    try checkStreams()
  }

  /// Stops if an output would overwrite an input or another output.
  ///
  /// Only models that are read as a whole before may be replaced: the one that begins with it, or is merged of it.
  func refuseOverwriting() throws {
    let model = FileUse.output(modelOutput.path, "-o")
    var uses = [model]
    if let path = reports.log { uses.append(.output(path, "--log")) }
    if let path = reports.curve { uses.append(.output(path, "--curve")) }
    if let path = checkpoints.path { uses.append(.output(path, "--checkpoint")) }
    let models = (merging.isOn ? input.paths : []) + [initial].compactMap { $0 }
    uses += models.map(FileUse.input).filter { !$0.isSameFile(as: model) }
    uses +=
      ((merging.isOn ? [] : input.paths)
      + [valid, network.searched.ordering, typing.types].compactMap { $0 }).map(FileUse.input)
    try FileUse.refuseOverwriting(uses)
  }

  private func checkValidation() throws {
    if valid != nil && holdout != nil {
      throw ValidationError("--valid and --holdout exclude each other")
    }
    if let holdout, !SettingRanges.shares.contains(holdout) {
      throw ValidationError("--holdout must be at least 0 and below 1")
    }
    guard holdout == 0 else { return }
    if auto.isOn {
      throw ValidationError("--auto compares by validation records: --holdout 0 leaves none")
    }
    if training.searched.epochs == nil {
      throw ValidationError(
        "without validation records nothing tells when to stop: give --epochs")
    }
    if isFinishing {
      throw ValidationError(
        (training.sharpen == true ? "--sharpen" : "--choose-masks")
          + " goes by validation records: --holdout 0 leaves none")
    }
  }

  /// Refuses what a flow cannot have.
  private func checkFlow() throws {
    let refused = [
      ("--residual", network.searched.residual), ("--mask-weights", network.maskWeights),
      ("--masks", network.searched.masks.map { $0.regime != .cycle(1) } ?? false),
      ("--choose-masks", network.searched.chooseMasks != nil),
      ("--input-dropout", training.searched.inputDropout ?? 0 > 0),
      ("--sharpen", training.sharpen == true),
    ]
    if let (option, _) = refused.first(where: \.1) {
      throw ValidationError("\(option) does not go with --flow")
    }
  }

  private func checkSearch() throws {
    let searched = network.searched.givenOptions + training.searched.givenOptions
    if let option = searched.first?.name {
      throw ValidationError("--auto chooses for itself what \(option) would")
    }
    if checkpoints.path != nil {
      throw ValidationError("--checkpoint is for one fit: a search cannot be resumed")
    }
    if initial != nil { throw ValidationError("--auto starts from nothing, not from --initial") }
    if let option = reports.givenOptions.first?.name {
      throw ValidationError("\(option) is for one fit: give it to the command that --auto prints")
    }
  }

  /// Refuses what a merge has no use for: all but the options that say how to write and how much to print.
  private func checkMerge() throws {
    let taken = Set(merging.givenOptions + modelOutput.givenOptions + common.givenOptions)
    if let option = givenOptions.first(where: { !taken.contains($0) })?.name {
      throw ValidationError("--merge averages models and reads no records: it takes no \(option)")
    }
  }

  private func checkStreams() throws {
    let readers = [
      ("data", input.readsStandardInput), ("validation data", valid == "-"),
      ("the initial model", initial == "-"), ("the ordering", network.searched.ordering == "-"),
      ("the types", typing.types == "-"),
    ].filter(\.1).map(\.0)
    if readers.count > 1 {
      throw ValidationError("standard input cannot be both \(readers[0]) and \(readers[1])")
    }
    let writers = [
      ("model", modelOutput.path ?? "-"), ("log", reports.log), ("curve", reports.curve),
    ].filter { $1.flatMap(EpochLog.standardStream) == 1 }.map(\.0)
    if writers.count > 1 {
      throw ValidationError(
        "standard output cannot be both \(writers[0]) and \(writers[1])"
          + (writers[0] == "model" ? ": name a file with -o" : ""))
    }
  }
}
