// Fields of a model's header: a text keeps to one line and one field, a number has one spelling.

/// How texts and numbers stand in the header of a model file.
enum HeaderText {
  /// An integer in its one spelling; nil for any other text, and beyond the limits.
  static func integer(_ text: Substring, _ limits: ClosedRange<Int>) -> Int? {
    guard let value = Int(text), limits.contains(value), "\(value)" == text else { return nil }
    return value
  }

  /// Most bytes of a line `notation`.
  static let mostNotationBytes = 1 << 16

  /// Which codes a column has beside those of its values, as a word.
  static func extra(hasOther: Bool, hasMissing: Bool) -> String {
    hasOther ? hasMissing ? "other+missing" : "other" : hasMissing ? "missing" : "none"
  }

  /// Undoes `extra(hasOther:hasMissing:)`; nil for any other word.
  static func extraCodes(_ word: some Collection<UInt8>) -> (hasOther: Bool, hasMissing: Bool)? {
    switch String(decoding: word, as: UTF8.self) {
    case "none": (false, false)
    case "other": (true, false)
    case "missing": (false, true)
    case "other+missing": (true, true)
    default: nil
    }
  }

  /// A text as a field of a line: bytes up to the space, percent and DEL become %XX.
  ///
  /// So do bytes from 0x80 on if the text is not UTF-8, because the header is.
  static func escaped(_ text: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let isUnicode = String(validating: text, as: UTF8.self) != nil
    var bytes: [UInt8] = []
    for byte in text {
      if byte <= 0x20 || byte == 0x25 || byte == 0x7F || byte >= 0x80 && !isUnicode {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Undoes `escaped`; nil for anything that `escaped` does not write.
  static func unescaped(_ text: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(text)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      rest = rest.dropFirst(2)
      bytes.append(value)
    }
    return escaped(bytes).utf8.elementsEqual(text) ? bytes : nil
  }

  /// Whether the values on a line can have at most `room` codes, as its spaces tell before anything is kept;
  /// `further` of the values share codes.
  static func mayHold(_ line: some Collection<UInt8>, _ room: Int, further: Int = 0) -> Bool {
    line.count(where: { $0 == 0x20 }) <= room + 3 + further
  }
}
