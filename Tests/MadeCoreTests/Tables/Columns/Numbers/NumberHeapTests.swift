// Numbers that people round.

import MadeCore
import Testing

@Suite("Round numbers")
struct NumberHeapTests {
  /// The values of a column of 600 numbers.
  private func heaps(_ value: (Int) -> Int, step: Int = 1) -> [Int]? {
    var counts: [Int: Int] = [:]
    for row in 0..<600 { counts[value(row), default: 0] += 1 }
    return NumberHeaps(counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, step: step)?
      .steps
  }

  /// A number that looks like chance.
  private func mixed(_ row: Int) -> Int { (row * 7919 + row * row * 31) % 10_007 }

  @Test("stand out where more cells are multiples than chance has it")
  func found() {
    #expect(heaps { mixed($0) } == nil)
    #expect(heaps { $0 % 3 == 0 ? mixed($0) / 10 * 10 : mixed($0) } == [1, 10])
    #expect(heaps { $0 % 3 == 0 ? mixed($0) / 5 * 5 : mixed($0) } == [1, 5])
    #expect(
      heaps {
        $0 % 3 == 0 ? mixed($0) : $0 % 3 == 1 ? mixed($0) / 10 * 10 : mixed($0) / 100 * 100
      } == [1, 10, 100])
    #expect(heaps({ 4 * ($0 % 2 == 0 ? mixed($0) / 10 * 10 : mixed($0)) }, step: 4) == [4, 40])
    // Whole numbers among numbers of two decimals, none of which has one.
    #expect(
      heaps { row in
        row % 5 == 0 ? mixed(row) / 100 * 100 : mixed(row) / 10 * 10 + 1 + row % 9
      } == [1, 10, 100])
    // A column does not reach over enough steps of 10.
    #expect(heaps { $0 % 2 == 0 ? 10 : $0 % 39 } != [1, 10])
    #expect(NumberHeaps([], step: 1) == nil && NumberHeaps([(5, 9)], step: 1) == nil)
  }

  @Test("have cells that cover the line, level by level")
  func cells() {
    let values = mixture(
      steps: NumberSteps(step: 2, digits: 0), range: -200...200,
      phasing: .heaps(NumberHeaps(steps: [2, 4, 20, 100]))
    ).values
    for level in 0..<4 {
      let numbers = stride(from: -1000, through: 1000, by: 2).filter { number in
        [4, 20, 100].count { number % $0 == 0 } == level
      }
      for (one, next) in zip(numbers, numbers.dropFirst()) {
        #expect(values.place(one).rows[1] == values.place(next).rows[0], "\(one), \(next)")
      }
    }
  }
}
