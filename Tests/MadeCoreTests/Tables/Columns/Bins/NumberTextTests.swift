// Decimal numbers in and out, to the last digit.

import MadeCore
import Testing

private struct ReadCase: CustomTestStringConvertible {
  let text: String
  let decimals: Int
  /// Which of the values below the number is; nil if the cell is none.
  let value: Int?
  var testDescription: String { "\(text) with \(decimals) decimals" }

  init(_ text: String, _ decimals: Int, _ value: Int?) {
    self.text = text
    self.decimals = decimals
    self.value = value
  }
}

private let readCases: [ReadCase] = [
  ReadCase("0", 0, 0), ReadCase("-0", 0, 0), ReadCase("7", 0, 7), ReadCase("-7", 0, -7),
  ReadCase("+7", 0, 7), ReadCase("007", 0, 7), ReadCase("7.", 0, 7), ReadCase(".5", 1, 5),
  ReadCase("-.5", 1, -5), ReadCase("1.50", 2, 150), ReadCase("1.5", 2, 150),
  ReadCase("1", 2, 100), ReadCase("1.504", 2, 150), ReadCase("1.505", 2, 151),
  ReadCase("-1.505", 2, -151), ReadCase("-1.504", 2, -150), ReadCase("0.5", 0, 1),
  ReadCase("-0.5", 0, -1), ReadCase("0.49999", 0, 0), ReadCase("1e2", 0, 100),
  ReadCase("1E+2", 0, 100), ReadCase("15e-1", 1, 15), ReadCase("1.5e3", 0, 1500),
  ReadCase("123456789012345", 0, 123_456_789_012_345),
  ReadCase("1234567890123456", 0, 1_234_567_890_123_456),
  ReadCase("-1234567890123456", 0, -1_234_567_890_123_456),
  ReadCase("0.1234567890123456", 15, 123_456_789_012_346),
  ReadCase("0.0000000000000000001", 20, 10), ReadCase("0.00000000000000000000000", 3, 0),
  ReadCase("99999999999999999e-17", 0, 1), ReadCase("1e-400", 2, 0), ReadCase("-1e-400", 2, 0),
  ReadCase("0e400", 2, 0), ReadCase("0e-400", 2, 0), ReadCase("1e-999999999999999999", 2, 0),
  ReadCase("12345", -3, 12), ReadCase("12500", -3, 13),
  ReadCase("0000000000000000000000000000012", 0, 12), ReadCase("12e0", 0, 12),
  ReadCase("9007199254740990", 0, 9_007_199_254_740_990),
  ReadCase("9e15", 0, 9_000_000_000_000_000),
  ReadCase(".", 0, nil), ReadCase("-", 0, nil), ReadCase("1.2.3", 0, nil),
  ReadCase("1e", 0, nil), ReadCase("1e5.0", 0, nil), ReadCase("--1", 0, nil),
  ReadCase("inf", 0, nil), ReadCase("0x1", 0, nil), ReadCase("1,5", 0, nil),
  ReadCase("1 5", 0, nil),
  ReadCase("e5", 0, nil),
  ReadCase("-e5", 0, nil), ReadCase("\u{661}", 0, nil),
]

/// The code that a cell gets in a column of three bins: `value`, in units of 10^-decimals, and its two neighbours.
private func code(of text: String, decimals: Int, around value: Int) throws -> Int? {
  let schema = Schema(columns: [
    Column(
      kind: Bins(
        decimals: decimals,
        ranges: [value - 1...value - 1, value...value, value + 1...value + 1],
        hasOther: true)),
    Column(),
  ])
  var options = InputOptions()
  options.header = .absent
  let quoted = "\"\(text)\",1\n"
  let reader = RecordReader(
    sources: [MemorySource(Array(quoted.utf8))], options: options, schema: schema)
  let rows = try reader.readAll()
  return rows.code(0, 0)
}

@Suite("The text of a number")
struct NumberTextTests {
  @Test("is read exactly, and rounded where the grid ends", arguments: readCases)
  fileprivate func read(_ example: ReadCase) throws {
    if let value = example.value {
      #expect(try code(of: example.text, decimals: example.decimals, around: value) == 1)
    } else {
      let error = #expect(throws: InputError.self) {
        try code(of: example.text, decimals: example.decimals, around: 0)
      }
      guard case .cell(_, _, _, _, .number, _)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test("beyond all bins is another value")
  func beyond() throws {
    for text in ["1e16", "-1e16", "1e400", "9007199254740993", "1e999999999999999999"] {
      #expect(try code(of: text, decimals: 0, around: 0) == 3, "\(text)")
    }
  }

  private static func written(_ value: Int, decimals: Int, isFixed: Bool) -> String {
    let bins = Bins(
      decimals: decimals, hasFixedDecimals: isFixed, ranges: [value...value], hasOther: true)
    let schema = Schema(columns: [Column(kind: bins), Column()])
    var rows = Rows(layout: schema.layout)
    rows.append(codes: [0, 1])
    var bytes: [UInt8] = []
    RecordWriter(schema: schema, format: .csv(header: false)).append(rows, row: 0, to: &bytes)
    return String(decoding: bytes.dropLast(2), as: UTF8.self)
  }

  @Test(
    "is written with the column's decimals, or without zeros at the end",
    arguments: [
      (0, 0, "0", "0"), (0, 2, "0.00", "0"), (5, 2, "0.05", "0.05"), (-5, 2, "-0.05", "-0.05"),
      (-50, 2, "-0.50", "-0.5"), (100, 2, "1.00", "1"), (-1234, 1, "-123.4", "-123.4"),
      (7, 0, "7", "7"), (70, 0, "70", "70"), (12, -3, "12000", "12000"), (0, -3, "0", "0"),
      (-25, -299, "-2.5e300", "-2.5e300"), (100_000_000_000, -289, "1e300", "1e300"),
      (105, 30, "1.05e-28", "1.05e-28"),
      (12, 30, "1.2e-29", "1.2e-29"), (1, 20, "0.00000000000000000001", "0.00000000000000000001"),
      (9_007_199_254_740_991, 15, "9.007199254740991", "9.007199254740991"),
    ])
  func write(value: Int, decimals: Int, fixed: String, shortest: String) {
    #expect(Self.written(value, decimals: decimals, isFixed: true) == fixed)
    #expect(Self.written(value, decimals: decimals, isFixed: false) == shortest)
  }

  @Test("that was written is read as the same value")
  func roundTrip() throws {
    var random = RandomStream(seed: 4, purpose: .sampledRow)
    for _ in 0..<2000 {
      let digits = random.nextInteger(below: 54)
      let value = random.nextInteger(belowWide: 1 << digits) * (random.nextUniform() < 0.5 ? -1 : 1)
      // Of more than 15 digits not all count.
      guard value.magnitude < 1_000_000_000_000_000 else { continue }
      let decimals = random.nextInteger(below: 40) - 10
      for isFixed in [false, true] {
        let text = Self.written(value, decimals: decimals, isFixed: isFixed)
        #expect(try code(of: text, decimals: decimals, around: value) == 1, "\(text)")
      }
    }
  }
}
