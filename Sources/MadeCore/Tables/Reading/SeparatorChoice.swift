// Which bytes separate fields: those that make rows equally long, with cells that look like cells.

/// How well a separator splits the first lines of a text.
///
/// Its score is share^2 (L - 1)/L T h, where L is the number of fields that most records have, which is 2 at least,
/// share the part of the sample that is such records, T the share of their cells that hold no other separator,
/// and h is 0.3 if the first record has neither L fields nor one fewer or more, else 1. T tells a decimal comma
/// from one that separates.
struct SeparatorScore {
  let separator: FieldSeparator
  /// L.
  private(set) var fields = 1
  private(set) var share = 0.0
  private(set) var score = 0.0
  /// Whether it is the decimal comma of a single column.
  private(set) var isDecimal = false

  init(
    _ separator: FieldSeparator, _ records: [SampleRecord], _ sample: UnsafeRawBufferPointer,
    from offset: Int
  ) {
    self.separator = separator
    let records = records.filter { !$0.isBlank(sample) }
    guard let first = records.first, let last = records.last else { return }
    var counts: [Int: Int] = [:]
    for record in records { counts[record.fields.count, default: 0] += 1 }
    // Of two numbers that are as frequent the larger one: a line of a title is shorter than a row.
    guard let mode = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return }
    fields = mode.key
    isDecimal = isDecimalComma(records, sample)
    guard fields > 1, !isDecimal else { return }
    let covered = Double(last.next - offset) / Double(max(1, sample.count - offset))
    share = Double(mode.value) / Double(records.count) * min(1, covered)
    let others = FieldSeparator.usual.filter { $0 != separator.delimiter }
    var (cells, clean) = (0, 0)
    for record in records where record.fields.count == fields {
      let bytes = record.bytes(sample)
      for field in record.fields {
        cells += 1
        clean += Self.isClean(field, bytes, others) ? 1 : 0
      }
    }
    let length = Double(fields)
    // A name fewer is R's, if there are names.
    let agrees =
      first.fields.count == fields || first.fields.count == fields + 1
      || first.fields.count == fields - 1 && fields > 2
    score =
      share * share * (length - 1) / length * Double(clean) / Double(cells) * (agrees ? 1 : 0.3)
  }

  /// Whether a cell holds no byte that separates elsewhere; a comma between digits or before a blank does not.
  private static func isClean(
    _ field: FieldSpan, _ record: UnsafeRawBufferPointer, _ others: [UInt8]
  ) -> Bool {
    if field.isQuoted { return true }
    for index in field.start..<field.end where others.contains(record[index]) {
      guard record[index] == UInt8(ascii: ",") else { return false }
      let next = index + 1 < field.end ? record[index + 1] : 0
      let isDecimal = next.isDigit && (index == field.start || record[index - 1].isDigit)
      if !isDecimal && next != UInt8(ascii: " ") { return false }
    }
    return true
  }

  /// Whether the separator is the decimal comma of a single column: each line has one between two digits, but for
  /// the first, which has none.
  private func isDecimalComma(_ records: [SampleRecord], _ sample: UnsafeRawBufferPointer) -> Bool {
    guard separator.delimiter == UInt8(ascii: ","), fields == 2, records.count > 1,
      records[0].fields.count == 1
    else { return false }
    return records.dropFirst().allSatisfy { record in
      let bytes = record.bytes(sample)
      guard record.fields.count <= 2, CellShape(bytes) == .number else { return false }
      return record.fields.allSatisfy { !$0.isQuoted }
    }
  }
}

/// Chooses what separates the fields of a text.
struct SeparatorChoice {
  let separator: FieldSeparator
  /// The records that it makes.
  let records: [SampleRecord]
  /// Another separator that would split what is read as one column, and into how many.
  private(set) var better: (separator: FieldSeparator, fields: Int)?

