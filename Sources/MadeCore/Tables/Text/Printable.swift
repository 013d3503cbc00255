// Text of an input, made fit for a message: short, on one line, and harmless to a terminal.

/// Shortens and escapes bytes of unknown origin.
///
/// At most 40 characters, then `...` if there were more; control characters, quotes,
/// backslashes and bytes that are not UTF-8 appear as escapes (`\t`, `\0`, `\x9b`).
package func printable(_ bytes: [UInt8]) -> String {
  var result = ""
  var count = 0
  var parser = UTF8.ForwardParser()
  // At most four bytes to a scalar, and one scalar more to see whether the text goes on.
  var iterator = bytes.prefix(41 * 4).makeIterator()
  var position = 0
  decoding: while true {
    let piece: String
    switch parser.parseScalar(from: &iterator) {
    case .emptyInput: break decoding
    case .valid(let encoded):
      piece = escaped(UTF8.decode(encoded))
      position += encoded.count
    case .error(let length):
      // The parser skips the ill-formed sequence; its first byte is shown for it.
      piece = "\\x" + hexadecimal(bytes[min(position, bytes.count - 1)])
      position += length
    }
    if count == 40 { return result + "..." }
    result += piece
    count += 1
  }
  return position < bytes.count && count >= 40 ? result + "..." : result
}

/// Shortens and escapes a text.
package func printable(_ text: some StringProtocol) -> String { printable(Array(text.utf8)) }

/// Escapes what could act on a terminal or break a line, and nothing else: for messages that hold whole file
/// names and arguments.
package func harmless(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if let byte = PathText.byte(of: scalar) {
      result += ("\\x" + hexadecimal(byte)).unicodeScalars
    } else if isInvisible(scalar) {
      result += escaped(scalar).unicodeScalars
    } else {
      result.append(scalar)
    }
  }
  return String(result)
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": return "\\n"
  case "\r": return "\\r"
  case "\t": return "\\t"
  case "\0": return "\\0"
  case "\"": return "\\\""
  case "\\": return "\\\\"
  default: break
  }
  guard isInvisible(scalar) else { return String(Character(scalar)) }
  return scalar.value < 0x100
    ? "\\x" + hexadecimal(UInt8(scalar.value)) : "\\u{\(String(scalar.value, radix: 16))}"
}

/// Controls, and format characters: direction overrides would rearrange a message.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
    .unassigned:
    true
  default: false
  }
}

private func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return digits.utf8.count == 1 ? "0" + digits : digits
}
