// Where bytes come from. A source is pulled: whoever needs bytes brings the buffer.

/// A stream of bytes, pulled by its reader.
public protocol ByteSource: AnyObject {
  /// The source as messages name it: `train.csv.gz`, `standard input`.
  var name: String { get }

  /// Reads some bytes into `buffer`, waiting for the first one only.
  ///
  /// `buffer` must not be empty.
  ///
  /// - Returns: How many bytes were read; 0 at the end, then and ever after.
  /// - Throws: `InputError` when the bytes cannot be had.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int

  /// Whether a read would return without waiting: bytes are there, or the end, or an error.
  var isReady: Bool { get }
}

/// Bytes already in memory, as a source.
public final class MemorySource: ByteSource {
  /// The name in messages.
  public let name: String
  private let bytes: [UInt8]
  private var position = 0
  private let chunk: Int

  /// A source that gives out `bytes`.
  public convenience init(_ bytes: [UInt8], name: String = "memory") {
    self.init(bytes, name: name, chunk: .max)
  }

  /// The same in reads of at most `chunk` bytes: nothing read may depend on where chunks end.
  package init(_ bytes: [UInt8], name: String = "memory", chunk: Int) {
    precondition(chunk > 0)
    self.bytes = bytes
    self.name = name
    self.chunk = chunk
  }

  /// Gives out the next bytes.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let count = min(buffer.count, chunk, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }

  /// Always true.
  public var isReady: Bool { true }
}
