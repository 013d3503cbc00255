// Seeded mutations of seeds: what a fuzzer does, for a few seconds and the same each time.

import MadeCore

/// Changes bytes as files are damaged and attackers try: flips, runs, copies, cuts, telling numbers.
struct Mutator {
  private var random: RandomStream
  private static let numbers: [UInt64] = [
    0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
  ]
  private static let words = [
    "\n", "\r\n", "\"", "\"\"", ",", ";", "\t", "nan", "-inf", "1e400", "0x1p3", "\u{FEFF}",
    "99999999999999999999", "-1", "inputs ", "hidden ", "masks endless", "ensemble ", "columns ",
    "--", "-j", "--threads", "=", "\0", "é", "\u{1F600}",
  ].map { Array($0.utf8) }

  init(seed: UInt64) { random = RandomStream(seed: seed, purpose: .sampledRow, index: 7) }

  mutating func below(_ count: Int) -> Int {
    min(Int(random.nextUniform() * Float(count)), count - 1)
  }

  /// A seed after one to eight changes.
  mutating func mutate(_ seeds: [[UInt8]]) -> [UInt8] {
    var bytes = seeds[below(seeds.count)]
    for _ in 0...below(8) { change(&bytes, seeds) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(below(256))) }
    let place = below(bytes.count)
    let length = min(1 + below(16), bytes.count - place)
    switch below(9) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place..<place + length)
    case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: below(bytes.count))
    case 4: bytes.removeLast(bytes.count - place)
    case 5: bytes.insert(contentsOf: Self.words[below(Self.words.count)], at: place)
    case 6:
      let number = Self.numbers[below(Self.numbers.count)]
      let width = [1, 2, 4, 8][below(4)]
      let isBig = below(2) == 0
      for byte in 0..<min(width, bytes.count - place) {
        let shift = 8 * (isBig ? width - 1 - byte : byte)
        bytes[place + byte] = UInt8(truncatingIfNeeded: number >> UInt64(shift))
      }
    case 7:
      let other = seeds[below(seeds.count)]
      bytes = Array(bytes[..<place]) + other.dropFirst(below(other.count + 1))
    default:
      for index in place..<place + length { bytes[index] = UInt8(below(256)) }
    }
  }
}
