// Reading the header text back, trusting none of it.

extension ModelHeader {
  /// Parses and checks the header lines of a model file.
  ///
  /// Every key but those starting with `x-` must be known, no key may come twice (except those of columns), and
  /// all keys that the model needs must be there. Lines and keys are found in the bytes: in a String, a space and
  /// a combining mark after it are one Character.
  ///
  /// - Parameter payloadBytes: length of the payload, which bounds the number of outputs.
  init(parsing bytes: ArraySlice<UInt8>, payloadBytes: Int) throws(ModelFileError) {
    var seen: Set<String> = []
    var columns = ColumnLines(limit: 0)
    var number = 0
    guard bytes.last == 0x0A else { throw .header(line: 0, problem: "no final line end") }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .header(line: 0, problem: "not UTF-8")
    }
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      number += 1
      guard let space = line.firstIndex(of: 0x20) else {
        throw .header(line: number, problem: "no value")
      }
      let key = String(decoding: line[..<space], as: UTF8.self)
      let value = String(decoding: line[(space + 1)...], as: UTF8.self)
      if key.hasPrefix("x-") { continue }
      guard Self.columnKeys.contains(key) || seen.insert(key).inserted else {
        throw .header(line: number, problem: "\"\(Self.shown(key))\" comes twice")
      }
      guard try take(key, value[...], line: number, payloadBytes, &columns) else {
        throw .header(
          line: number, problem: "\"\(Self.shown(key))\" cannot be \"\(Self.shown(value))\"")
      }
    }
    let size = seen.contains("outputs") ? "outputs" : "inputs"
    for key in [size] + Self.required where !seen.contains(key) { throw .missingKey(key) }
    guard columns.outputs == columns.limit, columns.isComplete else {
      throw .size("\(columns.limit) \(size), but columns that take \(columns.outputs)")
    }
    schema.columns = columns.columns
    architecture.shapes = schema.columns.map(\.shape)
    guard (size == "outputs") == (architecture.reals > 0),
      !seen.isSuperset(of: ["inputs", "outputs"])
    else { throw .size("\(size) do not say how large such columns are") }
    if let shape = schema.imageShape {
      var pixels = 1
      for size in shape {
        let (product, overflow) = pixels.multipliedReportingOverflow(by: size)
        pixels = overflow ? 0 : product
      }
      guard pixels == architecture.columns else {
        throw .size("the image shape does not have \(architecture.columns) pixels")
      }
    }
    guard !architecture.residual || Architecture.canBeResidual(hidden: architecture.hidden) else {
      throw .size(
        "hidden layers that cannot be a residual stack: that takes an odd number of equal ones")
    }
    guard schema.fitsLeftOut else {
      throw .size("fields left out that do not fit among the columns")
    }
    try checkDependencies()
    guard schema.hasLegalRules else {
      throw .size(
        "columns that follow from columns that do not exist, are no numbers, or follow from them")
    }
    guard schedule.leading.allSatisfy({ $0 < architecture.columns }) else {
      throw .size("conditioned on a column beyond the last")
    }
    if !transforms.isEmpty { try checkTransforms() }
    if case .cycle(let count) = schedule.regime, count != ensemble {
      throw .size("\(ensemble) masks stored for a list of \(count)")
    }
  }

  private static let columnKeys =
    ["column", "columns", "determines", "left-out", "counts", "codes", "step"]
    + ColumnKinds.headerKeys

  private static let required = [
    "tool", "hidden", "activation", "direct", "residual", "mask-weights", "masks",
    "resample", "mask-seed", "first-ordering", "ensemble", "precision", "records",
    "validation-records",
    "epochs", "best-epoch",
  ]

  /// Text from a file that is not trusted, short and without control characters, for a message.
  private static func shown(_ text: String) -> String {
    printable(Array(text.utf8.prefix(40)))
  }

  /// Takes one line; false when the value is not legal, throws when the key is not known.
  private mutating func take(
    _ key: String, _ value: Substring, line: Int, _ payloadBytes: Int,
    _ columns: inout ColumnLines
  ) throws(ModelFileError) -> Bool {
    func integer(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
      HeaderText.integer(text, range)
    }
    func store<Value>(_ value: Value?, _ path: WritableKeyPath<ModelHeader, Value>) -> Bool {
      guard let value else { return false }
      self[keyPath: path] = value
      return true
    }
    func finite(_ text: Substring) -> Double? {
      // The grammar keeps out "nan", "inf" and hexadecimal, which Double would read.
      Array(text.utf8).withUnsafeBytes { bytes in
        DecimalText(bytes).flatMap { $0.isPlain ? $0.value : nil }
      }
    }
    let yesNo: Bool? = value == "yes" ? true : value == "no" ? false : nil
    let counts = 0...Int.max
    switch key {
    case "tool":
      let isPrintable = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      return store(isPrintable ? String(value) : nil, \.tool)
    case "inputs", "outputs":
      guard let outputs = integer(value, 1...ModelFormat.maximumInputs) else { return false }
      // Every output has a bias, which takes two bytes at least. This bounds the memory for columns.
      guard outputs <= payloadBytes / 2 else {
        throw .size("the file is too short for \(outputs) \(key)")
      }
      columns = ColumnLines(limit: outputs)
      return true
    case "image":
      let sizes = value.split(separator: " ", omittingEmptySubsequences: false).map {
        integer($0, 1...ModelFormat.maximumInputs)
      }
      schema.imageShape = sizes.compactMap { $0 }
      return sizes.count >= 1 && sizes.count <= 254 && !sizes.contains(nil)
    case "threshold": return store(finite(value).map { Optional($0) }, \.schema.threshold)
    case "column": return columns.takeNamed(value.utf8)
    case "columns":
      let words = value.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 2, let count = integer(words[0], 1...ModelFormat.maximumInputs) else {
        return false
      }
      return columns.takeNameless(count, kind: String(words[1]))
    case "ignored-fields":
      let fields = value.split(separator: " ", omittingEmptySubsequences: false).map {
        integer($0, 1...ModelFormat.maximumInputs)
      }
      schema.ignoredFields = fields.compactMap { $0.map { $0 - 1 } }
      return !fields.contains(nil)
        && zip(schema.ignoredFields, schema.ignoredFields.dropFirst()).allSatisfy { $0 < $1 }
    case "left-out":
      guard let field = LeftOutField(headerValue: value, mostFields: ModelFormat.maximumInputs)
      else { return false }
      schema.leftOut.append(field)
      return true
    case "counts": return takeCount(value)
    case "codes": return takeCode(value)
    case "dialect":
      return schema.dialect.take(headerValue: value, isDelimiter: InputOptions.isDelimiter)
    case "lines-before": return schema.dialect.take(\.linesBefore, escaped: value)
    case "lines-below": return schema.dialect.take(\.linesBelow, escaped: value)
    case "determines": return takeDependency(value)
    case "missing": return takeMissing(value.utf8)
    case "hidden":
      let sizes = value.split(separator: " ", omittingEmptySubsequences: false).map {
        integer($0, 1...ModelFormat.maximumUnits)
      }
      architecture.hidden = sizes.compactMap { $0 }
      return (1...ModelFormat.maximumLayers).contains(sizes.count) && !sizes.contains(nil)
    case "activation":
      return store(Activation(rawValue: String(value)), \.architecture.activation)
    case "direct": return store(yesNo, \.architecture.direct)
    case "residual": return store(yesNo, \.architecture.residual)
    case "mask-weights": return store(yesNo, \.architecture.maskWeights)
    case "masks":
      if value == "endless" { return store(.endless, \.schedule.regime) }
      return store(
        integer(value, 1...ModelFormat.maximumMasks).map { .cycle($0) }, \.schedule.regime)
    case "resample":
      return store(MaskSchedule.Resample(rawValue: String(value)), \.schedule.resample)
    case "mask-seed":
      let seed = UInt64(value)
      return store(seed.map { "\($0)" } == String(value) ? seed : nil, \.schedule.seed)
    case "first-ordering":
      isOrderingGiven = value == "given"
      return isOrderingGiven || value == "random"
    case "condition-on":
      let numbers = value.split(separator: " ", omittingEmptySubsequences: false).map {
        integer($0, 1...ModelFormat.maximumInputs)
      }
      schedule.leading = numbers.compactMap { $0.map { $0 - 1 } }
      return !numbers.contains(nil) && Set(schedule.leading).count == numbers.count
    case "step": return takeTransform(value)
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
    case _ where ColumnKinds.headerKeys.contains(key): return columns.take(key, value)
    default: throw .header(line: line, problem: "unknown key \"\(Self.shown(key))\"")
    }
  }
}
