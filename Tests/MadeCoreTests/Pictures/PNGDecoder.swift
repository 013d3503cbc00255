// A reader of grey PNG files for tests, which shares nothing with the writer: not even zlib.

import Foundation

/// What a grey PNG file holds; nil if a byte of it is not as the specification says.
struct DecodedPNG {
  let width: Int
  let height: Int
  let pixels: [UInt8]

  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]) else { return nil }
    var place = 8
    var (width, height, data, types) = (0, 0, [UInt8](), [String]())
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    while place + 12 <= bytes.count {
      let length = number(place)
      guard place + 12 + length <= bytes.count else { return nil }
      let (type, body) = (place + 4..<place + 8, place + 8..<place + 8 + length)
      guard number(body.upperBound) == Self.checksum(bytes[type.lowerBound..<body.upperBound])
      else { return nil }
      types.append(String(decoding: bytes[type], as: UTF8.self))
      if types.last == "IHDR" {
        guard length == 13, bytes[body.lowerBound + 8..<body.upperBound] == [8, 0, 0, 0, 0]
        else { return nil }
        (width, height) = (number(body.lowerBound), number(body.lowerBound + 4))
      } else if types.last == "IDAT" {
        data += bytes[body]
      }
      place = body.upperBound + 4
    }
    guard place == bytes.count, types.first == "IHDR", types.last == "IEND",
      types.dropFirst().dropLast().allSatisfy({ $0 == "IDAT" }), width > 0, height > 0,
      let rows = Self.inflate(data), rows.count == (width + 1) * height
    else { return nil }
    var pixels: [UInt8] = []
    for row in 0..<height {
      guard rows[row * (width + 1)] == 0 else { return nil }
      let start = row * (width + 1)
      pixels += rows[(start + 1)...(start + width)]
    }
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  subscript(x: Int, y: Int) -> UInt8 { pixels[y * width + x] }

  /// CRC-32 by its definition, bit for bit.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> Int {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return Int(~sum)
  }

  /// zlib's format (RFC 1950), the checksum of the plain bytes included.
  static func inflate(_ data: [UInt8]) -> [UInt8]? {
    guard data.count >= 6, data[0] & 15 == 8, (Int(data[0]) << 8 | Int(data[1])) % 31 == 0
    else { return nil }
    var inflater = Inflater(data: data, position: 16)
    guard let result = inflater.run() else { return nil }
    var (a, b) = (1, 0)
    for byte in result { (a, b) = ((a + Int(byte)) % 65521, (b + a + Int(byte)) % 65521) }
    let end = (inflater.position + 7) / 8
    guard data.count == end + 4 else { return nil }
    let told = data[end...].reduce(0) { $0 << 8 | Int($1) }
    return told == b << 16 | a ? result : nil
  }
}

/// RFC 1951, plainly.
private struct Inflater {
  let data: [UInt8]
  /// In bits.
  var position: Int
  var output: [UInt8] = []

  init(data: [UInt8], position: Int) { (self.data, self.position) = (data, position) }

  mutating func bits(_ count: Int) -> Int {
    var value = 0
    for bit in 0..<count {
      guard position / 8 < data.count else { return 0 }
      value |= Int(data[position / 8] >> UInt8(position % 8) & 1) << bit
      position += 1
    }
    return value
  }

  /// Codes of given lengths, canonical: from (length, code) to symbol.
  static func codes(_ lengths: [Int]) -> [Int: Int] {
    var (table, code) = ([Int: Int](), 0)
    for length in 1...15 {
      for symbol in lengths.indices where lengths[symbol] == length {
        table[length << 16 | code] = symbol
        code += 1
      }
      code <<= 1
    }
    return table
  }

  mutating func symbol(_ table: [Int: Int]) -> Int? {
    var code = 0
    for length in 1...15 {
      code = code << 1 | bits(1)
      if let symbol = table[length << 16 | code] { return symbol }
    }
    return nil
  }

  mutating func run() -> [UInt8]? {
    var isLast = false
    while !isLast {
      guard position / 8 < data.count else { return nil }
      isLast = bits(1) == 1
      switch bits(2) {
      case 0:
        position = (position + 7) / 8 * 8
        let length = bits(16)
        guard bits(16) == 0xFFFF - length, position / 8 + length <= data.count else { return nil }
        output += data[position / 8..<position / 8 + length]
        position += 8 * length
      case 1:
        let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
        guard block(Self.codes(lengths), Self.codes(Array(repeating: 5, count: 30)))
        else { return nil }
      case 2: guard dynamicBlock() else { return nil }
      default: return nil
      }
    }
    return output
  }

  mutating func dynamicBlock() -> Bool {
    let (literals, distances, count) = (bits(5) + 257, bits(5) + 1, bits(4) + 4)
    var lengths = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for place in order.prefix(count) { lengths[place] = bits(3) }
    let table = Self.codes(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      guard let code = symbol(table) else { return false }
      switch code {
      case 16: all += Array(repeating: all.last ?? 0, count: bits(2) + 3)
      case 17: all += Array(repeating: 0, count: bits(3) + 3)
      case 18: all += Array(repeating: 0, count: bits(7) + 11)
      default: all.append(code)
      }
    }
    return block(Self.codes(Array(all[..<literals])), Self.codes(Array(all[literals...])))
  }

  mutating func block(_ literals: [Int: Int], _ distances: [Int: Int]) -> Bool {
    let extra = [Int](repeating: 0, count: 4) + (0..<24).map { $0 / 4 }
    while let code = symbol(literals), code < 286 {
      if code < 256 {
        output.append(UInt8(code))
        continue
      }
      if code == 256 { return true }
      var length = 258
      if code < 285 {
        length = 3 + extra[..<(code - 257)].reduce(0) { $0 + 1 << $1 } + bits(extra[code - 257])
      }
      guard let far = symbol(distances), far < 30 else { return false }
      let more = max(0, far / 2 - 1)
      let base = far < 2 ? far + 1 : (2 + far % 2) << more + 1
      let distance = base + bits(more)
      guard distance <= output.count else { return false }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
    return false
  }
}
