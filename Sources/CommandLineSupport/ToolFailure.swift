// Everything that can end a tool early, its sentence and its exit status.

import MadeCore

/// Exit statuses, from sysexits(3) where one fits.
package enum ExitStatus {
  /// The answer is no.
  package static let no: Int32 = 1
  /// The command line is wrong.
  package static let usage: Int32 = 64
  /// Data or model are bad.
  package static let badData: Int32 = 65
  /// An input cannot be opened.
  package static let cannotOpen: Int32 = 66
  /// Something that should not have happened.
  package static let software: Int32 = 70
  /// An output cannot be created.
  package static let cannotCreate: Int32 = 73
  /// Reading or writing failed.
  package static let readOrWrite: Int32 = 74
  /// Training diverged.
  package static let diverged: Int32 = 75
}

/// A reason to stop, with all that its message needs.
package enum ToolFailure: Error {
  /// The options do not fit together.
  case usage(String, hint: String?)
  /// Data could not be read.
  case input(InputError)
  /// A result could not be written.
  case output(OutputError)
  /// A file is not a model.
  case model(source: String, ModelFileError)
  /// Data and model, or two inputs, do not belong together.
  case data(String, hint: String?)
  /// Training failed.
  case training(TrainingError)
  /// Training failed after some epochs, the best of which is in the file named.
  case spoiled(TrainingError, kept: String)
  /// A picture could not be drawn.
  case picture(PictureError)

  /// Two models that are to come from standard input.
  package static func twoPipedModels(hint: String) -> ToolFailure {
    .usage("standard input cannot be two models", hint: hint)
  }

  /// A question that asks for networks, to a density that is made of something else.
  package static let notOfNetworks = usage(
    "the question needs the network's columns one by one, which this model does not have",
    hint: "a flow has none that are a column's alone: fit a model without --flow for such questions"
  )

  /// A question about the masks of a network, to a flow, which has several networks.
  package static func notOfFlows(_ transforms: Int) -> ToolFailure {
    data(
      "the model is a flow of \(transforms) \(transforms == 1 ? "step" : "steps") before its network: "
        + "only --info tells of all of them", hint: nil)
  }

  /// One line: lower case, no full stop.
  var sentence: String {
    switch self {
    case .usage(let text, _), .data(let text, _): text
    case .input(let error): error.sentence
    case .output(let error): error.sentence
    case .model(let source, let error): "\(source): \(error.sentence)"
    case .training(let error), .spoiled(let error, _): error.sentence
    case .picture(let error): error.sentence
    }
  }

  /// What to do about it, where that is known.
  var hint: String? {
    switch self {
    case .usage(_, let hint), .data(_, let hint): hint
    case .input(let error): error.hint
    case .output(let error): error.hint
    case .model(_, let error): error.hint
    case .training(let error): error.hint
    case .spoiled(let error, let file):
      "\(file) holds the best model before that" + (error.hint.map { "; \($0)" } ?? "")
    case .picture(let error): error.hint
    }
  }

  /// The exit status that it ends with.
  var status: Int32 {
    switch self {
    case .usage: ExitStatus.usage
    case .model(_, .noMemory): ExitStatus.readOrWrite
    case .data, .model: ExitStatus.badData
    case .input(let error): error.exitStatus
    case .output(let error): error.exitStatus
    case .training(.diverged), .spoiled(.diverged, _), .training(.onlyGotWorse):
      ExitStatus.diverged
    case .training(.noTime), .training(.networkTooLarge), .training(.setting): ExitStatus.usage
    case .training(.noMemory): ExitStatus.readOrWrite
    case .training, .spoiled: ExitStatus.badData
    case .picture: ExitStatus.readOrWrite
    }
  }
}

