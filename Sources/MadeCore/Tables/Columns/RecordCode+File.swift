// Codes of records in a model's header.

extension RecordCode {
  /// The value of its line in a model's header after the number of the field: counts and templates in turns.
  ///
  /// In a template a letter or digit is an alphabet, and any byte after a backslash, or another byte, itself; a part is
  /// `\(DE:250\|FR:240\)`, texts with their counts.
  var headerWords: String {
    templates.map { template in
      let bytes = template.places.flatMap { place -> [UInt8] in
        switch place {
        case .any(let alphabet): [alphabet.rawValue]
        case .byte(let byte): Self.isPlain(byte) ? [byte] : [0x5C, byte]
        case .oneOf(let parts):
          Array("\\(".utf8)
            + parts.map { $0.text + Array(":\($0.count)".utf8) }.joined(
              separator: Array("\\|".utf8))
            + Array("\\)".utf8)
        }
      }
      return "\(template.count) \(HeaderText.escaped(bytes))"
    }.joined(separator: " ")
  }

  /// Whether a byte stands for itself in a template: neither letter, digit nor backslash.
  private static func isPlain(_ byte: UInt8) -> Bool {
    !(byte.isDigit || byte.isLetter || byte == 0x5C)
  }

  /// Undoes `headerWords`; nil for anything else.
  init?(headerWords words: ArraySlice<Substring.UTF8View.SubSequence>) {
    let words = Array(words)
    guard words.count % 2 == 0, (1...Self.mostTemplates).contains(words.count / 2) else {
      return nil
    }
    templates = []
    for index in stride(from: 0, to: words.count, by: 2) {
      guard let count = HeaderText.integer(Substring(words[index]), Self.counts),
        let bytes = HeaderText.unescaped(words[index + 1]), let places = Self.places(bytes)
      else { return nil }
      // Codes come first; what is missing in all cells is none.
      if templates.isEmpty && places.isEmpty { return nil }
      templates.append(Template(places: places, count: count))
    }
  }

  private static func places(_ bytes: [UInt8]) -> [Place]? {
    var places: [Place] = []
    var length = 0
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      if byte != 0x5C {
        guard isPlain(byte) || Alphabet(rawValue: byte) != nil else { return nil }
        places.append(Alphabet(rawValue: byte).map { .any($0) } ?? .byte(byte))
        length += 1
        continue
      }
      guard let next = rest.popFirst() else { return nil }
      if next == UInt8(ascii: "(") {
        guard let parts = parts(&rest), let first = parts.first else { return nil }
        places.append(.oneOf(parts))
        length += first.text.count
      } else {
        if isPlain(next) { return nil }
        places.append(.byte(next))
        length += 1
      }
    }
    return length <= mostPlaces ? places : nil
  }

  /// Takes the texts of a part up to its end, in ascending order.
  private static func parts(_ rest: inout ArraySlice<UInt8>) -> [Part]? {
    var parts: [Part] = []
    while parts.count < mostParts {
      let text = Array(rest.prefix { !isPlain($0) && $0 != 0x5C })
      rest = rest.dropFirst(text.count)
      guard !text.isEmpty, rest.popFirst() == UInt8(ascii: ":") else { return nil }
      let digits = rest.prefix { $0.isDigit }
      rest = rest.dropFirst(digits.count)
      guard
        let count = HeaderText.integer(String(decoding: digits, as: UTF8.self)[...], counts),
        parts.last.map({
          $0.text.count == text.count && $0.text.lexicographicallyPrecedes(text)
        }) ?? true
      else { return nil }
      parts.append(Part(text: text, count: count))
      guard rest.popFirst() == 0x5C, let end = rest.popFirst() else { return nil }
      if end == UInt8(ascii: ")") { return parts.count > 1 ? parts : nil }
      if end != UInt8(ascii: "|") { return nil }
    }
    return nil
  }
}
