// File names are bytes; Swift's text is Unicode, and would replace what is not.

/// File names as text from which their bytes come back.
///
/// A byte that is not part of UTF-8 becomes a character that stands for it, one of the last 128 of Unicode, which
/// are for private use. So do the bytes of these characters themselves, so no two names become one text. All calls of
/// the system turn text back.
package enum PathText {
  /// What a byte is added to.
  private static let base: UInt32 = 0x10FF00

  /// The text of a name.
  package static func text(_ name: some Collection<UInt8>) -> String {
    var result = String.UnicodeScalarView()
    var parser = UTF8.ForwardParser()
    var rest = name[...]
    var bytes = name.makeIterator()
    while true {
      let length: Int
      switch parser.parseScalar(from: &bytes) {
      case .emptyInput: return String(result)
      case .valid(let encoded):
        let scalar = UTF8.decode(encoded)
        length = encoded.count
        if byte(of: scalar) == nil {
          result.append(scalar)
          rest = rest.dropFirst(length)
          continue
        }
      case .error(let count): length = count
      }
      for byte in rest.prefix(length) {
        if let scalar = Unicode.Scalar(base + UInt32(byte)) { result.append(scalar) }
      }
      rest = rest.dropFirst(length)
    }
  }

  /// The name that a text is of.
  package static func name(_ text: some StringProtocol) -> [UInt8] {
    // Quick where no character stands for a byte, as each of those begins with this one.
    guard text.utf8.contains(0xF4) else { return Array(text.utf8) }
    var name: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let byte = byte(of: scalar) {
        name.append(byte)
      } else {
        name += UTF8.encode(scalar) ?? .init()
      }
    }
    return name
  }

  /// The byte that a character stands for, if it does.
  package static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= base + 0x80 ? UInt8(truncatingIfNeeded: scalar.value - base) : nil
  }

  /// The text of an argument that is no file name: as Swift reads it, with U+FFFD for what is not UTF-8.
  package static func readable(_ text: String) -> String {
    String(decoding: name(text), as: UTF8.self)
  }
}
