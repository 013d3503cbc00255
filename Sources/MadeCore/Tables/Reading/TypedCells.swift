// The cells of a table whose columns are known, some of them words.

/// What becomes of a value that no training record had.
public enum UnseenPolicy: Equatable, Sendable {
  /// It takes the slot of other values, which has a small probability; a missing cell does the same
  /// where none was missing in training.
  case smooth
  /// The record is bad.
  case error
}

/// Reads the cells of a schema: a bit for a binary column, one bit of several for any other.
final class TypedCells: RecordCells {
  private enum Reading {
    case binary(slot: Int)
    case categorical(slot: Int, ValueSlots, other: Int?, missing: Int?)
    case number(slot: Int, decimals: Int, BinFinder, other: Int?, missing: Int?)

    var firstSlot: Int {
      switch self {
      case .binary(let slot), .categorical(let slot, _, _, _), .number(let slot, _, _, _, _): slot
      }
    }
  }

  private let columns: [Reading]
  private let slots: [Int]
  private let hasWords: Bool
  private let ignoredFields: [Int]
  private let wordsPerRow: Int
  private let options: InputOptions
  private let missingTokens: MissingTokens
  private let recent: RecentCells
  private var source = ""
  private var names: [String]?
  private var map = ColumnMap(fieldCount: 0)
  /// Per column, how many cells took the slot of other values.
  private(set) var unseen: [Int]

  init(schema: Schema, options: InputOptions) {
    var next = 0
    columns = schema.columns.map { column in
      defer { next += column.slots }
      switch column.kind {
      case .binary: return .binary(slot: next)
      case .categorical(let categories):
        return .categorical(
          slot: next, ValueSlots(categories), other: categories.otherSlot,
          missing: categories.missingSlot)
      case .number(let bins):
        return .number(
          slot: next, decimals: bins.decimals, BinFinder(bins), other: bins.otherSlot,
          missing: bins.missingSlot)
      }
    }
    slots = schema.columns.map(\.slots)
    hasWords = schema.columns.contains { column in
      guard case .categorical(let categories) = column.kind else { return false }
      return categories.values.contains { $0.withUnsafeBytes { NumberText($0) == nil } }
    }
    ignoredFields = schema.ignoredFields
    wordsPerRow = Rows.words(forColumns: schema.slotCount)
    self.options = options
    missingTokens = MissingTokens(options.missingTokens + schema.missingTokens)
    recent = RecentCells(columns: schema.columns.count)
    unseen = Array(repeating: 0, count: schema.columns.count)
  }

  let takesDigits = false

  func takesBytes(source: String) throws(InputError) -> Bool {
    if hasWords { throw .idxOfWords(source: source) }
    return true
  }

  func begin(source: String, names: [String]?, map: ColumnMap) {
    self.source = source
    self.names = names
    self.map = map
  }

  func read(
    _ record: UnsafeRawBufferPointer, _ fields: FieldList, line: Int,
    into words: UnsafeMutablePointer<UInt64>
  ) -> InputError? {
    if let problem = map.problem(fields: fields.count, source: source, line: line) {
      return problem
    }
    words.update(repeating: 0, count: 2 * wordsPerRow)
    for column in map.absent { markHole(column, columns[column].firstSlot, in: words) }
    // Only a record that is taken counts.
    var others = 0
    // Local, because a property of a class is looked up anew for every cell.
    let (map, recent) = (map, recent)
    for index in fields.indices {
      guard let column = map.column(ofField: index) else { continue }
      let key = RecentCells.key(of: fields[index], in: record)
      if let slot = recent.value(of: key, column: column) {
        if slot >= 0 { words[slot &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: slot & 63) }
        continue
      }
      let found = fields[index].withValue(in: record) { slot(of: $0, in: column) }
      switch found {
      case .slot(let slot, let isOne):
        if isOne { words[slot / 64] |= 1 << UInt64(slot % 64) }
        recent.remember(key, column: column, value: isOne ? slot : -1)
      case .other(let slot):
        words[slot / 64] |= 1 << UInt64(slot % 64)
        others += 1
      case .hole(let first): markHole(column, first, in: words)
      case .bad: return problem(with: fields[index], index, column, in: record, line: line)
      }
    }
    if others > 0 { count(fields, in: record) }
    return nil
  }

  /// Marks all slots of an empty cell.
  private func markHole(_ column: Int, _ first: Int, in words: UnsafeMutablePointer<UInt64>) {
    for slot in first..<first + slots[column] {
      words[wordsPerRow + slot / 64] |= 1 << UInt64(slot % 64)
    }
  }

  private enum Found {
    /// A slot of the record, and whether it is set: that of a binary column may be 0.
    case slot(Int, isOne: Bool)
    /// The slot of other values.
    case other(Int)
    /// A cell that is to be marked as empty; the column's first slot.
    case hole(Int)
    case bad
  }

