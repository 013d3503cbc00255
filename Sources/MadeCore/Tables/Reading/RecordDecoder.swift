// What the two kinds of input, text and IDX, have in common for the reader of records.

/// The outcome of one step.
enum DecoderStep {
  /// A record: its cells are written and `recordText` is set.
  case record
  /// A record that is not what it should be; its cells are not to be used.
  case badRecord(InputError)
  /// The buffered bytes end before the record does: fill the buffer and call again.
  case needsInput
  /// There are no more records.
  case end
}

/// Takes records off an input buffer, one at a time, without ever reading.
protocol RecordDecoder: AnyObject {
  var buffer: InputBuffer { get }

  /// Decodes the next record into `row`, which is all zeros before the first step.
  func step(into row: RecordBuffer) throws(InputError) -> DecoderStep

  /// The bytes of the last record; valid until the next step or fill.
  var recordText: UnsafeRawBufferPointer { get }
}
