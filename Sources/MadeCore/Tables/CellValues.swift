// What a table knows of its cells beyond their codes.

/// The values of cells whose code stands for several, and the texts of values that did not occur in training.
struct CellValues: Sendable {
  /// The values of columns that were read while their kinds were inferred.
  private let found: [FoundColumn?]
  /// For each column the value of each row, `unknown` where it is not known; empty where none is.
  private var listed: [[Int]]
  /// Texts without a code, which `listed` counts from 0 in cells of the code for other values.
  private var texts: [[UInt8]] = []

  private static let unknown = Int.min

  /// Nothing is known beyond codes.
  init(columns: Int) {
    found = Array(repeating: nil, count: columns)
    listed = Array(repeating: [], count: columns)
  }

  /// What was found in columns while their kinds were inferred.
  init(found: [FoundColumn?]) {
    self.found = found
    listed = Array(repeating: [], count: found.count)
  }

  /// The value of a cell, nil if its code has to say it.
  func value(row: Int, column: Int) -> Int? {
    if let column = found[column] { return column.value(row: row) }
    guard row < listed[column].count, listed[column][row] != Self.unknown else { return nil }
    return listed[column][row]
  }

  /// The text of a cell whose code is that of other values, nil if it is not known.
  func text(row: Int, column: Int) -> [UInt8]? {
    value(row: row, column: column).map { texts[$0] }
  }

  /// Keeps the value of a cell; rows come in ascending order.
  mutating func set(_ value: Int, row: Int, column: Int) {
    while listed[column].count < row { listed[column].append(Self.unknown) }
    listed[column].append(value)
  }

  /// Keeps the text of a cell whose code is that of other values.
  mutating func set(text: [UInt8], row: Int, column: Int) {
    set(texts.count, row: row, column: column)
    texts.append(text)
  }
}

/// Reads the text of records a second time, for what their codes leave out.
final class CellTexts {
  private let decoders: [any CellDecoder]
  private let others: [Int?]
  /// For each column and code whether it stands for several values.
  private let isShared: [[Bool]]
  private let missingTokens: MissingTokens

  /// What reads records of a schema; nil if their codes leave nothing out.
  init?(_ schema: Schema, _ options: InputOptions) {
    others = schema.columns.map(\.kind.otherCode)
    isShared = schema.columns.map { column in column.kind.logWidths.map { $0 > 0 } }
    if others.allSatisfy({ $0 == nil }) && isShared.allSatisfy(\.isEmpty) { return nil }
    let tokens = MissingTokens(options.missingTokens + schema.missingTokens)
    missingTokens = tokens
    decoders = schema.columns.map {
      $0.kind.decoder(CellPolicy(threshold: options.threshold, missingTokens: tokens))
    }
  }

  /// Keeps the values of a batch whose text was kept.
  ///
  /// - Parameter first: the row of its first record.
  func read(_ batch: RecordBatch, first: Int, into values: inout CellValues) {
    let fields = batch.layout?.columnOfField ?? Array(0..<decoders.count)
    var scanner = FieldScanner(
      delimiter: batch.layout?.delimiter ?? UInt8(ascii: ","), maximumFields: fields.count + 1,
      joinsBlanks: batch.layout?.joinsBlanks ?? false)
    for record in 0..<batch.count {
      batch.text(ofRecord: record).withUnsafeBytes { text in
        // It has been read once, so it has as many fields as columns were found in it.
        _ = scanner.scan(text, isAtEnd: true)
        for (index, field) in scanner.fields.enumerated() where index < fields.count {
          guard let column = fields[index] else { continue }
          let code = batch.rows.code(record, column)
          let isOther = code == others[column]
          guard isOther || !isShared[column].isEmpty && isShared[column][code] else { continue }
          if batch.holes?[record, column] == true { continue }
          field.withValue(in: text) { text in
            if isOther {
              if !missingTokens.contains(text) {
                values.set(text: Array(text), row: first + record, column: column)
              }
            } else if let value = decoders[column].value(of: text) {
              values.set(value, row: first + record, column: column)
            }
          }
        }
        scanner.reset()
      }
    }
  }
}
