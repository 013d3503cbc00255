// What a reader hands on: some records in a row.

/// Consecutive records of the stream of inputs.
public struct RecordBatch: Sendable {
  /// The cells; those of a bad record are all 0.
  public var rows: Rows
  /// A bit for each cell: 1 where it is empty in the input and 0 in `rows`; nil unless cells may be empty.
  public var holes: Rows?
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
  /// Whether any number of blanks separates them.
  public let joinsBlanks: Bool
  /// The column of each field, nil for fields that are not columns.
  public let columnOfField: [Int?]
  /// Columns without a field.
  public let absent: [Int]
  /// What ends a line: that of the first one, a line feed or a carriage return before it.
  public var lineEnd: [UInt8] = [0x0A]
}

/// One record on its way from a decoder to a batch: its cells, and which of them are empty.
final class RecordBuffer {
  /// The cells of a row, as `layout` says.
  let cells: UnsafeMutablePointer<UInt64>
  /// A bit for each column.
  let holes: UnsafeMutablePointer<UInt64>
  let layout: RowLayout
  private let holeWords: Int

  /// A record of zeros.
  init(layout: RowLayout) {
    self.layout = layout
    holeWords = RowLayout.words(ofBits: layout.columns)
    cells = .allocate(capacity: max(layout.wordsPerRow, 1))
    holes = .allocate(capacity: max(holeWords, 1))
    clear()
  }

  deinit {
    cells.deallocate()
    holes.deallocate()
  }

  /// Makes all cells 0, and no cell a hole.
  func clear() {
    cells.initialize(repeating: 0, count: layout.wordsPerRow)
    clearHoles()
  }

  func clearHoles() { holes.initialize(repeating: 0, count: holeWords) }

  @inline(__always)
  func markHole(_ column: Int) { holes[column / 64] |= 1 << UInt64(column % 64) }

  fileprivate var row: UnsafeBufferPointer<UInt64> {
    UnsafeBufferPointer(start: cells, count: layout.wordsPerRow)
  }

  fileprivate var holeRow: UnsafeBufferPointer<UInt64> {
    UnsafeBufferPointer(start: holes, count: holeWords)
  }
}

extension RecordBatch {
  mutating func append(_ record: RecordBuffer, text: UnsafeRawBufferPointer?) {
    rows.append(words: record.row)
    holes?.append(words: record.holeRow)
    if !isBad.isEmpty { isBad.append(false) }
    append(text: text)
  }

  mutating func appendBad(text record: UnsafeRawBufferPointer?) {
    if isBad.isEmpty { isBad = Array(repeating: false, count: rows.count) }
    rows.appendZeros(count: 1)
    holes?.appendZeros(count: 1)
    isBad.append(true)
    append(text: record)
  }

  private mutating func append(text record: UnsafeRawBufferPointer?) {
    guard let record else { return }
    text.append(contentsOf: record)
    textEnds.append(text.count)
  }
}
