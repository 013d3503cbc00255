// Memory of a fixed size at a fixed address, for kernels and for workers side by side.

/// A fixed block of memory on a 64-byte boundary, all bits 0 at first, padded to whole vectors of 64 bytes.
///
/// Owners hand disjoint parts of it to concurrent workers; that the parts are disjoint is the
/// caller's duty, which is why the type is `@unchecked Sendable`.
package final class Block<Element: BitwiseCopyable>: @unchecked Sendable {
  /// The number of elements, padding included.
  package let count: Int
  package let base: UnsafeMutablePointer<Element>

  /// A block of `count` elements, rounded up to whole vectors.
  package init(count: Int) {
    let vector = max(1, Self.alignment / MemoryLayout<Element>.stride)
    self.count = padded(count, to: vector)
    let room = max(self.count, vector)
    let bytes = room * MemoryLayout<Element>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base = raw.bindMemory(to: Element.self, capacity: room)
  }

  /// A copy of an array, at an address that never changes.
  package convenience init(_ values: [Element]) {
    self.init(count: values.count)
    for (index, value) in values.enumerated() { base[index] = value }
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  private static var alignment: Int { 64 }

  /// A copy of all values.
  package func copy() -> Block {
    let other = Block(count: count)
    other.assign(from: self)
    return other
  }

  /// Takes over the values of a block of the same size.
  package func assign(from other: Block) {
    precondition(other.count == count)
    base.update(from: other.base, count: count)
  }

  /// All values, padding included; a copy, because a pointer would not keep the block alive.
  package var array: [Element] {
    withExtendedLifetime(self) { Array(UnsafeBufferPointer(start: base, count: count)) }
  }
}

extension Block where Element: Numeric {
  package func clear() { base.update(repeating: 0, count: count) }
}

package typealias FloatBuffer = Block<Float>
package typealias DoubleBuffer = Block<Double>
