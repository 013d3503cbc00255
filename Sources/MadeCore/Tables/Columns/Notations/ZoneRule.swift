// Which time zone a column's stamps are written in.

/// The offsets from UTC, in minutes, that the stamps of a column have.
///
/// Stamps are counted on the clock of the first offset. The others are told by the moment, as where summer time begins
/// and ends; or, if it does not decide, they are as frequent as they were.
enum ZoneRule: Hashable, Sendable {
  /// Each offset from a moment on, in seconds of UTC since 1970; the first one also before its moment.
  case moments([Moment])
  /// Each offset has a share.
  case shares([Share])

  struct Moment: Hashable, Sendable {
    var seconds: Int
    var offset: Int
  }

  struct Share: Hashable, Sendable {
    var weight: Int
    var offset: Int
  }

  static let mostEntries = 256
  private static let offsets = -1439...1439
  private static let moments = -100_000_000_000...400_000_000_000
  private static let weights = 1...1 << 31

  /// The offset on whose clock is counted.
  var base: Int {
    switch self {
    case .moments(let moments): moments.first?.offset ?? 0
    case .shares(let shares): shares.first?.offset ?? 0
    }
  }

  /// The offset of a moment, in seconds since 1970.
  func offset(at seconds: Int) -> Int {
    switch self {
    case .moments(let moments):
      return moments.last { $0.seconds <= seconds }?.offset ?? base
    case .shares(let shares):
      // What is the same for equal moments, and otherwise without order: Fibonacci hashing.
      let hash = (UInt64(bitPattern: Int64(seconds)) &* 0x9E37_79B9_7F4A_7C15) >> 32
      var rest = Int(hash) % max(shares.reduce(0) { $0 + $1.weight }, 1)
      for share in shares {
        if rest < share.weight { return share.offset }
        rest -= share.weight
      }
      return base
    }
  }

  /// Of stamps with their offsets, in any order.
  ///
  /// - Parameter stamps: seconds of UTC, and how many cells have them.
  init(_ stamps: [(seconds: Int, offset: Int, count: Int)]) {
    let sorted = stamps.sorted { ($0.seconds, $0.offset) < ($1.seconds, $1.offset) }
    var moments: [Moment] = []
    var weights: [Int: Int] = [:]
    for stamp in sorted {
      weights[stamp.offset, default: 0] += stamp.count
      if moments.last?.offset != stamp.offset {
        let start = moments.isEmpty ? Self.moments.lowerBound : stamp.seconds
        moments.append(Moment(seconds: start, offset: stamp.offset))
      }
    }
    // Where the moment decides, the offset changes at few of them.
    if moments.count == 1
      || moments.count <= Self.mostEntries && 4 * moments.count <= sorted.count
    {
      self = .moments(moments)
      return
    }
    let shares = weights.map { Share(weight: min($0.value, 1 << 31), offset: $0.key) }
    self = .shares(
      Array(
        shares.sorted { ($1.weight, $0.offset) < ($0.weight, $1.offset) }.prefix(Self.mostEntries)))
  }

  /// As words of a model's header: `60`, `60 1585443600:120`, or `60*700 120*300`.
  var headerWords: [String] {
    switch self {
    case .moments(let moments):
      moments.enumerated().map { $0 == 0 ? "\($1.offset)" : "\($1.seconds):\($1.offset)" }
    case .shares(let shares): shares.map { "\($0.offset)*\($0.weight)" }
    }
  }

  /// Undoes `headerWords`; nil for anything else.
  init?(headerWords words: ArraySlice<Substring>) {
    guard let first = words.first, words.count <= Self.mostEntries else { return nil }
    func pair(_ word: Substring, _ separator: Character) -> (Substring, Substring)? {
      let parts = word.split(separator: separator, omittingEmptySubsequences: false)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
    if let offset = HeaderText.integer(first, Self.offsets) {
      // Before all others.
      var moments = [Moment(seconds: Self.moments.lowerBound, offset: offset)]
      for word in words.dropFirst() {
        guard let (one, two) = pair(word, ":"),
          let seconds = HeaderText.integer(one, Self.moments),
          let offset = HeaderText.integer(two, Self.offsets),
          seconds > moments[moments.count - 1].seconds
        else { return nil }
        moments.append(Moment(seconds: seconds, offset: offset))
      }
      self = .moments(moments)
      return
    }
    var shares: [Share] = []
    for word in words {
      guard let (one, two) = pair(word, "*"), let offset = HeaderText.integer(one, Self.offsets),
        let weight = HeaderText.integer(two, Self.weights)
      else { return nil }
      shares.append(Share(weight: weight, offset: offset))
    }
    self = .shares(shares)
  }
}
