// The one window on an input: large reads into one buffer that is used again.

/// The unread bytes of a source, contiguous.
final class InputBuffer {
  let source: GzipSource
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  /// Where the unread bytes begin and end in the buffer.
  private var start = 0
  private var end = 0
  /// Whether the source has no more bytes.
  private(set) var isAtEnd = false
  /// How many bytes were consumed before those unread.
  private(set) var offset = 0

  init(_ source: GzipSource, capacity: Int = 256 << 10) {
    self.source = source
    self.capacity = capacity
    base = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit { base.deallocate() }

  var count: Int { end - start }

  /// The unread bytes; valid until the next `fill()`.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + start, count: count)
  }

  func consume(_ count: Int) {
    precondition(count >= 0 && count <= self.count)
    start += count
    offset += count
  }

  /// Reads more, moving or growing what is unread; afterwards there is more or `isAtEnd`.
  func fill() throws(InputError) {
    guard !isAtEnd else { return }
    if start == end {
      start = 0
      end = 0
    } else if capacity - end < capacity / 2 && start > 0 {
      base.copyMemory(from: base + start, byteCount: count)
      end -= start
      start = 0
    }
    if end == capacity { try grow() }
    let free = UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end)
    let read: Int
    do { read = try source.read(into: free) } catch { throw .file(error) }
    if read == 0 { isAtEnd = true }
    end += read
  }

  /// Reads until `wanted` bytes are there, or the end.
  func fill(atLeast wanted: Int) throws(InputError) {
    while count < wanted && !isAtEnd { try fill() }
  }

  private func grow() throws(InputError) {
    guard Memory.has(bytes: 2 * capacity) else {
      throw .noMemory(source: source.name, .record(bytes: 2 * capacity))
    }
    // The callers bound what they ask for, so doubling cannot overflow.
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 64)
    larger.copyMemory(from: base + start, byteCount: count)
    base.deallocate()
    base = larger
    end -= start
    start = 0
    capacity *= 2
  }
}
