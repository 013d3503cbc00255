// The few system calls of this module, in one place: interrupted calls are repeated, and a failure is a
// value.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A failed system call, by its `errno`.
struct SystemError: Error, Equatable {
  let code: Int32
}

enum SystemCalls {
  static let noSuchFile = ENOENT
  static let fileExists = EEXIST
  static let isDirectory = EISDIR
  static let brokenPipe = EPIPE
  static let tooManyLinks = ELOOP
  static let permissionDenied = EACCES

  // MARK: Opening

  static func openForReading(_ path: String) throws(SystemError) -> Int32 {
    try open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0)
  }

  /// Opens something that is there and is not to be replaced: a FIFO, a device.
  static func openForWriting(_ path: String) throws(SystemError) -> Int32 {
    try open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY, 0)
  }

  /// Opens a file for writing from its start, created when missing and emptied when not.
  static func openEmptied(_ path: String) throws(SystemError) -> Int32 {
    try open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0o666)
  }

  /// Creates a file that must not exist; the kernel applies the umask to `permissions`.
  static func createExclusively(
    _ path: String, permissions: UInt32
  ) throws(SystemError) -> Int32 {
    try open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
  }

  /// Opens an existing file for writing, unless it is a symbolic link or a FIFO without a reader.
  static func openExisting(_ path: String) throws(SystemError) -> Int32 {
    try open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0)
  }

  static func openDirectory(_ path: String) throws(SystemError) -> Int32 {
    try open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
  }

  private static func open(
    _ path: String, _ flags: Int32, _ permissions: UInt32
  ) throws(SystemError) -> Int32 {
    // A path is a C string to the system: what follows a NUL would be dropped silently.
    guard !path.utf8.contains(0) else { throw SystemError(code: ENOENT) }
    return try checked { libraryOpen(path, flags, permissions) }
  }

  private static func libraryOpen(_ path: String, _ flags: Int32, _ mode: UInt32) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(cString(path), flags, mode_t(mode))
    #elseif canImport(Musl)
      Musl.open(cString(path), flags, mode_t(mode))
    #else
      Darwin.open(cString(path), flags, mode_t(truncatingIfNeeded: mode))
    #endif
  }

  static func duplicate(_ descriptor: Int32) throws(SystemError) -> Int32 {
    try checked { fcntl(descriptor, F_DUPFD_CLOEXEC, 3) }
  }

  static func isOpen(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) != -1 }

  /// Opens the null device for the wrong direction, so that using it is an error.
  static func openUseless(for descriptor: Int32) {
    _ = libraryOpen("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY, 0)
  }

  // MARK: Bytes

  /// Reads at least one byte unless the file is at its end; waits on a non-blocking descriptor.
  static func read(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> Int {
    while true {
      let count = libraryRead(descriptor, buffer)
      if count >= 0 { return count }
      let code = errno
      if code == EAGAIN || code == EWOULDBLOCK {
        _ = wait(descriptor, for: POLLIN, milliseconds: -1)
      } else if code != EINTR {
        throw SystemError(code: code)
      }
    }
  }

  private static func libraryRead(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer
  ) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }

  /// How many bytes a pipe takes without waiting if it has any room: the least that POSIX allows for `PIPE_BUF`.
  private static let mostAtOnce = 512

  /// Writes all of `bytes`, in as many calls as the system wants.
  ///
  /// - Parameter givesUp: asked again and again while nobody reads; nil to wait for ever.
  static func write(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, givesUp: (() -> Bool)?
  ) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var piece = rest
      if let givesUp {
        // A signal just before a write that waits would not end it, so the waiting is done here, in short pieces.
        while !wait(descriptor, for: POLLOUT, milliseconds: 100) {
          if givesUp() { throw SystemError(code: EINTR) }
        }
        piece = rest.prefix(mostAtOnce)
      }
      let count = libraryWrite(descriptor, UnsafeRawBufferPointer(rebasing: piece))
      if count > 0 {
        rest = rest.dropFirst(count)
        continue
      }
      // Otherwise a write that writes nothing and reports no error would be repeated for ever.
      let code = count == 0 ? EIO : errno
      if code == EAGAIN || code == EWOULDBLOCK {
        if givesUp == nil { _ = wait(descriptor, for: POLLOUT, milliseconds: -1) }
      } else if code != EINTR || givesUp?() == true {
        throw SystemError(code: code)
      }
    }
  }

  private static func libraryWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  /// Whether a read would return at once: bytes, the end, or an error.
  static func isReadable(_ descriptor: Int32) -> Bool {
    wait(descriptor, for: POLLIN, milliseconds: 0)
  }

  private static func wait(_ descriptor: Int32, for events: Int32, milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
      let count = poll(&request, 1, milliseconds)
      if count >= 0 { return count > 0 }
      // If a descriptor cannot be polled, reading it will say why.
      if errno != EINTR { return true }
    }
  }

  static func synchronize(_ descriptor: Int32) throws(SystemError) {
    _ = try checked { fsync(descriptor) }
  }

  /// Closes, and reports errors of writing that the system has held back until now.
  static func close(_ descriptor: Int32) throws(SystemError) {
    #if canImport(Glibc)
      let result = Glibc.close(descriptor)
    #elseif canImport(Musl)
      let result = Musl.close(descriptor)
    #else
      let result = Darwin.close(descriptor)
    #endif
    // After EINTR the descriptor is gone on Linux; closing again could close somebody else's.
    if result != 0 && errno != EINTR { throw SystemError(code: errno) }
  }

  // MARK: The process

  static func processNumber() -> Int32 { getpid() }

  /// Whether the address space has `bytes` bytes left; they are given back untouched.
  static func canMap(_ bytes: Int) -> Bool {
    let start = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let start, start != MAP_FAILED else { return false }
    munmap(start, bytes)
    return true
  }

  /// Repeats an interrupted call; what it reports as an error is thrown.
  static func checked(_ call: () -> Int32) throws(SystemError) -> Int32 {
    while true {
      let result = call()
      if result >= 0 { return result }
      let code = errno
      if code != EINTR { throw SystemError(code: code) }
    }
  }
}
