// A file that is there whole or not at all: written under another name beside it, then renamed.

/// An output file that appears under its name only when it is complete.
///
/// The bytes go to a temporary file in the same directory (`.NAME.PID-N.part`), which `commit()`
/// flushes to disk and renames. Without a commit nothing is left behind and an older file of the
/// name is untouched. What a killed process has left is removed by the next one that writes the
/// same file, see `StaleFiles`.
///
/// - A symbolic link is followed: the file it points to is replaced, the link stays.
/// - An existing file keeps its permissions; a new one gets 0666 less the umask.
/// - FIFOs, devices, sockets, and descriptors by name (`/dev/stdout`, `/dev/fd/3`) cannot be replaced
///   and are written directly.
public final class AtomicFile: ByteSink {
  /// The path, as it was given.
  public let name: String
  /// The temporary file while there is one, for a signal handler to remove.
  package private(set) var temporaryPath: String?
  private let finalPath: String
  private let sink: FileSink
  /// A second descriptor of the temporary file, which keeps its lock between closing and renaming.
  private var lock: Int32?
  private var isOpen = true

  /// Opens the temporary file.
  ///
  /// - Throws: `OutputError.cannotCreate` or `.directory`.
  public init(path: String) throws(OutputError) {
    name = path
    do {
      if let descriptor = try Self.openDirectly(path) {
        finalPath = path
        temporaryPath = nil
        lock = nil
        sink = FileSink(descriptor: descriptor, name: path)
        return
      }
      finalPath = try Self.resolve(path)
      let existing = try Self.existingStatus(finalPath)
      let created = try Self.createTemporary(beside: finalPath)
      let descriptor = created.descriptor
      temporaryPath = created.path
      lock = created.lock
      sink = FileSink(descriptor: descriptor, name: path)
      if let existing {
        // Keeping the owner needs privileges; without them the file becomes ours, which is
        // also what copying it would do.
        let keepsOwner = SystemCalls.setOwner(descriptor, existing.owner, existing.group)
        let permissions = existing.permissions & (keepsOwner ? 0o7777 : 0o777)
        try? SystemCalls.setPermissions(descriptor, permissions)
      }
    } catch {
      throw error.code == SystemCalls.isDirectory
        ? .directory(name: path) : .cannotCreate(name: path, code: error.code)
    }
  }

  deinit { discard() }

