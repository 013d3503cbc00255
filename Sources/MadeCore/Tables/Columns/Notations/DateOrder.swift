// In which order the day, the month and the year of a text may stand.

/// Which parts of a date some tokens may be.
struct DateOrder {
  typealias Fields = [(index: Int, fields: [DateField])]

  /// The possible orders, the likelier ones first: tokens by their indices, with the parts that they are.
  private(set) var orders: [Fields] = []

  private let tokens: [DateToken]

  /// - Parameters:
  ///   - rest: the digits and letters that are in no time.
  init(_ tokens: [DateToken], _ rest: [Int], hasTime: Bool) {
    self.tokens = tokens
    var fixed: Fields = []
    var numbers: [Int] = []
    var name: Int?
    for (place, index) in rest.enumerated() {
      let token = tokens[index]
      if token.sort == .digits {
        if let last = rest[..<place].last, last == index - 1, tokens[last].isLetters("Q") {
          guard token.isDigits(1...1), !hasTime else { return }
          fixed.append((index, [.quarter]))
        } else {
          numbers.append(index)
        }
      } else if let field = Self.month(token), name == nil {
        fixed.append((index, [field]))
        name = index
      } else if place == 0, let field = Self.field(token, [.weekday, .fullWeekday]) {
        fixed.append((index, [field]))
      } else {
        // Q before its digit, T before a time, Z after one.
        let isKnown =
          token.isLetters("Q") && !hasTime || token.isLetters("T") && place > 0
          || token.isLetters("Z") && place == rest.count - 1 && place > 1
        guard isKnown else { return }
      }
    }
    let hasQuarter = fixed.contains { $0.fields == [.quarter] }
    if let name {
      add(fixed, withName: name, numbers, hasTime: hasTime)
    } else if hasQuarter {
      guard numbers.count == 1, tokens[numbers[0]].isDigits(4...4) else { return }
      orders = [fixed + [(numbers[0], [.year])]]
    } else {
      orders = digits(numbers, hasTime: hasTime).map { fixed + $0 }
    }
  }

  private static func field(_ token: DateToken, _ fields: [DateField]) -> DateField? {
    fields.first { field in
      field.names?.contains { token.sort == .letters && $0.elementsEqual(token.bytes) } ?? false
    }
  }

  private static func month(_ token: DateToken) -> DateField? {
    field(
      token, [.name, .fullName, .capitalName, .fullCapitalName, .smallName, .fullSmallName])
  }

  /// Whether all that stands between two tokens is one byte of these.
  private func separator(_ one: Int, _ other: Int, _ bytes: String) -> UInt8? {
    guard other == one + 2, tokens[one + 1].sort == .other, let byte = tokens[one + 1].bytes.first,
      bytes.utf8.contains(byte)
    else { return nil }
    return byte
  }

  private mutating func add(
    _ fixed: Fields, withName name: Int, _ numbers: [Int], hasTime: Bool
  ) {
    switch numbers.count {
    case 2:
      let years = numbers.filter { tokens[$0].isDigits(4...4) }
      if years.count == 1, let day = numbers.first(where: { $0 != years[0] }),
        tokens[day].isDigits(1...2)
      {
        orders = [fixed + [(years[0], [.year]), (day, [.day])]]
      } else if years.isEmpty, numbers[1] > name, tokens[numbers[1]].isDigits(2...2),
        tokens[numbers[0]].isDigits(1...2)
      {
        orders = [fixed + [(numbers[0], [.day]), (numbers[1], [.shortYear])]]
      }
    case 1 where !hasTime:
      if tokens[numbers[0]].isDigits(4...4) {
        orders = [fixed + [(numbers[0], [.year])]]
      } else if tokens[numbers[0]].isDigits(2...2), separator(name, numbers[0], "-/'") != nil {
        orders = [fixed + [(numbers[0], [.shortYear])]]
      }
    default: break
    }
  }

  /// The orders of numbers without the name of a month.
  private func digits(_ numbers: [Int], hasTime: Bool) -> [Fields] {
    let lengths = numbers.map { tokens[$0].bytes.count }
    func assign(_ fields: [DateField]...) -> Fields { Array(zip(numbers, fields)) }
    switch numbers.count {
    case 3:
      guard let one = separator(numbers[0], numbers[1], "-/. "),
        separator(numbers[1], numbers[2], "-/. ") == one, lengths[1] <= 2
      else { return [] }
      let isSlash = one == UInt8(ascii: "/")
      if lengths[0] == 4, lengths[2] <= 2 {
        return [assign([.year], [.month], [.day]), assign([.year], [.day], [.month])]
      }
      guard lengths[0] <= 2 else { return [] }
      if lengths[2] == 4 {
        let orders = [assign([.day], [.month], [.year]), assign([.month], [.day], [.year])]
        return isSlash ? orders.reversed() : orders
      }
      guard lengths[2] == 2 else { return [] }
      let orders = [assign([.day], [.month], [.shortYear]), assign([.month], [.day], [.shortYear])]
      if isSlash { return orders.reversed() }
      return one == UInt8(ascii: "-") && lengths[0] == 2
        ? [orders[0], assign([.shortYear], [.month], [.day]), orders[1]] : orders
    case 2
    where lengths == [8, 6] && numbers[1] == numbers[0] + 2 && !hasTime
      && tokens[numbers[0] + 1].isLetters("T"):
      return [assign([.year, .month, .day], [.hour, .minute, .second])]
    case 2 where !hasTime && separator(numbers[0], numbers[1], "-/") != nil:
      if lengths[0] == 4, lengths[1] == 2 { return [assign([.year], [.month])] }
      return lengths[0] <= 2 && lengths[1] == 4 ? [assign([.month], [.year])] : []
    case 1:
      switch lengths[0] {
      case 8: return [assign([.year, .month, .day])]
      case 6 where !hasTime: return [assign([.year, .month])]
      case 12 where !hasTime: return [assign([.year, .month, .day, .hour, .minute])]
      case 14 where !hasTime: return [assign([.year, .month, .day, .hour, .minute, .second])]
      default: return []
      }
    default: return []
    }
  }
}
