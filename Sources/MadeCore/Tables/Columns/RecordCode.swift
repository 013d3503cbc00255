// Columns of codes that say which record it is.

/// What a column of codes holds that are all different, such as `7590-VHVEG`: how they are put together.
///
/// Rows that are drawn get codes that are made up, all different as long as the templates have enough of them. A cell of
/// the training records is drawn only by chance: no template has more of one than many cells have in common.
public struct RecordCode: Equatable, Sendable {
  /// A place of a code.
  public enum Place: Equatable, Sendable {
    /// The same byte in all codes.
    case byte(UInt8)
    /// Any of an alphabet.
    case any(Alphabet)
    /// Several bytes that many codes have, as `DE` or `FR` has a country: texts of one length.
    case oneOf([Part])
  }

  /// One of the texts of a part, and how many of the training records have it.
  public struct Part: Equatable, Sendable {
    public var text: [UInt8]
    public var count: Int

    public init(text: [UInt8], count: Int) {
      self.text = text
      self.count = count
    }
  }

  /// Bytes of which one stands at a place.
  public enum Alphabet: UInt8, CaseIterable, Sendable {
    case digits = 0x39  // 9
    /// As the first of several.
    case digitsButZero = 0x31  // 1
    case smallHexadecimal = 0x68  // h
    case hexadecimal = 0x48  // H
    case small = 0x61  // a
    case capitals = 0x41  // A
    case smallAndDigits = 0x78  // x
    case capitalsAndDigits = 0x58  // X
    case all = 0x77  // w

    var bytes: [UInt8] { Self.tables[self] ?? [] }

    private static let tables = Dictionary(
      uniqueKeysWithValues: allCases.map { ($0, $0.listed) })

    private var listed: [UInt8] {
      let (digits, small) = (Array("0123456789".utf8), Array("abcdefghijklmnopqrstuvwxyz".utf8))
      let capitals = small.map { $0 - 0x20 }
      return switch self {
      case .digits: digits
      case .digitsButZero: Array(digits.dropFirst())
      case .smallHexadecimal: digits + small.prefix(6)
      case .hexadecimal: digits + capitals.prefix(6)
      case .small: small
      case .capitals: capitals
      case .smallAndDigits: digits + small
      case .capitalsAndDigits: digits + capitals
      case .all: digits + capitals + small
      }
    }
  }

  /// Codes of one length, and how many of the training records have one like it.
  public struct Template: Equatable, Sendable {
    public var places: [Place]
    public var count: Int

    public init(places: [Place], count: Int) {
      self.places = places
      self.count = count
    }
  }

  public var templates: [Template]

  static let mostTemplates = 32
  private static let mostTokens = 8
  /// Bytes of a code.
  static let mostPlaces = 64
  /// Texts of a part.
  static let mostParts = 64
  static let counts = 1...1 << 40

  public init(templates: [Template]) { self.templates = templates }

  /// The same where some cells are missing, each in one of a few spellings: these are templates, too.
  func with(missing tokens: [(text: [UInt8], count: Int)]) -> RecordCode {
    let added = tokens.prefix(Self.mostTokens).map { token in
      Template(places: token.text.map { .byte($0) }, count: token.count)
    }
    return RecordCode(templates: templates.prefix(Self.mostTemplates - added.count) + added)
  }

  /// The code of a record, counted from 0.
  ///
  /// - Parameter field: that of the codes: each has others for a record.
  package func text(ofRecord record: Int, field: Int = 0) -> [UInt8] {
    let number = UInt64(truncatingIfNeeded: record)
    let salt = UInt64(truncatingIfNeeded: field) << 48
    let total = UInt64(templates.reduce(0) { $0 + max($1.count, 0) })
    var rest = ByteHash.mixed(number ^ salt) % max(total, 1)
    for template in templates {
      if rest < UInt64(max(template.count, 0)) { return template.text(number, salt: salt) }
      rest -= UInt64(max(template.count, 0))
    }
    return []
  }
}

extension RecordCode.Template {
  /// The code with a number; those of two numbers below the number of codes differ.
  fileprivate func text(_ number: UInt64, salt: UInt64) -> [UInt8] {
    // The last places count; what is before them is chosen freely, and so are parts, by their counts, unless codes would
    // soon repeat. From the last byte to the first:
    var text: [UInt8] = []
    let ofAlphabets = codes { if case .any(let alphabet) = $0 { alphabet.bytes.count } else { 1 } }
    let areFew = ofAlphabets < Self.codesOfRecord * UInt64(max(count, 1))
    var codes =
      areFew
      ? codes {
        switch $0 {
        case .byte: 1
        case .any(let alphabet): alphabet.bytes.count
        case .oneOf(let parts): parts.count
        }
      } : ofAlphabets
    var index = Self.permuted(number % codes, below: codes, salt: salt)
    var free = ByteHash.mixed(number ^ salt ^ 0x5555_5555_5555_5555)
    for place in places.reversed() {
      switch place {
      case .byte(let byte): text.append(byte)
      case .any(let alphabet):
        let bytes = alphabet.bytes
        let base = UInt64(bytes.count)
        if codes >= base {
          text.append(bytes[Int(index % base)])
          (index, codes) = (index / base, codes / base)
        } else {
          text.append(bytes[Int(free % base)])
          free = ByteHash.mixed(free)
        }
      case .oneOf(let parts):
        let base = UInt64(parts.count)
        if areFew && codes >= base {
          text += parts[Int(index % base)].text.reversed()
          (index, codes) = (index / base, codes / base)
        } else {
          text += Self.choice(parts, free).reversed()
          free = ByteHash.mixed(free)
        }
      }
    }
    return text.reversed()
  }

  /// Parts are chosen by their counts if alphabets alone give this many codes for each training record.
  private static let codesOfRecord: UInt64 = 16

  /// The number of different codes, 2^60 at most.
  ///
  /// - Parameter texts: how many texts there are for a place.
  private func codes(_ texts: (RecordCode.Place) -> Int) -> UInt64 {
    places.reduce(1) { codes, place in
      let (product, overflow) = codes.multipliedReportingOverflow(by: UInt64(texts(place)))
      return overflow || product > 1 << 60 ? 1 << 60 : product
    }
  }

  /// One of the texts of a part, by their counts.
  private static func choice(_ parts: [RecordCode.Part], _ free: UInt64) -> [UInt8] {
    var rest = free % max(parts.reduce(0) { $0 + UInt64(max($1.count, 0)) }, 1)
    for part in parts {
      let count = UInt64(max(part.count, 0))
      if rest < count { return part.text }
      rest -= count
    }
    return parts.last?.text ?? []
  }

  /// A permutation of the numbers below `count`, which is 2^60 at most: a Feistel network on the next even power of
  /// two, followed until it comes below.
  private static func permuted(_ number: UInt64, below count: UInt64, salt: UInt64) -> UInt64 {
    let half = UInt64((64 - (count - 1).leadingZeroBitCount + 1) / 2)
    let mask = (1 << half) - 1 as UInt64
    var value = number
    repeat {
      var (left, right) = (value >> half, value & mask)
      for round in 0..<4 as Range<UInt64> {
        (left, right) = (right, left ^ ByteHash.mixed((right << 3 | round) ^ salt) & mask)
      }
      value = left << half | right
    } while value >= count
    return value
  }
}
