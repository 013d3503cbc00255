// Named, independent streams of random numbers, each addressed by (seed, purpose, index).

/// What a stream is for; streams of different purposes never share a number.
package enum RandomPurpose: UInt32, Sendable {
  case ordering = 1
  case degrees = 2
  case initialWeights = 3
  case holdout = 4
  case epochOrder = 5
  case dropout = 6
  case sampledRow = 7
  case component = 8
  case mixture = 9
  case insideCode = 10
  case particle = 11
  case resampling = 12
  case maskChoice = 13
  case sampledNumber = 14
  case particleNumber = 15
  case tie = 16
  case gridNoise = 17
}

/// A sequence of random numbers that is a pure function of its address.
///
/// The words of stream (seed, purpose, index) are the Philox blocks with key `seed` and counters
/// (block, purpose, index mod 2^32, index / 2^32), block = 0, 1, 2, ...
package struct RandomStream: Sendable {
  private let key: UInt64
  private var counter: Philox.Block
  private var words = Philox.Block()
  private var used = 4

  package init(seed: UInt64, purpose: RandomPurpose, index: UInt64 = 0) {
    key = seed
    counter = Philox.Block(
      0, purpose.rawValue, UInt32(truncatingIfNeeded: index),
      UInt32(truncatingIfNeeded: index >> 32))
  }

  /// The next 32 random bits.
  package mutating func nextWord() -> UInt32 {
    if used == 4 {
      words = Philox.block(counter, key: key)
      counter[0] &+= 1
      used = 0
    }
    defer { used += 1 }
    return words[used]
  }

  /// A number in [0, 1) with 24 random bits, all of which a Float holds.
  package mutating func nextUniform() -> Float { Self.uniform(nextWord()) }

  /// A number in [0, 1) with 53 random bits, all of which a Double holds.
  package mutating func nextFraction() -> Double {
    let upper = UInt64(nextWord()) << 21
    return Double(upper | UInt64(nextWord()) >> 11) * 0x1p-53
  }

  /// The upper 24 bits of a word as a Float in [0, 1).
  package static func uniform(_ word: UInt32) -> Float { Float(word >> 8) * 0x1p-24 }

  /// An integer in 0..<bound without bias (rejection of the incomplete last interval).
  package mutating func nextInteger(below bound: Int) -> Int {
    precondition(bound > 0 && bound <= Int(UInt32.max))
    let width = UInt32(bound)
    let rejected = (0 &- width) % width  // 2^32 mod bound
    while true {
      let product = UInt64(nextWord()) &* UInt64(width)
      if UInt32(truncatingIfNeeded: product) >= rejected { return Int(product >> 32) }
    }
  }

  /// The same for any bound; it takes two words where the bound needs more than 32 bits.
  package mutating func nextInteger(belowWide bound: Int) -> Int {
    if bound <= Int(UInt32.max) { return nextInteger(below: bound) }
    let width = UInt64(bound)
    let rejected = (0 &- width) % width  // 2^64 mod bound
    while true {
      let upper = UInt64(nextWord()) << 32
      let product = (upper | UInt64(nextWord())).multipliedFullWidth(by: width)
      if product.low >= rejected { return Int(product.high) }
    }
  }

  /// Shuffles in place (Fisher and Yates); spelled out so that no library version can change it.
  package mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, nextInteger(below: last + 1))
    }
  }

  /// A standard normal number (Box and Muller), for orthogonal initialisation.
  package mutating func nextNormal() -> Double {
    let radius = -2 * logarithm((Double(nextWord()) + 1) * 0x1p-32)
    let angle = 2 * Double.pi * Double(nextWord()) * 0x1p-32
    return radius.squareRoot() * cosine(angle)
  }
}
