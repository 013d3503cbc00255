// How the parts of dates and times follow each other.

/// The parts of a date or a time in their order, with what stands between them.
struct DatePattern: Hashable, Sendable {
  enum Piece: Hashable, Sendable {
    case field(DateField)
    case literal(UInt8)
  }

  let elements: [Piece]
  /// What a text says.
  let parts: Set<DateField.Part>
  /// Whether it says a day, a month or a quarter of a year.
  let hasDate: Bool
  /// Whether it says a time of day, or a length of time.
  let hasTime: Bool
  /// The names of each element that is a name.
  private let names: [[[UInt8]]]

  /// A text is not longer than this.
  static let mostBytes = 64

  /// Nil if the parts make no date and no time.
  init?(_ elements: [Piece]) {
    let fields = elements.compactMap { element -> DateField? in
      if case .field(let field) = element { field } else { nil }
    }
    parts = Set(fields.map(\.part))
    let isWhole = { (needed: DateField.Part, by: DateField.Part) in
      !fields.contains { $0.part == by } || fields.contains { $0.part == needed }
    }
    let isDay =
      parts.isSuperset(of: [.year, .month]) || parts.isSuperset(of: [.year, .quarter])
    let isTime = parts.contains(.minute) && (parts.contains(.hour) || parts.contains(.second))
    guard fields.count == parts.count, elements.count <= Self.mostBytes, isDay || isTime,
      isDay || parts.isDisjoint(with: [.year, .month, .quarter, .day, .weekday, .zone]),
      isTime || parts.isDisjoint(with: [.hour, .minute, .second, .zone]),
      !parts.isSuperset(of: [.month, .quarter]), isWhole(.month, .day), isWhole(.day, .weekday),
      isWhole(.second, .fraction), isWhole(.hour, .half), !isDay || !isTime || parts.contains(.day),
      !isDay || !isTime || parts.contains(.hour),
      parts.contains(.half) == fields.contains(where: { $0 == .halfHour || $0 == .shortHalfHour })
    else { return nil }
    self.elements = elements
    (hasDate, hasTime) = (parts.contains(.year), parts.contains(.minute))
    names = elements.map { element in
      if case .field(let field) = element { field.names ?? [] } else { [] }
    }
  }

  /// The names of the element at an index.
  func names(_ index: Int) -> [[UInt8]] { names[index] }

  /// Another way to write some of its parts.
  func replacing(_ fields: (DateField) -> DateField) -> DatePattern {
    DatePattern(
      elements.map { element in
        if case .field(let field) = element { .field(fields(field)) } else { element }
      }) ?? self
  }
}

// MARK: - Model file

extension DatePattern {
  private static let escape = UInt8(ascii: "\\")

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }

  /// As a word of a model's header, `Y-M-D\TH:N:S`: letters are parts, but for those after a backslash.
  var headerWord: String {
    HeaderText.escaped(
      elements.flatMap { element -> [UInt8] in
        switch element {
        case .field(let field): [field.rawValue]
        case .literal(let byte):
          Self.isLetter(byte) || byte == Self.escape ? [Self.escape, byte] : [byte]
        }
      })
  }

  /// Undoes `headerWord`; nil for anything else.
  init?(headerWord word: Substring) {
    guard word.utf8.count <= 4 * Self.mostBytes, let bytes = HeaderText.unescaped(word.utf8) else {
      return nil
    }
    var elements: [Piece] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      if byte == Self.escape {
        guard let literal = rest.popFirst(), Self.isLetter(literal) || literal == Self.escape else {
          return nil
        }
        elements.append(.literal(literal))
      } else if Self.isLetter(byte) {
        guard let field = DateField(rawValue: byte) else { return nil }
        elements.append(.field(field))
      } else {
        if byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") { return nil }
        elements.append(.literal(byte))
      }
    }
    self.init(elements)
  }
}
