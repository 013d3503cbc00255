// From fields to cells: what the readers of binary tables, of typed tables, and of tables whose kinds are being
// inferred have in common.

/// Reads the cells of records whose fields are found.
protocol RecordCells: AnyObject {
  /// Begins an input with these fields.
  func begin(_ input: InputFields) throws(InputError)

  /// Whether bytes of IDX are read here, as numbers; otherwise they are bits.
  ///
  /// - Throws: `InputError.idxOfWords` where they can be neither.
  func takesBytes(source: String) throws(InputError) -> Bool

  /// Whether a line of single digits may be read as bits, without finding its fields.
  var takesDigits: Bool { get }

  /// Reads the cells of a record that begins at `line`.
  ///
  /// - Parameter row: takes the cells, and which of them are empty.
  /// - Returns: What is wrong with the first field that is wrong.
  func read(
    _ record: UnsafeRawBufferPointer, _ fields: FieldList, line: Int,
    into row: RecordBuffer
  ) -> InputError?

  /// Whether the kinds of the columns are being inferred.
  var isCollecting: Bool { get }

  /// Whether a first record that looks like a header is data nevertheless.
  func isData(_ fields: [FieldSpan], in record: UnsafeRawBufferPointer) -> Bool

  /// Whether any field holds a value that its column knows.
  func knowsAny(
    _ fields: [FieldSpan], of map: ColumnMap, in record: UnsafeRawBufferPointer
  ) -> Bool
}

/// Reads the cells of records while the kinds of their columns are being inferred, and keeps them.
protocol RecordCollector: RecordCells {
  /// Takes the last record, and those before it that the reader still has.
  ///
  /// - Returns: false if the record is a row of the reader.
  func takesOver(_ rows: inout Rows) throws(InputError) -> Bool

  /// Whether no cell of the records to come can be wrong, so that cells may be read after all fields are found.
  var mayReadCellsAside: Bool { get }

  /// From here on records are put aside.
  func beginFinding()
  /// Whether a whole block of records is put aside.
  var hasFoundEnough: Bool { get }
  /// What was put aside; from here on each record goes to its columns at once.
  func endFinding() -> FoundRecords?
  /// Reads the cells of records that were put aside, in their order.
  func read(_ found: FoundRecords) throws(InputError)
}

extension RecordCells {
  func takesBytes(source: String) throws(InputError) -> Bool { false }

  var isCollecting: Bool { false }

  func isData(_ fields: [FieldSpan], in record: UnsafeRawBufferPointer) -> Bool { false }

  func knowsAny(
    _ fields: [FieldSpan], of map: ColumnMap, in record: UnsafeRawBufferPointer
  ) -> Bool { true }
}
