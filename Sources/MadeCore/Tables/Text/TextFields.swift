// The fields of a text as they are, before anybody asks what they mean: for tables of types,
// and for tests of the grammar.

/// Splits a text into records and fields, showing it to the state machine `chunk` bytes at a time.
///
/// - Parameter usesWords: false for the state machine alone, byte by byte.
package func textFields(
  _ text: [UInt8], delimiter: UInt8 = UInt8(ascii: ","), chunk: Int = .max,
  usesWords: Bool = true
) throws(TextFault) -> [[[UInt8]]] {
  var scanner = FieldScanner(delimiter: delimiter, maximumFields: 1000, usesWords: usesWords)
  var records: [[[UInt8]]] = []
  // The current record begins at `start`; the machine has seen the text up to `shown`, all of it at the end.
  var (start, shown, isAtEnd) = (0, 0, false)
  while !isAtEnd || start < shown {
    let outcome = text[start..<shown].withUnsafeBytes { bytes in
      let outcome = scanner.scan(bytes, isAtEnd: isAtEnd)
      if case .record(let length, _) = outcome {
        let record = UnsafeRawBufferPointer(rebasing: bytes.prefix(length))
        records.append(scanner.fields.map { $0.text(in: record) })
      }
      return outcome
    }
    switch outcome {
    case .incomplete:
      isAtEnd = shown == text.count
      shown += min(chunk, text.count - shown)
    case .fault(let fault): throw fault
    case .record(let length, let ending):
      start += length + ending
      scanner.reset()
    }
  }
  return records
}