  /// Bytes that separate the fields of few files, and are never chosen unasked.
  private static let unusual = Array(":^~/!&".utf8)

  /// - Parameter given: what an option asks for.
  init(
    _ sample: UnsafeRawBufferPointer, from offset: Int, given: FieldSeparator?, isAtEnd: Bool,
    maximumFields: Int
  ) {
    func records(_ separator: FieldSeparator) -> [SampleRecord] {
      TextSample.records(
        sample, from: offset, separator, isAtEnd: isAtEnd, maximumFields: maximumFields)
    }
    func score(_ separator: FieldSeparator) -> (score: SeparatorScore, records: [SampleRecord]) {
      let records = records(separator)
      return (SeparatorScore(separator, records, sample, from: offset), records)
    }
    var best: (score: SeparatorScore, records: [SampleRecord])?
    var hasDecimalCommas = false
    for byte in FieldSeparator.usual {
      let next = score(FieldSeparator(delimiter: byte))
      hasDecimalCommas = hasDecimalCommas || next.score.isDecimal
      if next.score.score > best?.score.score ?? 0.05 { best = next }
    }
    if best.map({ $0.score.share < 0.9 }) ?? true {
      let blanks = score(.blanks)
      if Self.isTable(ofBlanks: blanks.score, blanks.records, sample) { best = blanks }
    }
    if let given {
      separator = given
      self.records = records(given)
      if let best, best.score.separator != given, Self.isOneColumn(self.records) {
        better = (best.score.separator, best.score.fields)
      }
      return
    }
    if let best {
      (separator, self.records) = (best.score.separator, best.records)
      return
    }
    separator = FieldSeparator(
      delimiter: hasDecimalCommas ? UInt8(ascii: ";") : Self.first(of: sample[offset...]))
    self.records = records(separator)
    guard Self.isOneColumn(self.records), self.records.count > 2 else { return }
    for byte in Self.unusual {
      let next = score(FieldSeparator(delimiter: byte))
      // Dates and times have these within, and then no name has.
      let names = next.records.first?.fields.count
      if next.score.share > 0.95 && names == next.score.fields {
        better = (next.score.separator, next.score.fields)
        return
      }
    }
  }

  private static func isOneColumn(_ records: [SampleRecord]) -> Bool {
    records.allSatisfy { $0.fields.count == 1 }
  }

  /// Whether lines of words between blanks are a table for certain: all are equally long, and columns of numbers
  /// say that the words are cells.
  private static func isTable(
    ofBlanks score: SeparatorScore, _ records: [SampleRecord], _ sample: UnsafeRawBufferPointer
  ) -> Bool {
    let records = records.filter { !$0.isBlank(sample) }
    let fields = score.fields
    guard fields > 1, score.share > 0.99, let first = records.first else { return false }
    let below = records.count > 1 ? records[1...] : records[...]
    guard below.allSatisfy({ $0.fields.count == fields }),
      first.fields.count == fields || first.fields.count == fields - 1
    else { return false }
    let numbers = (0..<fields).count { index in
      below.allSatisfy { record in
        record.fields[index].withValue(in: record.bytes(sample)) { CellShape($0) == .number }
      }
    }
    let isAligned = below.contains { record in
      let bytes = record.bytes(sample)
      return bytes.first?.isBlank == true
        || zip(bytes, bytes.dropFirst()).contains { $0.isBlank && $1.isBlank }
    }
    return numbers > 1 || numbers == 1 && (fields > 2 || isAligned)
  }

  /// The separator of a text that none makes equally long rows of: the comma if the first line has one outside quotes,
  /// else the tab, else the semicolon, else the comma.
  static func first(of text: some Collection<UInt8>) -> UInt8 {
    var (isQuoted, found) = (false, Set<UInt8>())
    for byte in text {
      if byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { found.insert(byte) }
    }
    return FieldSeparator.usual.first { found.contains($0) } ?? UInt8(ascii: ",")
  }
}