extension ModelFileError {
  var sentence: String {
    switch self {
    case .notAModel(let likeness):
      "not a made model" + (likeness.map { " (it looks like \($0))" } ?? "")
    case .newerFormat(let version):
      "written by a newer made-fit (format \(version)), this one reads up to \(ModelFormat.version)"
    case .truncated(let bytes, let total): "truncated: \(bytes) of \(total) bytes"
    case .trailingBytes(let total): "more bytes follow the model's \(total)"
    case .checksum(let part): "the \(part)'s checksum does not match: the file is damaged"
    case .header(0, let problem): "header: \(problem)"
    case .header(let line, let problem): "header line \(line): \(problem)"
    case .missingKey(let key): "the header has no \"\(key)\""
    case .flow(let transforms):
      "a flow of \(transforms) \(transforms == 1 ? "step" : "steps") before its network, where a network alone is needed"
    case .size(let problem): problem
    case .mask(let number, let problem): "mask \(number): \(problem)"
    case .noMemory(let bytes): "not enough memory for a model this large: \(megabytes(bytes)) more"
    case .notFinite: "a weight is not a finite number"
    }
  }

  var hint: String? {
    switch self {
    case .notAModel("gzip"): "if it is a compressed model, use: -m <(gunzip -c FILE)"
    case .notAModel: "models are made by made-fit"
    case .newerFormat: "score with tools of the version that fitted it"
    case .trailingBytes: "two models in one file? each goes to its own -m"
    case .noMemory: memoryHint
    case .truncated, .checksum: "copy or make it again"
    default: nil
    }
  }
}

extension TrainingError {
  var sentence: String {
    switch self {
    case .setting(let setting): "no fit can have this \(setting.rawValue)"
    case .noRecords: "no records to train on"
    case .diverged(let epoch, let batch):
      "training diverged in epoch \(epoch), batch \(batch): loss or gradient is not finite"
    case .onlyGotWorse(let epochs):
      "training only made the records less likely than they were at the start, in \(epochs) epochs"
    case .nothingMoves:
      "there is no column that a flow could move: it takes numbers with a density, without rules and phases, most of which are not frequent"
    case .noTime: "the budget ended before one epoch was trained and validated"
    case .tooManyRecords: "more than \(Trainer.mostRecords) records"
    case .holes: "records with unknown cells: nothing can be learned from these"
    case .columnsTooLong(let limit):
      "the columns' names and values take more than \(limit >> 20) MiB in a model file"
    case .networkTooLarge(let weights, _) where weights > Double(ModelFormat.maximumParameters):
      "a network of more than 2^31 weights"
    case .networkTooLarge(let weights, let parameters):
      "a network of \(Int(weights)) weights, of which only \(parameters) can ever be used"
    case .noMemory(let parameters, let bytes):
      "not enough memory for a network of \(parameters) parameters, "
        + "which takes about \(megabytes(bytes)) to train"
    case .otherColumns(let model, let data):
      "the initial model has \(model) columns, the data \(data)"
    }
  }

  var hint: String? {
    switch self {
    case .noTime: "give a larger --budget"
    case .diverged, .onlyGotWorse: "try a smaller --learning-rate, or --clip 1"
    case .columnsTooLong: "leave out those with the most or longest values: --type NAME=drop"
    case .networkTooLarge(let weights, _) where weights > Double(ModelFormat.maximumParameters):
      "choose a smaller --hidden"
    case .networkTooLarge: "choose a smaller --hidden, or no --direct"
    case .noMemory: memoryHint
    default: nil
    }
  }
}

extension ModelDifference {
  /// What is wrong with a model that is unlike another, the `first`.
  package func sentence(comparedWith first: String) -> String {
    switch self {
    case .columnCount(let count, let expected):
      "a model of \(count) columns, \(first) has \(expected)"
    case .column(let number, let name):
      "column \(number)\(bracketed(name)) is not that of \(first)"
    case .reading: "reads records by other rules than \(first)"
    case .network: "a network of another shape than \(first)"
    case .masks: "other masks than \(first)"
    }
  }
}

extension PictureError {
  var hint: String? {
    switch self {
    case .empty: nil
    case .tooLarge: "draw fewer: a smaller --count or --grid"
    case .noMemory: memoryHint
    }
  }

  var sentence: String {
    switch self {
    case .empty: "a picture without pixels"
    case .tooLarge: "the picture would be too large"
    case .noMemory: "not enough memory to compress the picture"
    }
  }
}