  @inline(__always)
  private func slot(of text: UnsafeRawBufferPointer, in index: Int) -> Found {
    switch columns[index] {
    case .categorical(let first, let values, let other, let missing):
      if let slot = values.find(text) { return .slot(first + slot, isOne: true) }
      let isMissing = missingTokens.contains(text)
      if isMissing && isHole(text, index) { return .hole(first) }
      if isMissing, let missing { return .slot(first + missing, isOne: true) }
      if let other, options.unseen == .smooth { return .other(first + other) }
      return .bad
    case .number(let first, let decimals, let finder, let other, let missing):
      // A token may look like a number.
      var isMissing = missingTokens.contains(text)
      if !isMissing {
        guard let number = NumberText(text) else { return .bad }
        if let bin = finder.find(number.units(decimals: decimals)) {
          return .slot(first + bin, isOne: true)
        }
        // So may a number that is rounded.
        isMissing = missingTokens.contains(number, decimals: decimals)
      }
      if isMissing && isHole(text, index) { return .hole(first) }
      if isMissing, let missing { return .slot(first + missing, isOne: true) }
      if let other, options.unseen == .smooth { return .other(first + other) }
      return .bad
    case .binary(let slot):
      if let threshold = options.threshold {
        if let value = decimalValue(text[...]) { return .slot(slot, isOne: value > threshold) }
      } else if text.count == 1 {
        let digit = text[0] ^ UInt8(ascii: "0")
        if digit <= 1 { return .slot(slot, isOne: digit == 1) }
      }
      let kind = DecimalCell(text[...])
      if options.threshold == nil && (kind == .zero || kind == .one) {
        return .slot(slot, isOne: kind == .one)
      }
      return options.allowsHoles(in: index) && missingTokens.contains(text) ? .hole(slot) : .bad
    }
  }

  /// Whether a cell without a value is to be marked, and not a state of its own.
  @inline(__always)
  private func isHole(_ text: UnsafeRawBufferPointer, _ column: Int) -> Bool {
    options.allowsHoles(in: column) && (text.count == 0 || !options.keepsMissingTokens)
  }

  private func count(_ fields: FieldList, in record: UnsafeRawBufferPointer) {
    for index in fields.indices {
      guard let column = map.column(ofField: index) else { continue }
      let found = fields[index].withValue(in: record) { slot(of: $0, in: column) }
      if case .other = found { unseen[column] += 1 }
    }
  }

  private func problem(
    with field: FieldSpan, _ index: Int, _ column: Int, in record: UnsafeRawBufferPointer,
    line: Int
  ) -> InputError {
    let line = record.line(of: field, from: line)
    if field.withValue(in: record, { missingTokens.contains($0) }) {
      return .missingValue(source: source, line: line, field: index + 1, column: names?[column])
    }
    let found = printable(field.trimmed(in: record).text(in: record))
    if case .binary = columns[column] {
      return .cell(
        source: source, line: line, field: index + 1, column: names?[column],
        expected: options.threshold == nil ? .binary : .number, found: found)
    }
    if case .number = columns[column],
      field.withValue(in: record, { NumberText($0) == nil })
    {
      return .cell(
        source: source, line: line, field: index + 1, column: names?[column], expected: .number,
        found: found)
    }
    return .unseenValue(
      source: source, line: line, field: index + 1, column: names?[column], found: found)
  }

  /// A first record is data if one of its fields is a value of its categorical column; and if it has
  /// too many or too few, which is then said.
  func isData(
    _ fields: [FieldSpan], in record: UnsafeRawBufferPointer, next: [[UInt8]]?
  ) -> Bool {
    let map =
      ColumnMap(
        fieldCount: fields.count, columns: columns.count, ignoring: ignoredFields)
    guard let map else { return true }
    return fields.indices.contains { index in
      guard let column = map.column(ofField: index),
        case .categorical(_, let values, _, _) = columns[column]
      else { return false }
      return fields[index].withValue(in: record) { values.find($0) != nil }
    }
  }
}

/// Finds the slot of a value of a categorical column.
///
/// A class, so that the cell readers hand on one reference instead of three.
private final class ValueSlots {
  private let values: ValueDictionary
  private let valuesAlone: Int
  private let slotOfValue: [Int]

  init(_ categories: Categories) {
    values = ValueDictionary(values: categories.values)
    valuesAlone = categories.valuesAlone
    slotOfValue = categories.slotOfValue
  }

  @inline(__always)
  func find(_ text: UnsafeRawBufferPointer) -> Int? {
    guard let number = values.find(text) else { return nil }
    return number < valuesAlone ? number : slotOfValue[number]
  }
}
