// Integers as bytes, lowest byte first on any machine: in files, and where text is read eight bytes at a time.

extension [UInt8] {
  /// Appends the bytes of an integer.
  package mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// The integer whose bytes begin at offset `place`; all of them have to be there.
  func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
    at place: Int, as _: Value.Type = Value.self
  ) -> Value {
    withUnsafeBytes { $0.littleEndian(at: place) }
  }
}

extension UnsafeRawBufferPointer {
  /// The integer whose bytes begin at offset `place`; all of them have to be there.
  @inline(__always)
  func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
    at place: Int, as _: Value.Type = Value.self
  ) -> Value {
    Value(littleEndian: loadUnaligned(fromByteOffset: place, as: Value.self))
  }
}
