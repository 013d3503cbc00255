// Fields of text in quotes, where they need them.

/// Whether a file that began with the field might be taken for one with a byte order mark, for gzip,
/// IDX, or text of another width.
private func mayBeginOther(_ field: [UInt8]) -> Bool {
  switch field.first {
  case nil: false
  case (0...8)?, 0x1f, 0xfe, 0xff: true
  default: field.starts(with: [0xef, 0xbb, 0xbf])
  }
}

/// A field of text, in quotes if it would otherwise not be read back as it is.
func quoted(_ field: [UInt8], delimiter: UInt8) -> [UInt8] {
  let needsQuotes =
    field.contains {
      $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    } || field.first?.isBlank == true || field.last?.isBlank == true
    || mayBeginOther(field)
  return needsQuotes ? inQuotes(field) : field
}

/// A field of text in quotes, those inside it doubled.
func inQuotes(_ field: some Collection<UInt8>) -> [UInt8] {
  let quote = UInt8(ascii: "\"")
  var result = [quote]
  for byte in field {
    if byte == quote { result.append(quote) }
    result.append(byte)
  }
  return result + [quote]
}
