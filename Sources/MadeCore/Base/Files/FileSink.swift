// Buffered writing to a descriptor with every write checked, the last one too: the `print` of the
// standard library reports nothing when the disk is full.

/// A buffered sink over a file descriptor.
///
/// Nothing is certain to have arrived before `flush()` or `close()` has returned. A sink dropped
/// without either loses what it still buffers, as a failed program should.
public final class FileSink: ByteSink {
  /// The name in messages.
  public let name: String
  private let descriptor: Int32
  private let buffer: UnsafeMutableRawBufferPointer
  private var count = 0
  private var isClosed = false
  /// Asked again and again while nobody reads: whether the write fails then; nil to wait for ever.
  package var givesUp: (() -> Bool)?

  /// A sink over an open descriptor.
  public convenience init(descriptor: Int32, name: String) {
    self.init(descriptor: descriptor, name: name, capacity: 64 << 10)
  }

  package init(descriptor: Int32, name: String, capacity: Int) {
    self.descriptor = descriptor
    self.name = name
    buffer = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// Standard output.
  public static func standardOutput() -> FileSink {
    FileSink(descriptor: 1, name: "standard output")
  }

  /// A sink over a new or emptied file, for output that is to be seen while it grows.
  public static func creating(path: String) throws(OutputError) -> FileSink {
    do {
      return FileSink(descriptor: try SystemCalls.openEmptied(path), name: path)
    } catch {
      throw .cannotCreate(name: path, code: error.code)
    }
  }

  /// Takes all of `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    precondition(!isClosed, "write after close")
    if bytes.count > buffer.count - count {
      try flush()
      if bytes.count >= buffer.count { return try writeThrough(bytes) }
    }
    UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  /// Writes what is buffered.
  public func flush() throws(OutputError) {
    let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    // Dropped even when the write fails: a second attempt would write a part twice.
    count = 0
    try writeThrough(bytes)
  }

  /// Writes what is buffered, closes the descriptor, and reports errors of both.
  ///
  /// Some file systems report a full disk only here. The descriptors 0 to 2 stay open, so that
  /// nothing opened later gets their numbers; a duplicate is closed instead.
  public func close() throws(OutputError) {
    guard !isClosed else { return }
    isClosed = true
    var failure: OutputError?
    do { try flush() } catch { failure = error }
    do {
      try SystemCalls.close(descriptor > 2 ? descriptor : SystemCalls.duplicate(descriptor))
    } catch {
      failure = failure ?? OutputError(name: name, writing: error)
    }
    if let failure { throw failure }
  }

  /// Closes the descriptor and drops what is buffered.
  func abandon() throws(SystemError) {
    guard !isClosed else { return }
    isClosed = true
    count = 0
    if descriptor > 2 { try SystemCalls.close(descriptor) }
  }

  /// Makes the bytes written so far survive a power cut.
  func synchronize() throws(OutputError) {
    do {
      try SystemCalls.synchronize(descriptor)
    } catch {
      throw OutputError(name: name, writing: error)
    }
  }

  /// Writes bytes to an open descriptor, without a buffer; false where that fails.
  ///
  /// - Parameter givesUp: asked again and again while nobody reads; nil to wait for ever.
  package static func write(
    _ bytes: [UInt8], to descriptor: Int32, givesUp: (() -> Bool)?
  ) -> Bool {
    bytes.withUnsafeBytes { bytes in
      (try? SystemCalls.write(descriptor, bytes, givesUp: givesUp)) != nil
    }
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    do {
      try SystemCalls.write(descriptor, bytes, givesUp: givesUp)
    } catch {
      throw OutputError(name: name, writing: error)
    }
  }
}
