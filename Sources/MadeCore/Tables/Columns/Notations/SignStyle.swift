// How it is written that a number is less than 0.

/// Where the sign of a negative number stands, and what it is.
package struct SignStyle: Hashable, Sendable {
  package enum Place: CaseIterable, Sendable {
    /// `-$5`
    case before
    /// `$-5`
    case inside
    /// `5- kg`
    case after
    /// `5 kg-`
    case end
    /// `($5)`
    case around
    /// `$(5)`
    case aroundNumber
  }

  package enum Minus: CaseIterable, Sendable {
    case hyphen
    /// U+2212.
    case minus
    /// An en dash, U+2013.
    case dash

    var bytes: [UInt8] {
      switch self {
      case .hyphen: [0x2D]
      case .minus: [0xE2, 0x88, 0x92]
      case .dash: [0xE2, 0x80, 0x93]
      }
    }

    /// The sign that begins at a byte of a text before `end`.
    @inline(__always)
    static func at(_ index: Int, of text: UnsafeRawBufferPointer, before end: Int) -> Minus? {
      guard index >= 0, index < end else { return nil }
      if text[index] == 0x2D { return .hyphen }
      guard text[index] == 0xE2, index + 2 < end else { return nil }
      switch (text[index + 1], text[index + 2]) {
      case (0x88, 0x92): return .minus
      case (0x80, 0x93): return .dash
      default: return nil
      }
    }
  }

  package var place: Place
  package var minus: Minus
  /// Whether a blank follows it, `- 5`.
  package var hasBlank: Bool

  package init(place: Place, minus: Minus = .hyphen, hasBlank: Bool = false) {
    self.place = place
    self.minus = minus
    self.hasBlank = hasBlank
  }

  /// A hyphen before everything else.
  package static let plain = SignStyle(place: .before)

  /// All that there are.
  private static let all: [SignStyle] = Place.allCases.flatMap { place -> [SignStyle] in
    switch place {
    case .around, .aroundNumber: [SignStyle(place: place)]
    case .before, .inside, .after, .end:
      Minus.allCases.flatMap { minus in
        (place == .before || place == .inside ? [false, true] : [false]).map {
          SignStyle(place: place, minus: minus, hasBlank: $0)
        }
      }
    }
  }

  /// As a word of a model's header, with P for what stands before the number N, and S for what stands after it.
  package var headerWord: String {
    let sign = HeaderText.escaped(minus.bytes + (hasBlank ? [0x20] : []))
    switch place {
    case .before: return "\(sign)PNS"
    case .inside: return "P\(sign)NS"
    case .after: return "PN\(sign)S"
    case .end: return "PNS\(sign)"
    case .around: return "(PNS)"
    case .aroundNumber: return "P(N)S"
    }
  }

  /// Undoes `headerWord`; nil for anything else.
  package init?(headerWord word: Substring) {
    guard let style = Self.all.first(where: { $0.headerWord == word }) else { return nil }
    self = style
  }
}
