// Numbers as bytes, lowest byte first: in files, and in words of text on any machine.

extension [UInt8] {
  /// Appends the bytes of an integer.
  package mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// The integer whose bytes begin at `place`, which are known to be there.
  func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
    at place: Int, as _: Value.Type = Value.self
  ) -> Value {
    withUnsafeBytes { $0.littleEndian(at: place) }
  }
}

extension UnsafeRawBufferPointer {
  /// The integer whose bytes begin at `place`, which are known to be there.
  @inline(__always)
  func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
    at place: Int, as _: Value.Type = Value.self
  ) -> Value {
    Value(littleEndian: loadUnaligned(fromByteOffset: place, as: Value.self))
  }
}
