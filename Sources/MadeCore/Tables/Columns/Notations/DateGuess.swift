// What dates and times a single text may be.

/// A run of digits, a run of letters, or another byte.
struct DateToken {
  enum Sort { case digits, letters, other }
  let sort: Sort
  let bytes: Slice<UnsafeRawBufferPointer>

  func isByte(_ byte: UInt8) -> Bool { sort == .other && bytes.first == byte }
  func isDigits(_ counts: ClosedRange<Int>) -> Bool {
    sort == .digits && counts.contains(bytes.count)
  }
  func isLetters(_ text: String) -> Bool { sort == .letters && bytes.elementsEqual(text.utf8) }
}

/// The patterns that one text may be written in, the likelier ones first.
struct DateGuess {
  private(set) var patterns: [DatePattern] = []

  private static let mostTokens = 24

  init(_ text: UnsafeRawBufferPointer) {
    guard text.count <= DatePattern.mostBytes, text.count >= 4,
      let tokens = Self.tokens(text)
    else { return }
    // Nil for what stands between the parts.
    var fields = [[DateField]?](repeating: nil, count: tokens.count)
    guard let time = Self.time(tokens, &fields) else { return }
    let rest = tokens.indices.filter { !time.contains($0) && tokens[$0].sort != .other }
    if rest.isEmpty {
      if !time.isEmpty { add(tokens, fields) }
      return
    }
    for dates in DateOrder(tokens, rest, hasTime: !time.isEmpty).orders {
      var all = fields
      for (index, own) in dates { all[index] = own }
      add(tokens, all)
    }
  }

  private mutating func add(_ tokens: [DateToken], _ fields: [[DateField]?]) {
    let elements = zip(tokens, fields).flatMap { token, fields in
      fields?.map { DatePattern.Piece.field($0) }
        ?? token.bytes.map { DatePattern.Piece.literal($0) }
    }
    let hasDigits = elements.contains { element in
      if case .literal(let byte) = element {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      } else {
        false
      }
    }
    if !hasDigits, let pattern = DatePattern(elements) { patterns.append(pattern) }
  }

  private static func tokens(_ text: UnsafeRawBufferPointer) -> [DateToken]? {
    var tokens: [DateToken] = []
    var start = 0
    func sort(_ byte: UInt8) -> DateToken.Sort {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): .digits
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letters
      default: .other
      }
    }
    while start < text.count {
      let own = sort(text[start])
      var end = start + 1
      while own != .other, end < text.count, sort(text[end]) == own { end += 1 }
      tokens.append(DateToken(sort: own, bytes: text[start..<end]))
      guard tokens.count <= mostTokens else { return nil }
      start = end
    }
    return tokens
  }

  // MARK: Times

  /// The tokens that are a time with its zone, whose fields are set; none if there is no colon between digits.
  ///
  /// Nil if
  /// there is one that is in no time.
  private static func time(_ tokens: [DateToken], _ fields: inout [[DateField]?]) -> Set<Int>? {
    let colon = UInt8(ascii: ":")
    func token(_ index: Int) -> DateToken? { tokens.indices.contains(index) ? tokens[index] : nil }
    func isColon(_ index: Int) -> Bool { token(index)?.isByte(colon) == true }
    guard let first = tokens.indices.first(where: { isColon($0) }) else { return [] }
    guard first > 0, tokens[first - 1].isDigits(1...4), token(first + 1)?.isDigits(2...2) == true
    else { return nil }
    let start = first - 1
    var end = first + 2
    var own: [DateField] = [.hour, .minute]
    if isColon(end), token(end + 1)?.isDigits(2...2) == true {
      own.append(.second)
      end += 2
    }
    // Digits of a second, with the point before them.
    let point = token(end)
    if let point, point.isByte(UInt8(ascii: ".")) || point.isByte(UInt8(ascii: ",")),
      token(end + 1)?.isDigits(1...12) == true
    {
      // Without hours: 3:45.2.
      if own.count == 2 { own = [.shortMinute, .second] }
      fields[end] = [point.isByte(UInt8(ascii: ".")) ? .fraction : .commaFraction]
      fields[end + 1] = []
      end += 2
    }
    for (place, field) in own.enumerated() { fields[start + 2 * place] = [field] }
    var used = Set(start..<end)
    // AM or PM, after a blank or none.
    let half = token(end)?.isByte(UInt8(ascii: " ")) == true ? end + 1 : end
    let isCapital = token(half).map { $0.isLetters("AM") || $0.isLetters("PM") } ?? false
    if isCapital || token(half).map({ $0.isLetters("am") || $0.isLetters("pm") }) ?? false {
      fields[half] = [isCapital ? .half : .smallHalf]
      fields[start] = [.halfHour]
      used.insert(half)
      end = half + 1
    }
    // A zone: Z, UTC and the like are literal.
    let sign = token(end)?.isByte(UInt8(ascii: " ")) == true ? end + 1 : end
    if let token = token(sign), token.isByte(UInt8(ascii: "+")) || token.isByte(UInt8(ascii: "-")),
      let digits = tokens.indices.contains(sign + 1) ? tokens[sign + 1] : nil
    {
      if digits.isDigits(2...2), isColon(sign + 2), sign + 4 == tokens.count,
        tokens[sign + 3].isDigits(2...2)
      {
        fields.replaceSubrange(sign..<sign + 4, with: [[.zone], [], [], []])
        used.formUnion(sign..<sign + 4)
      } else if sign + 2 == tokens.count, digits.isDigits(4...4) || digits.isDigits(2...2) {
        fields[sign] = [digits.isDigits(4...4) ? .shortZone : .hourZone]
        fields[sign + 1] = []
        used.formUnion(sign..<sign + 2)
      }
    } else if let token = token(sign), sign + 1 == tokens.count,
      ["Z", "UTC", "GMT"].contains(where: { token.isLetters($0) })
    {
      used.insert(sign)
    }
    return used
  }
}
