// The widths of stored weights, and the conversions between them.

/// How weights are stored in a model file.
public enum Precision: String, CaseIterable, Sendable {
  /// IEEE single precision.
  case f32
  /// The upper half of single precision, rounded to nearest even.
  case bf16
  /// IEEE half precision, rounded to nearest even.
  case f16

  package var bytes: Int { self == .f32 ? 4 : 2 }

  func append(_ value: Float, to bytes: inout [UInt8]) {
    switch self {
    case .f32: bytes.append(littleEndian: value.bitPattern)
    case .bf16:
      let bits = value.bitPattern
      let rounded = bits &+ 0x7FFF &+ (bits >> 16 & 1)
      bytes.append(littleEndian: UInt16(truncatingIfNeeded: rounded >> 16))
    case .f16: bytes.append(littleEndian: HalfPrecision.bits(of: value))
    }
  }

  /// The nearest number that can be stored.
  func rounded(_ value: Float) -> Float {
    var bytes: [UInt8] = []
    if self == .f32 { return value }
    append(value, to: &bytes)
    return bytes.withUnsafeBytes { $0.baseAddress.map { self.value($0) } ?? value }
  }

  func value(_ bytes: UnsafeRawPointer) -> Float {
    switch self {
    case .f32: Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
    case .bf16:
      Float(bitPattern: UInt32(UInt16(littleEndian: bytes.loadUnaligned(as: UInt16.self))) << 16)
    case .f16: HalfPrecision.value(UInt16(littleEndian: bytes.loadUnaligned(as: UInt16.self)))
    }
  }
}

/// IEEE half precision by hand, because Float16 does not exist on every platform that Swift has.
enum HalfPrecision {
  /// The nearest half-precision number (ties to even); too large ones become infinite.
  static func bits(of value: Float) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    let size = value.magnitude
    if size >= 65520 { return sign | 0x7C00 }
    if size < 0x1p-14 {
      // Subnormal: a whole number of 2^-24, rounded to nearest even.
      return sign | UInt16((size * 0x1p24).rounded(.toNearestOrEven))
    }
    let bits = size.bitPattern
    let rounded = bits &+ 0xFFF &+ (bits >> 13 & 1)
    return sign | UInt16(truncatingIfNeeded: rounded >> 13 &- 112 << 10)
  }

  static func value(_ bits: UInt16) -> Float {
    let exponent = Int(bits >> 10 & 31)
    let fraction = Float(bits & 1023)
    let size =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? Float.infinity : Float.nan
      default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
      }
    return bits >> 15 == 0 ? size : -size
  }
}
