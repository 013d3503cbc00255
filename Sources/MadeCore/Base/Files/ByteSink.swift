// Where bytes go.

/// Something that takes bytes.
public protocol ByteSink: AnyObject {
  /// The sink as messages name it.
  var name: String { get }

  /// Takes `bytes`, all of them or throws.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError)
}

extension ByteSink {
  /// Writes `text` as UTF-8.
  public func write(_ text: String) throws(OutputError) {
    var text = text
    text.makeContiguousUTF8()
    // A native string lends its bytes; small ones lie on the stack.
    let result = text.withUTF8 { bytes in
      Result { () throws(OutputError) in try write(UnsafeRawBufferPointer(bytes)) }
    }
    try result.get()
  }

  /// Writes `bytes`.
  public func write(_ bytes: [UInt8]) throws(OutputError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(OutputError) in try write(bytes) }
    }
    try result.get()
  }
}

/// A sink that keeps what it is given, for tests and library users.
public final class MemorySink: ByteSink {
  /// The name in messages.
  public let name: String
  /// What was written so far.
  public private(set) var bytes: [UInt8] = []

  /// An empty sink.
  public init(name: String = "memory") { self.name = name }

  /// Appends `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    self.bytes.append(contentsOf: bytes)
  }
}
