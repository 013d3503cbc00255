// Most columns of numbers are written as programs write numbers, which is to be seen at once.

/// What the values of a column look like to a short look.
struct PlainLook {
  /// Whether they are plain decimal numbers, and nothing in them can mean something else.
  let isPlain: Bool

  /// - Parameter values: of a column.
  init(_ values: WrittenValues) {
    var wholes = 0
    // How many decimals the first number with some has, and how many numbers have as many, and have not.
    var (length, same, different) = (0, 0, 0)
    for (text, count) in zip(values.texts, values.counts) {
      guard let decimals = Self.decimals(text) else {
        // A text without digits is a word in any notation.
        if !text.contains(where: \.isDigit) { continue }
        isPlain = false
        return
      }
      if decimals == 0 {
        wholes += count
      } else {
        if length == 0 { length = decimals }
        if decimals == length { same += count } else { different += count }
      }
    }
    // 5 and 5.50 may be prices, and 5 and 5.500 thousands; not numbers that are as short as can be.
    let areShort = !OddCells.areNegligible(different, of: same + different)
    let areDoubtful = length == 3 && values.hasSemicolons
    isPlain = same == 0 || !areDoubtful && (wholes == 0 || areShort || length == 1)
  }

  /// How many decimals a number has that is `-?digits(.digits)?`; nil for anything else.
  private static func decimals(_ text: [UInt8]) -> Int? {
    let start = text.first == 0x2D ? 1 : 0
    var point: Int?
    for index in start..<text.count where !text[index].isDigit {
      guard text[index] == 0x2E, point == nil, index > start, index + 1 < text.count else {
        return nil
      }
      point = index
    }
    return text.count > start ? point.map { text.count - $0 - 1 } ?? 0 : nil
  }
}
