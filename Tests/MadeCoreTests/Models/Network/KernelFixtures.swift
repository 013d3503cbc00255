// What the kernel tests share: the variants of this CPU, aligned storage that notices stray writes,
// repeatable numbers, and comparison with messages.

import CKernels
import Testing

/// The names of the variants that this CPU can run.
let kernelVariants: [String] = ["avx512bf16", "avx512", "avx2", "portable"].filter {
  made_kernels_named($0) != nil
}

func kernels(_ variant: String) throws -> made_kernels {
  try #require(made_kernels_named(variant)).pointee
}

/// Whether the variant's multiply-add rounds once.
func isFused(_ variant: String) -> Bool {
  #if arch(arm64)
    return true
  #else
    return variant != "portable"
  #endif
}

/// One step of a sum of products, rounded as the variant rounds it.
func step(_ sum: Float, _ a: Float, _ b: Float, fused: Bool) -> Float {
  fused ? sum.addingProduct(a, b) : sum + a * b
}

/// Floats on a 64-byte boundary between two guards that no kernel may touch.
final class Lanes {
  private static let guardCount = 32
  private static let guardValue: Float = -123_456.75
  private let block: UnsafeMutableRawPointer
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int, fill: Float = 0) {
    let total = count + 2 * Lanes.guardCount
    block = .allocate(byteCount: total * 4, alignment: 64)
    let floats = block.bindMemory(to: Float.self, capacity: total)
    floats.initialize(repeating: Lanes.guardValue, count: total)
    pointer = floats + Lanes.guardCount
    pointer.update(repeating: fill, count: count)
    self.count = count
  }

  convenience init(_ values: [Float]) {
    self.init(count: values.count)
    for (i, value) in values.enumerated() { pointer[i] = value }
  }

  deinit { block.deallocate() }

  /// Use this and not the pointer outside calls: it keeps the storage alive.
  subscript(i: Int) -> Float {
    get { pointer[i] }
    set { pointer[i] = newValue }
  }

  var array: [Float] { (0..<count).map { pointer[$0] } }

  var guardsAreIntact: Bool {
    (0..<Lanes.guardCount).allSatisfy {
      pointer[-1 - $0] == Lanes.guardValue && pointer[count + $0] == Lanes.guardValue
    }
  }
}

/// A small repeatable stream of numbers (SplitMix64).
struct Noise {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in -1...1.
  mutating func float() -> Float { Float(Int64(bitPattern: bits()) >> 40) / 8_388_608 }

  mutating func below(_ limit: Int) -> Int { Int(bits() % UInt64(limit)) }

  mutating func floats(_ count: Int, scale: Float = 1) -> [Float] {
    (0..<count).map { _ in float() * scale }
  }

  mutating func words(_ count: Int) -> [UInt16] {
    (0..<count).map { _ in UInt16(truncatingIfNeeded: bits()) }
  }
}

func padded(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }

func bit(_ words: [UInt16], _ i: Int) -> Bool { words[i / 16] >> UInt16(i % 16) & 1 == 1 }

/// Records one issue, for the first place where the bits differ.
func expectSameBits(
  _ found: [Float], _ expected: [Float], _ what: @autoclosure () -> String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found.count == expected.count else {
    Issue.record("\(what()): \(found.count) values", sourceLocation: sourceLocation)
    return
  }
  for i in found.indices where found[i].bitPattern != expected[i].bitPattern {
    Issue.record(
      "\(what()): element \(i) is \(found[i]), expected \(expected[i])",
      sourceLocation: sourceLocation)
    return
  }
}

/// Records one issue, for the first value that is not near the expected one.
///
/// Near is within `relative * |expected| + absolute`. Not-a-number is never near.
func expectNear(
  _ found: [Float], _ expected: [Double], relative: Double, absolute: Double = 0,
  _ what: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation
) {
  for i in expected.indices {
    let error = abs(Double(found[i]) - expected[i])
    if !(error <= relative * abs(expected[i]) + absolute) && Double(found[i]) != expected[i] {
      Issue.record(
        "\(what()): element \(i) is \(found[i]), expected \(expected[i])",
        sourceLocation: sourceLocation)
      return
    }
  }
}
