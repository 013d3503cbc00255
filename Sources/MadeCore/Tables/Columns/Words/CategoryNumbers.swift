// Words that are numbers, and are compared as such.

/// The numbers that the values of a column of words are.
///
/// A few different numbers are modelled as words, but are still numbers to people: a cell of 3.0 is the value 3, and
/// 10 is more than 9. This follows from the list of values alone, so a model file does not say it.
struct CategoryNumbers {
  /// For each value its number; nil for a token such as NA, which stands for none.
  let numbers: [ExactDecimal?]
  /// Whether a value has zeros before it, as 007: then values are codes, and two spellings are two codes.
  let areCodes: Bool
  /// How they are written; nil for plain decimal numbers.
  private let notation: (any Notation)?

  /// Of more values nobody asks which notation they are in: numbers that differ as much are not modelled as words.
  private static let mostWritten = 32

  /// Nil unless all values are numbers, but for tokens that are known to stand for missing ones.
  ///
  /// Numbers may be in another notation: 5 % is less than 10 %.
  init?(_ values: [some Collection<UInt8>]) {
    if let plain = CategoryNumbers(values, in: nil) {
      self = plain
      return
    }
    guard values.count <= Self.mostWritten else { return nil }
    let texts = values.map { Array($0) }.filter { text in
      text.withUnsafeBytes { !MissingTokens.isKnown($0) }
    }
    guard let found = Notations.found(in: WrittenValues(texts.map { ($0, 1) })),
      found.notation.areQuantities,
      let written = CategoryNumbers(values, in: found.notation)
    else { return nil }
    self = written
  }

  private init?(_ values: [some Collection<UInt8>], in notation: (any Notation)?) {
    self.notation = notation
    var numbers: [ExactDecimal?] = []
    var areCodes = false
    for value in values {
      let bytes = Array(value)
      let number = bytes.withUnsafeBytes { Self.number($0, notation) }
      let (isToken, isCode) = bytes.withUnsafeBytes {
        (MissingTokens.isKnown($0), DecimalText($0)?.isCode ?? false)
      }
      guard number != nil || isToken else { return nil }
      if isCode { areCodes = true }
      numbers.append(number)
    }
    guard numbers.contains(where: { $0 != nil }) else { return nil }
    self.numbers = numbers
    self.areCodes = areCodes
  }

  /// What a text says; nil if it says no number.
  func number(_ text: UnsafeRawBufferPointer) -> ExactDecimal? { Self.number(text, notation) }

  private static func number(
    _ text: UnsafeRawBufferPointer, _ notation: (any Notation)?
  ) -> ExactDecimal? {
    guard let notation else { return ExactDecimal(text) }
    // Of longer numbers not all digits are kept, and two might be taken for one.
    guard text.count(where: \.isDigit) <= 15 else { return nil }
    // 1 is not the word 1A, nor 5 the word 5 %.
    if let written = notation as? WrittenNotation, !written.hasAffixes(text) { return nil }
    return notation.number(text).flatMap { ExactDecimal($0) }
  }

  /// The least and the largest number that a text in a condition says.
  func limits(_ text: ArraySlice<UInt8>) -> (least: ExactDecimal, most: ExactDecimal)? {
    guard let notation else { return ExactDecimal(text).map { ($0, $0) } }
    let limits = Array(text).withUnsafeBytes { notation.limits($0) }
    guard let limits, let least = ExactDecimal(limits.least), let most = ExactDecimal(limits.most)
    else { return nil }
    return (least, most)
  }

  /// The value with a number: the first one, if a list from elsewhere has it in two spellings.
  var valueOfNumber: [ExactDecimal: Int] {
    Dictionary(
      numbers.enumerated().compactMap { value, number in number.map { ($0, value) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The values in the order of their size; those that are no numbers come last.
  var inOrder: [Int] {
    numbers.indices.sorted { one, other in
      switch (numbers[one], numbers[other]) {
      case (let a?, let b?): a == b ? one < other : a < b
      case (nil, nil): one < other
      case (let a, _): a != nil
      }
    }
  }

  /// Values, by their indices, in sets of those that are one number; each set in the order of its first value.
  var alike: [[Int]] {
    var sets: [[Int]] = []
    var setOfNumber: [ExactDecimal: Int] = [:]
    for (value, number) in numbers.enumerated() {
      if let number, let set = setOfNumber[number] {
        sets[set].append(value)
      } else {
        if let number { setOfNumber[number] = sets.count }
        sets.append([value])
      }
    }
    return sets
  }
}
