// What a reader hands on: some records in a row.

/// Consecutive records of the stream of inputs.
public struct RecordBatch: Sendable {
  /// The cells; those of a bad record are all 0.
  public var rows: Rows
  /// A 1 where a cell is empty in the input and 0 in `rows`; nil unless cells may be empty.
  public var missing: Rows?
  /// Which records are bad; empty when none is.
  public var isBad: [Bool] = []
  /// The bytes of the records as they were read, without line ends, when they are kept.
  ///
  /// Records of IDX files have none and are written out: `0,1,0`.
  public var text: [UInt8] = []
  /// Where in `text` each record ends; the first begins at 0, each next one at the end before it.
  public var textEnds: [Int] = []
  /// Which fields of `text` are which columns; nil without text.
  public var layout: RecordLayout?
  /// How many records were handed on before this batch.
  public var firstRecord: Int

  /// A batch of rows, none of them bad, without text.
  public init(rows: Rows, firstRecord: Int) {
    self.rows = rows
    self.firstRecord = firstRecord
  }

  /// The number of records.
  public var count: Int { rows.count }

  /// Whether a record could be read; the cells and answers of others mean nothing.
  public func isGood(_ record: Int) -> Bool { isBad.isEmpty || !isBad[record] }

  /// The bytes of a record as they were read, when they are kept.
  public func text(ofRecord index: Int) -> ArraySlice<UInt8> {
    text[(index == 0 ? 0 : textEnds[index - 1])..<textEnds[index]]
  }
}

/// The fields of the records of one input.
public struct RecordLayout: Equatable, Sendable {
  /// What separates them.
  public let delimiter: UInt8
  /// The column of each field, nil for fields that are none.
  public let columnOfField: [Int?]
  /// Columns that no field is.
  public let absent: [Int]
}

extension RecordBatch {
  mutating func append(
    _ words: UnsafeBufferPointer<UInt64>, missing mask: UnsafeBufferPointer<UInt64>,
    text record: UnsafeRawBufferPointer?
  ) {
    rows.append(words: words)
    missing?.append(words: mask)
    if !isBad.isEmpty { isBad.append(false) }
    append(text: record)
  }

  mutating func appendBad(text record: UnsafeRawBufferPointer?) {
    if isBad.isEmpty { isBad = Array(repeating: false, count: rows.count) }
    rows.appendZeros(count: 1)
    missing?.appendZeros(count: 1)
    isBad.append(true)
    append(text: record)
  }

  private mutating func append(text record: UnsafeRawBufferPointer?) {
    guard let record else { return }
    text.append(contentsOf: record)
    textEnds.append(text.count)
  }
}
