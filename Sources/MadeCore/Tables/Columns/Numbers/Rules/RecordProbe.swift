// A few records of a column, by which most equations are seen to be none.

/// What a column, or a sum of columns, has in eight records.
struct RecordProbe {
  private let numbers: SIMD8<Int>
  /// Where there is a number in all of them: all bits set.
  private let areNumbers: SIMD8<Int>

  /// An empty sum.
  static let zero = RecordProbe(numbers: .zero, areNumbers: SIMD8(repeating: -1))

  private init(numbers: SIMD8<Int>, areNumbers: SIMD8<Int>) {
    (self.numbers, self.areNumbers) = (numbers, areNumbers)
  }

  /// - Parameter sample: of a column, of which eight are taken from all over, at places of no rhythm that a table might have
  ///   (the fractions of multiples of the golden ratio); the same records for all columns.
  init(_ sample: [Int?]) {
    var (numbers, areNumbers) = (SIMD8<Int>.zero, SIMD8<Int>.zero)
    for lane in 0..<8 where !sample.isEmpty {
      let share = (Double(lane + 1) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
      guard let number = sample[Int(share * Double(sample.count))] else { continue }
      (numbers[lane], areNumbers[lane]) = (number, -1)
    }
    (self.numbers, self.areNumbers) = (numbers, areNumbers)
  }

  /// Numbers are small enough (`RuleColumns`) that a sum of a few does not overflow.
  @inline(__always)
  func adding(_ other: RecordProbe, isNegative: Bool) -> RecordProbe {
    RecordProbe(
      numbers: isNegative ? numbers &- other.numbers : numbers &+ other.numbers,
      areNumbers: areNumbers & other.areNumbers)
  }

  /// Whether no record says that a column is not this sum.
  @inline(__always)
  func mayBe(_ column: RecordProbe) -> Bool {
    let differences = (numbers ^ column.numbers) & areNumbers & column.areNumbers
    return differences == .zero
  }
}
