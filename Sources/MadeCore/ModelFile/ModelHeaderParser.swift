// Reading the header text back, trusting none of it.

extension ModelHeader {
  /// Parses and checks the header lines of a model file.
  ///
  /// Every key but those starting with `x-` must be known, none may come twice (`column` and
  /// `columns` excepted), and all that the model needs must be there.
  init(parsing text: String) throws(ModelFileError) {
    var seen: Set<String> = []
    var columns: [Column] = []
    var number = 0
    guard text.hasSuffix("\n") else { throw .header(line: 0, problem: "no final line end") }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      number += 1
      guard let space = line.firstIndex(of: " ") else {
        throw .header(line: number, problem: "no value")
      }
      let key = String(line[..<space])
      let value = line[line.index(after: space)...]
      if key.hasPrefix("x-") { continue }
      guard key == "column" || key == "columns" || seen.insert(key).inserted else {
        throw .header(line: number, problem: "\"\(key)\" comes twice")
      }
      guard try take(key, value, line: number, &columns) else {
        throw .header(line: number, problem: "\"\(key)\" cannot be \"\(value.prefix(40))\"")
      }
    }
    for key in Self.required where !seen.contains(key) { throw .missingKey(key) }
    guard columns.count == architecture.inputs else {
      throw .size("\(columns.count) columns for \(architecture.inputs) inputs")
    }
    schema.columns = columns
    if let shape = schema.imageShape {
      guard
        shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue })
          == architecture.inputs, shape.allSatisfy({ $0 >= 1 && $0 <= ModelFormat.maximumInputs })
      else { throw .size("the image shape does not have \(architecture.inputs) pixels") }
    }
    if case .cycle(let count) = schedule.regime, count != ensemble {
      throw .size("\(ensemble) masks stored for a list of \(count)")
    }
  }

  private static let required = [
    "tool", "inputs", "hidden", "activation", "direct", "mask-weights", "masks", "resample",
    "mask-seed", "first-ordering", "ensemble", "precision", "records", "validation-records",
    "epochs", "best-epoch",
  ]

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x65].contains(byte)
  }

  /// Takes one line; false when the value is not legal, throws when the key is not known.
  private mutating func take(
    _ key: String, _ value: Substring, line: Int, _ columns: inout [Column]
  ) throws(ModelFileError) -> Bool {
    func integer(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
      guard let number = Int(text), range.contains(number), "\(number)" == text else { return nil }
      return number
    }
    func store<Value>(_ value: Value?, _ path: WritableKeyPath<ModelHeader, Value>) -> Bool {
      guard let value else { return false }
      self[keyPath: path] = value
      return true
    }
    func finite(_ text: Substring) -> Double? {
      // The digits keep out "nan", "inf" and hexadecimal, which Double would read.
      guard text.utf8.allSatisfy({ Self.isPartOfNumber($0) }), let number = Double(text),
        number.isFinite
      else { return nil }
      return number
    }
    let yesNo: Bool? = value == "yes" ? true : value == "no" ? false : nil
    let counts = 0...Int.max
    switch key {
    case "tool":
      let isPrintable = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      return store(isPrintable ? String(value) : nil, \.tool)
    case "inputs":
      return store(integer(value, 1...ModelFormat.maximumInputs), \.architecture.inputs)
    case "image":
      let sizes = value.split(separator: " ").map { integer($0, 1...ModelFormat.maximumInputs) }
      schema.imageShape = sizes.compactMap { $0 }
      return sizes.count >= 1 && sizes.count <= 254 && !sizes.contains(nil)
    case "threshold": return store(finite(value).map { Optional($0) }, \.schema.threshold)
    case "column":
      guard value.hasPrefix("binary "), let name = Self.unescaped(value.dropFirst(7)),
        columns.count < architecture.inputs
      else { return false }
      columns.append(Column(name: name, kind: .binary))
      return true
    case "columns":
      let words = value.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 2, words[1] == "binary", columns.isEmpty,
        let count = integer(words[0], 1...max(architecture.inputs, 1))
      else { return false }
      columns = Array(repeating: Column(name: nil, kind: .binary), count: count)
      return true
    case "hidden":
      let sizes = value.split(separator: " ").map { integer($0, 1...ModelFormat.maximumUnits) }
      architecture.hidden = sizes.compactMap { $0 }
      return (1...ModelFormat.maximumLayers).contains(sizes.count) && !sizes.contains(nil)
    case "activation":
      return store(Activation(rawValue: String(value)), \.architecture.activation)
    case "direct": return store(yesNo, \.architecture.direct)
    case "mask-weights": return store(yesNo, \.architecture.maskWeights)
    case "masks":
      if value == "endless" { return store(.endless, \.schedule.regime) }
      return store(
        integer(value, 1...ModelFormat.maximumMasks).map { .cycle($0) }, \.schedule.regime)
    case "resample":
      return store(MaskSchedule.Resample(rawValue: String(value)), \.schedule.resample)
    case "mask-seed": return store(UInt64(value), \.schedule.seed)
    case "first-ordering":
      isOrderingGiven = value == "given"
      return isOrderingGiven || value == "random"
    case "ensemble": return store(integer(value, 1...ModelFormat.maximumMasks), \.ensemble)
    case "precision": return store(Precision(rawValue: String(value)), \.precision)
    case "records": return store(integer(value, counts), \.summary.records)
    case "validation-records": return store(integer(value, counts), \.summary.validationRecords)
    case "epochs": return store(integer(value, counts), \.summary.epochs)
    case "best-epoch": return store(integer(value, counts), \.summary.bestEpoch)
    case "training-log-likelihood":
      return store(finite(value).map { Optional($0) }, \.summary.trainingLogLikelihood)
    case "validation-log-likelihood":
      return store(finite(value).map { Optional($0) }, \.summary.validationLogLikelihood)
    default: throw .header(line: line, problem: "unknown key \"\(key.prefix(40))\"")
    }
  }
}
