// What stands between the digits of a number.

/// A decimal point, or what groups digits.
package enum DigitSeparator: String, CaseIterable, Hashable, Sendable {
  case point
  case comma
  case blank
  case apostrophe
  /// The typographic apostrophe of Swiss amounts, U+2019.
  case quote
  /// U+00A0.
  case noBreak = "no-break"
  /// The narrow no-break space of French amounts, U+202F.
  case narrow
  /// U+2009.
  case thin
  /// The no-break space of files in Latin-1: a byte that is no UTF-8.
  case byteA0 = "byte-a0"

  /// Whether only this separator, of points and commas, can be nothing but a separator of groups.
  var isGroupOnly: Bool { self != .point && self != .comma }

  package var bytes: [UInt8] {
    switch self {
    case .point: [0x2E]
    case .comma: [0x2C]
    case .blank: [0x20]
    case .apostrophe: [0x27]
    case .quote: [0xE2, 0x80, 0x99]
    case .noBreak: [0xC2, 0xA0]
    case .narrow: [0xE2, 0x80, 0xAF]
    case .thin: [0xE2, 0x80, 0x89]
    case .byteA0: [0xA0]
    }
  }

  /// The separator that begins at a byte of a text, and how many bytes it has.
  @inline(__always)
  static func at(_ index: Int, of text: UnsafeRawBufferPointer) -> (DigitSeparator, count: Int)? {
    switch text[index] {
    case 0x2E: return (.point, 1)
    case 0x2C: return (.comma, 1)
    case 0x20: return (.blank, 1)
    case 0x27: return (.apostrophe, 1)
    case 0xA0: return (.byteA0, 1)
    case 0xC2: return index + 1 < text.count && text[index + 1] == 0xA0 ? (.noBreak, 2) : nil
    case 0xE2:
      guard index + 2 < text.count, text[index + 1] == 0x80 else { return nil }
      switch text[index + 2] {
      case 0x99: return (.quote, 3)
      case 0xAF: return (.narrow, 3)
      case 0x89: return (.thin, 3)
      default: return nil
      }
    default: return nil
    }
  }
}

/// Several of them.
struct DigitSeparators: OptionSet {
  let rawValue: UInt16

  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(_ separator: DigitSeparator) {
    self.init(rawValue: 1 << (DigitSeparator.allCases.firstIndex(of: separator) ?? 0))
  }

  /// All that cannot be a decimal point.
  static let groupsOnly: DigitSeparators = {
    DigitSeparator.allCases.reduce(into: []) { if $1.isGroupOnly { $0.insert(Self($1)) } }
  }()
}
