// The decimal digits of whole numbers, without a text between them and the bytes that are written.

extension Int {
  /// 10^0 to 10^18, all that there are: written out, as the compiler then needs no code that makes them first, and no
  /// question at each use whether it has run.
  package static let powersOfTen = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    1_000_000_000_000_000_000,
  ]
}

extension UInt {
  /// How many decimal digits it is written with; 1 for 0.
  package var digitCount: Int {
    var (rest, count) = (self, 1)
    while rest >= 10 { (rest, count) = (rest / 10, count + 1) }
    return count
  }
}

extension [UInt8] {
  /// Appends a number's decimal digits, behind zeros where they are fewer than `least`.
  package mutating func append(digitsOf number: UInt, atLeast least: Int = 1) {
    let count = Swift.max(number.digitCount, least)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { digits in
      var rest = number
      for place in (0..<count).reversed() {
        digits.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(rest % 10))
        rest /= 10
      }
      append(contentsOf: digits)
    }
  }

  /// Appends as many zeros; none for a number below 1.
  package mutating func append(zeros count: Int) {
    for _ in 0..<Swift.max(count, 0) { append(UInt8(ascii: "0")) }
  }
}
