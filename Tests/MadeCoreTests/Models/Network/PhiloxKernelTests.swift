import CKernels
import MadeCore
import Testing

/// Philox4x32-10 of one counter, as the paper writes it.
private func philox(_ counter: [UInt32], key: [UInt32]) -> [UInt32] {
  var (c, k) = (counter, key)
  for _ in 0..<10 {
    let first = UInt64(0xD251_1F53 as UInt32) * UInt64(c[0])
    let second = UInt64(0xCD9E_8D57 as UInt32) * UInt64(c[2])
    c = [
      UInt32(second >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: second),
      UInt32(first >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: first),
    ]
    k = [k[0] &+ 0x9E37_79B9, k[1] &+ 0xBB67_AE85]
  }
  return c
}

private func halves(_ word: UInt64) -> [UInt32] {
  [UInt32(truncatingIfNeeded: word), UInt32(word >> 32)]
}

@Suite("Philox kernel")
struct PhiloxKernelTests {
  @Test("The plain version gives the published answers of Random123")
  func published() {
    #expect(
      philox([0, 0, 0, 0], key: [0, 0])
        == [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8])
    let ones = UInt32.max
    #expect(
      philox([ones, ones, ones, ones], key: [ones, ones])
        == [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD])
    #expect(
      philox(
        [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], key: [0xA409_3822, 0x299F_31D0])
        == [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1])
  }

  @Test("The kernel gives the words of the plain version", arguments: kernelVariants)
  func words(variant: String) throws {
    let kernels = try kernels(variant)
    let indices: [UInt64] = [
      0, 1, 7, 0xFFFF_FFF0, 0xFFFF_FFFF, 0x1_0000_0000, 1 << 40, .max, 3, 4, 5, 6, 7, 8, 9, 10,
    ]
    let addresses: [(key: UInt64, purpose: UInt32, block: UInt32)] = [
      (0, 0, 0), (1, 7, 3), (0x299F_31D0_A409_3822, 0x1234_5678, .max - 1), (.max, .max, 5),
    ]
    for (key, purpose, block) in addresses {
      for (streams, blocks, distance) in [(8, 1, 8), (16, 3, 16), (8, 5, 20), (16, 0, 16)] {
        let unused = 4 * blocks * distance
        var out = [UInt32](repeating: 7, count: unused + 8)
        kernels.philox_fill(key, purpose, indices, streams, block, blocks, &out, distance)
        var expected = [UInt32](repeating: 7, count: unused + 8)
        for b in 0..<blocks {
          for i in 0..<streams {
            let counter = [block &+ UInt32(b), purpose] + halves(indices[i])
            for (w, word) in philox(counter, key: halves(key)).enumerated() {
              expected[(4 * b + w) * distance + i] = word
            }
          }
        }
        #expect(out == expected, "\(variant) key \(key), block \(block), \(streams) x \(blocks)")
      }
    }
  }

  @Test("The kernel gives the words of the core's random streams", arguments: kernelVariants)
  func streams(variant: String) throws {
    let indices: [UInt64] = [0, 1, 2, 1000, 1 << 32, 1 << 50, .max, 8]
    var out = [UInt32](repeating: 0, count: 8 * 12)
    try kernels(variant).philox_fill(
      9 << 33, RandomPurpose.sampledRow.rawValue, indices, 8, 2, 3, &out, 8)
    for (i, index) in indices.enumerated() {
      var stream = RandomStream(seed: 9 << 33, purpose: .sampledRow, index: index)
      for _ in 0..<8 { _ = stream.nextWord() }
      let expected = (0..<12).map { _ in stream.nextWord() }
      #expect((0..<12).map { out[$0 * 8 + i] } == expected, "\(variant), stream \(index)")
    }
  }

  @Test("Patterns of what is kept are those of the plain streams", arguments: kernelVariants)
  func patterns(variant: String) throws {
    let kernels = try kernels(variant)
    let (seed, index): (UInt64, UInt64) = (0x1234_5678_9ABC, 5 << 34 | 3)
    for (streams, threshold) in [(1, 0), (7, 13107), (8, 32768), (19, 65535)] as [(Int, UInt32)] {
      var keep = [UInt16](repeating: 7, count: 8 * streams + 1)
      kernels.keep_pattern(
        seed, RandomPurpose.dropout.rawValue, index, streams, threshold, &keep)
      var expected: [UInt16] = []
      for stream in 0..<streams {
        var random = RandomStream(seed: seed, purpose: .dropout, index: index + UInt64(stream))
        for _ in 0..<8 {
          var bits: UInt16 = 0
          for pair in 0..<8 {
            let drawn = random.nextWord()
            if drawn & 0xFFFF >= threshold { bits |= 1 << UInt16(2 * pair) }
            if drawn >> 16 >= threshold { bits |= 2 << UInt16(2 * pair) }
          }
          expected.append(bits)
        }
      }
      #expect(keep == expected + [7], "\(streams) streams, threshold \(threshold)")
    }
  }
}
