// Files, pipes and standard input as byte sources.

/// The bytes behind a file descriptor.
public final class FileSource: ByteSource {
  /// The name in messages.
  public let name: String
  private let descriptor: Int32
  private let closesDescriptor: Bool
  private let isRegular: Bool

  /// Opens `path` for reading; `-` is standard input.
  ///
  /// - Throws: `FileError.cannotOpen` or `.directory`.
  public static func open(_ path: String) throws(FileError) -> FileSource {
    if path == "-" { return try FileSource(descriptor: 0, name: "standard input") }
    let descriptor: Int32
    do {
      descriptor = try SystemCalls.openForReading(path)
    } catch {
      throw .cannotOpen(source: path, code: error.code)
    }
    return try FileSource(descriptor: descriptor, name: path, closesDescriptor: true)
  }

  /// A source over a descriptor that is open already.
  ///
  /// - Parameter closesDescriptor: Whether the descriptor is closed with the source.
  /// - Throws: `FileError.cannotOpen` when nothing is open there, `.directory` for a directory.
  public init(
    descriptor: Int32, name: String, closesDescriptor: Bool = false
  ) throws(FileError) {
    self.descriptor = descriptor
    self.name = name
    self.closesDescriptor = closesDescriptor
    let status: FileStatus
    do {
      status = try SystemCalls.status(of: descriptor)
    } catch {
      throw .cannotOpen(source: name, code: error.code)
    }
    isRegular = status.kind == .regular
    // An error thrown here still runs deinit: every property is set.
    if status.kind == .directory { throw .directory(source: name) }
  }

  deinit {
    if closesDescriptor { try? SystemCalls.close(descriptor) }
  }

  /// Reads some bytes; 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    do {
      return try SystemCalls.read(descriptor, buffer)
    } catch {
      throw .readFailed(source: name, code: error.code)
    }
  }

  /// Whether a read would return at once, as it always does for regular files.
  public var isReady: Bool { isRegular || SystemCalls.isReadable(descriptor) }
}
