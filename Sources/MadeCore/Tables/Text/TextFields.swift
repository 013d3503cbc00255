// The fields of a text as they are, before anybody asks what they mean: for tables of types,
// and for tests of the grammar.

/// Splits a text into records and fields, showing it to the state machine `chunk` bytes at a time.
///
/// - Parameter usesWords: false for the state machine alone, byte by byte.
package func textFields(
  _ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ","), chunk: Int = .max,
  usesWords: Bool = true
) throws(InputError) -> [[[UInt8]]] {
  let buffer = InputBuffer(GzipSource(MemorySource(bytes, chunk: chunk)))
  var scanner = FieldScanner(delimiter: delimiter, maximumFields: 1000, usesWords: usesWords)
  var records: [[[UInt8]]] = []
  while true {
    if buffer.count == 0 {
      try buffer.fill()
      if buffer.count == 0 { return records }
    }
    switch scanner.scan(buffer.bytes, isAtEnd: buffer.isAtEnd) {
    case .incomplete: try buffer.fill()
    case .fault(let fault):
      switch fault {
      case .unterminatedQuote: throw .unterminatedQuote(source: "memory", line: 0)
      case .textAfterQuote: throw .textAfterQuote(source: "memory", line: 0, field: 0)
      case .loneCarriageReturn: throw .loneCarriageReturn(source: "memory", line: 0)
      case .tooManyFields: throw .tooManyColumns(source: "memory", limit: 1000)
      }
    case .record(let length, let ending):
      let record = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(length))
      records.append(scanner.fields.map { $0.text(in: record) })
      buffer.consume(length + ending)
      scanner.reset()
    }
  }
}
