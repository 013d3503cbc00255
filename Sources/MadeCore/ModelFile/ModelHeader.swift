// The printable part of a model file.

/// The header of a model file as a value: one `key value` line each.
struct ModelHeader: Equatable {
  var tool = ""
  var schema = Schema(columns: [], imageShape: nil)
  var architecture = Architecture(inputs: 0)
  var schedule = MaskSchedule()
  var isOrderingGiven = false
  /// Masks stored in the file.
  var ensemble = 1
  var precision = Precision.f32
  var summary = TrainingSummary()

  /// The header's lines.
  var text: String {
    var lines: [String] = []
    func add(_ key: String, _ value: String) { lines.append("\(key) \(value)") }
    add("tool", tool)
    add("inputs", "\(architecture.inputs)")
    if let shape = schema.imageShape { add("image", shape.map(String.init).joined(separator: " ")) }
    if let threshold = schema.threshold { add("threshold", "\(threshold)") }
    if let names = schema.names {
      for name in names { add("column", "binary \(Self.escaped(name))") }
    } else {
      add("columns", "\(schema.columns.count) binary")
    }
    add("hidden", architecture.hidden.map(String.init).joined(separator: " "))
    add("activation", architecture.activation.rawValue)
    add("direct", architecture.direct ? "yes" : "no")
    add("residual", architecture.residual ? "yes" : "no")
    add("mask-weights", architecture.maskWeights ? "yes" : "no")
    switch schedule.regime {
    case .cycle(let count): add("masks", "\(count)")
    case .endless: add("masks", "endless")
    }
    add("resample", schedule.resample.rawValue)
    add("mask-seed", "\(schedule.seed)")
    add("first-ordering", isOrderingGiven ? "given" : "random")
    add("ensemble", "\(ensemble)")
    add("precision", precision.rawValue)
    add("records", "\(summary.records)")
    add("validation-records", "\(summary.validationRecords)")
    add("epochs", "\(summary.epochs)")
    add("best-epoch", "\(summary.bestEpoch)")
    if let value = summary.trainingLogLikelihood { add("training-log-likelihood", "\(value)") }
    if let value = summary.validationLogLikelihood { add("validation-log-likelihood", "\(value)") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Names keep to one line and one word: bytes up to space, percent and DEL become %XX.
  static func escaped(_ name: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      if byte <= 0x20 || byte == 0x25 || byte == 0x7F {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Undoes `escaped`; nil for anything that `escaped` does not write.
  static func unescaped(_ text: some Collection<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      rest = rest.dropFirst(2)
      bytes.append(value)
    }
    guard let name = String(validating: bytes, as: UTF8.self),
      escaped(name).utf8.elementsEqual(text)
    else {
      return nil
    }
    return name
  }
}
