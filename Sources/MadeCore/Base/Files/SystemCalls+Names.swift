// The system calls about files by their names, and what the system knows of a file.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the program needs to know about a file.
struct FileStatus {
  enum Kind { case regular, directory, other }
  let kind: Kind
  let permissions: UInt32
  let owner: UInt32
  let group: UInt32
  /// How many names it has; 0 for a file that was removed while it was open.
  let links: Int
  /// The number of its file system (device), and its own number there (inode).
  let device: UInt64
  let number: UInt64
}

extension SystemCalls {
  static func status(of descriptor: Int32) throws(SystemError) -> FileStatus {
    var information = stat()
    _ = try checked { fstat(descriptor, &information) }
    return FileStatus(information)
  }

  /// The status of what `path` names, symbolic links followed.
  static func status(of path: String) throws(SystemError) -> FileStatus {
    var information = stat()
    _ = try checked { stat(cString(path), &information) }
    return FileStatus(information)
  }

  /// A path as the system takes it.
  static func cString(_ path: String) -> [CChar] {
    PathText.name(path).map { CChar(bitPattern: $0) } + [0]
  }

  static func isWritable(_ path: String) -> Bool { access(cString(path), W_OK) == 0 }

  /// Where a symbolic link points, or nil when `path` is no symbolic link.
  static func target(ofLink path: String) throws(SystemError) -> String? {
    let capacity = Int(PATH_MAX)
    let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)
    defer { buffer.deallocate() }
    let count = readlink(cString(path), buffer, capacity)
    if count >= capacity { throw SystemError(code: ENAMETOOLONG) }
    if count < 0 {
      let code = errno
      if code == EINVAL || code == ENOENT { return nil }
      throw SystemError(code: code)
    }
    return PathText.text(UnsafeRawBufferPointer(start: buffer, count: count))
  }

  static func setPermissions(_ descriptor: Int32, _ permissions: UInt32) throws(SystemError) {
    _ = try checked { fchmod(descriptor, mode_t(truncatingIfNeeded: permissions)) }
  }

  static func setOwner(_ descriptor: Int32, _ owner: UInt32, _ group: UInt32) -> Bool {
    fchown(descriptor, owner, group) == 0
  }

  /// What came of asking for a lock.
  enum LockOutcome { case taken, held, impossible }

  /// Takes the advisory lock of a file until its descriptor is closed, unless somebody else has it.
  static func lock(_ descriptor: Int32) -> LockOutcome {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .taken }
    return errno == EWOULDBLOCK ? .held : .impossible
  }

  /// The names in a directory; empty if it cannot be read.
  static func names(in directory: String) -> [String] {
    guard let stream = opendir(cString(directory)) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          PathText.text(UnsafeRawBufferPointer(start: $0, count: strlen($0)))
        }
      }
      names.append(name)
    }
    return names
  }

  static func rename(_ old: String, _ new: String) throws(SystemError) {
    #if canImport(Glibc)
      let result = Glibc.rename(cString(old), cString(new))
    #elseif canImport(Musl)
      let result = Musl.rename(cString(old), cString(new))
    #else
      let result = Darwin.rename(cString(old), cString(new))
    #endif
    if result != 0 { throw SystemError(code: errno) }
  }

  static func remove(_ path: String) { _ = unlink(cString(path)) }

  /// Makes a rename in `directory` survive a power cut; not an error on file systems that cannot.
  static func synchronizeDirectory(_ directory: String) throws(SystemError) {
    let descriptor = try openDirectory(directory)
    defer { try? close(descriptor) }
    do throws(SystemError) {
      try synchronize(descriptor)
    } catch {
      if error.code != EINVAL && error.code != EROFS { throw error }
    }
  }
}

extension FileStatus {
  fileprivate init(_ information: stat) {
    switch information.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    default: kind = .other
    }
    permissions = UInt32(information.st_mode & 0o7777)
    owner = information.st_uid
    group = information.st_gid
    links = Int(information.st_nlink)
    device = UInt64(truncatingIfNeeded: information.st_dev)
    number = UInt64(information.st_ino)
  }
}
