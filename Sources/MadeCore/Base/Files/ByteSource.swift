// Where bytes come from. A source is pulled: its reader brings the buffer.

/// A stream of bytes, pulled by its reader.
public protocol ByteSource: AnyObject {
  /// The source as messages name it: `train.csv.gz`, `standard input`.
  var name: String { get }

  /// Reads some bytes into `buffer`, waiting for the first one only.
  ///
  /// `buffer` must not be empty.
  ///
  /// - Returns: How many bytes were read; 0 at the end, then and ever after.
  /// - Throws: `FileError` when the bytes cannot be read.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int

  /// Whether a read would return without waiting: bytes are there, or the end, or an error.
  var isReady: Bool { get }
}

extension ByteSource {
  /// All bytes up to the end; nil as soon as there are more than `limit`, which bounds the memory.
  package func bytes(limit: Int) throws(FileError) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try chunk.withUnsafeMutableBytes { buffer in
        Result { () throws(FileError) in try read(into: buffer) }
      }.get()
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > limit { return nil }
    }
  }
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

  /// The same in reads of at most `chunk` bytes, for tests: what is read must not depend on where chunks end.
  package init(_ bytes: [UInt8], name: String = "memory", chunk: Int) {
    precondition(chunk > 0)
    self.bytes = bytes
    self.name = name
    self.chunk = chunk
  }

  /// Gives out the next bytes.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = min(buffer.count, chunk, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }

  /// Always true.
  public var isReady: Bool { true }
}
