import MadeCore
import Testing

@Suite("Decimal digits of whole numbers")
struct DigitsTests {
  @Test(
    "are those of Swift's texts", arguments: [0, 1, 9, 10, 99, 100, 12_345, UInt(Int.max), .max])
  func digits(number: UInt) {
    #expect(number.digitCount == String(number).utf8.count)
    var bytes = Array("x".utf8)
    bytes.append(digitsOf: number)
    #expect(bytes == Array("x\(number)".utf8))
  }

  @Test("follow zeros where more digits are asked for")
  func zeros() {
    func text(_ number: UInt, _ least: Int) -> String {
      var bytes: [UInt8] = []
      bytes.append(digitsOf: number, atLeast: least)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(text(7, 3) == "007")
    #expect(text(0, 2) == "00")
    #expect(text(1234, 3) == "1234")
    #expect(text(5, 25) == String(repeating: "0", count: 24) + "5")
    #expect(text(5, -1) == "5")
  }

  @Test("zeros are as many as are asked for, and none below 1")
  func onlyZeros() {
    var bytes: [UInt8] = []
    bytes.append(zeros: -3)
    bytes.append(zeros: 0)
    #expect(bytes.isEmpty)
    bytes.append(zeros: 2)
    #expect(bytes == Array("00".utf8))
  }

  @Test("Each power of ten is ten times the one before, up to the last that an Int has")
  func powers() {
    #expect(Int.powersOfTen.first == 1)
    for (power, next) in zip(Int.powersOfTen, Int.powersOfTen.dropFirst()) {
      #expect(next == power * 10)
    }
    #expect(Int.powersOfTen.last?.multipliedReportingOverflow(by: 10).overflow == true)
  }
}