  /// Takes all of `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    precondition(isOpen, "write after commit or discard")
    try sink.write(bytes)
  }

  /// Writes out what is buffered if the target is written directly; a file that is to appear complete has no reader
  /// yet.
  public func flush() throws(OutputError) {
    precondition(isOpen, "flush after commit or discard")
    if temporaryPath == nil { try sink.flush() }
  }

  /// Completes the file and puts it in its place.
  ///
  /// Either everything, the name included, is on disk when this returns, or it throws and the
  /// older file is as it was. (When only the last step, the flush of the directory, fails, the
  /// new file is already in place.)
  public func commit() throws(OutputError) {
    precondition(isOpen, "commit after commit or discard")
    defer { discard() }
    guard let temporary = temporaryPath else {
      isOpen = false
      return try sink.close()
    }
    try sink.flush()
    try sink.synchronize()
    isOpen = false
    try sink.close()
    do {
      try SystemCalls.rename(temporary, finalPath)
      temporaryPath = nil
      try SystemCalls.synchronizeDirectory(Self.split(finalPath).directory)
    } catch {
      throw .writeFailed(name: name, code: error.code)
    }
  }

  /// Gives the file up; nothing is left of it.
  public func discard() {
    if isOpen {
      isOpen = false
      try? sink.abandon()
    }
    if let temporary = temporaryPath {
      SystemCalls.remove(temporary)
      temporaryPath = nil
    }
    if let lock {
      try? SystemCalls.close(lock)
      self.lock = nil
    }
  }

  // MARK: Opening

  /// A descriptor for what can only be written in place, nil for an ordinary file name.
  private static func openDirectly(_ path: String) throws(SystemError) -> Int32? {
    // Opened by that name, a redirected file would be overwritten from its start.
    if let number = descriptorNumber(path) { return try SystemCalls.duplicate(number) }
    guard let status = try existingStatus(path, needsWriting: false) else { return nil }
    return status.kind == .regular ? nil : try SystemCalls.openForWriting(path)
  }

  /// The descriptor that a path names, nil if it names none.
  package static func descriptorNumber(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default: break
    }
    for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
      return Int32(path.dropFirst(prefix.count))
    }
    return nil
  }

  /// The status of an existing file, nil when there is none.
  private static func existingStatus(
    _ path: String, needsWriting: Bool = true
  ) throws(SystemError) -> FileStatus? {
    let status: FileStatus
    do {
      status = try SystemCalls.status(of: path)
    } catch {
      if error.code == SystemCalls.noSuchFile { return nil }
      throw error
    }
    if status.kind == .directory { throw SystemError(code: SystemCalls.isDirectory) }
    // A rename would replace even a file that is protected from writing.
    if needsWriting && !SystemCalls.isWritable(path) {
      throw SystemError(code: SystemCalls.permissionDenied)
    }
    return status
  }

  /// Follows symbolic links, dangling ones too, to the name that is to be replaced.
  static func resolve(_ path: String) throws(SystemError) -> String {
    var path = path
    for _ in 0..<40 {
      guard let target = try SystemCalls.target(ofLink: path) else { return path }
      path = target.utf8.first == UInt8(ascii: "/") ? target : split(path).directory + "/" + target
    }
    throw SystemError(code: SystemCalls.tooManyLinks)
  }

  /// The folder of a path, and the name in it.
  static func split(_ path: String) -> (directory: String, base: Substring) {
    // A slash is a byte: as a character it would be another one with the accent that a name may begin with.
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path[...]) }
    let directory = path[..<slash]
    return (directory.isEmpty ? "/" : String(directory), path[path.utf8.index(after: slash)...])
  }

  /// The name as it stands in that of a temporary file: shortened, because a name has at most 255 bytes.
  private static func stem(_ base: Substring) -> Substring {
    var stem = base
    while stem.utf8.count > 200 { stem = stem.dropLast() }
    return stem
  }

  /// Locks a new file for as long as it is open; false if another process has just removed it as a stale one.
  private static func isKept(_ descriptor: Int32) -> Bool {
    switch SystemCalls.lock(descriptor) {
    case .impossible: true
    case .held: false
    case .taken: (try? SystemCalls.status(of: descriptor)).map { $0.links > 0 } ?? true
    }
  }

  private static func createTemporary(
    beside path: String
  ) throws(SystemError) -> (path: String, descriptor: Int32, lock: Int32) {
    let (directory, base) = split(path)
    if path.isEmpty { throw SystemError(code: SystemCalls.noSuchFile) }
    if base.isEmpty { throw SystemError(code: SystemCalls.isDirectory) }
    let stem = stem(base)
    StaleFiles.remove(of: stem, in: directory)
    for attempt in 0..<10_000 {
      let candidate = "\(directory)/.\(stem).\(SystemCalls.processNumber())-\(attempt).part"
      do throws(SystemError) {
        let descriptor = try SystemCalls.createExclusively(candidate, permissions: 0o666)
        guard isKept(descriptor) else {
          try? SystemCalls.close(descriptor)
          continue
        }
        do throws(SystemError) {
          return (candidate, descriptor, try SystemCalls.duplicate(descriptor))
        } catch {
          SystemCalls.remove(candidate)
          try? SystemCalls.close(descriptor)
          throw error
        }
      } catch {
        if error.code != SystemCalls.fileExists { throw error }
      }
    }
    throw SystemError(code: SystemCalls.fileExists)
  }
}
