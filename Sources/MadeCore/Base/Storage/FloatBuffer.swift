// Aligned storage for the kernels.

/// A fixed block of floats on a 64-byte boundary, zero at first, padded to whole vectors.
///
/// Owners hand disjoint parts of it to concurrent workers; that the parts are disjoint is the
/// caller's duty, which is why the type is `@unchecked Sendable`.
package final class FloatBuffer: @unchecked Sendable {
  package let count: Int
  package let base: UnsafeMutablePointer<Float>

  /// Room for `count` floats, rounded up to a multiple of 16.
  package init(count: Int) {
    self.count = (count + 15) / 16 * 16
    let bytes = max(self.count, 16) * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = raw.bindMemory(to: Float.self, capacity: max(self.count, 16))
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// A copy of all values.
  package func copy() -> FloatBuffer {
    let other = FloatBuffer(count: count)
    other.assign(from: self)
    return other
  }

  /// Takes over the values of a buffer of the same size.
  package func assign(from other: FloatBuffer) {
    precondition(other.count == count)
    base.update(from: other.base, count: count)
  }

  /// Whether no value is infinite or not a number.
  package var isFinite: Bool {
    withExtendedLifetime(self) { Kernels.table.pointee.bounded(base, .infinity, count) != 0 }
  }

  package func clear() { base.update(repeating: 0, count: count) }

  /// All values, padding included; a copy, because a pointer would not keep the buffer alive.
  package var array: [Float] {
    withExtendedLifetime(self) { Array(UnsafeBufferPointer(start: base, count: count)) }
  }
}

/// `count` rounded up to a multiple of `step`.
package func padded(_ count: Int, to step: Int) -> Int { (count + step - 1) / step * step }
