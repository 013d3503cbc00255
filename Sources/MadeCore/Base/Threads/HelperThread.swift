// How threads are made: few addresses for each, and none where there is no room for its work.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread beside the caller's, which ends with its work.
enum HelperThread {
  /// The size of its stack.
  ///
  /// What runs here keeps its arrays elsewhere; the usual 8 MiB would be most of the addresses that a limited process
  /// has.
  private static let stackBytes = 1 << 20
  /// What the work of a thread takes at least, before it is known what the work is.
  private static let workBytes = 16 << 20

  /// Starts a thread; false if the system makes no more threads, or memory has no room for its work.
  ///
  /// A process may be limited in threads (`ulimit -u`, `pids.max`) or in addresses (`ulimit -v`), so callers have to
  /// do with the threads that there are.
  ///
  /// - Parameter others: how many were started before it, whose work may not have taken its memory yet.
  static func start(beside others: Int, _ work: @escaping @Sendable () -> Void) -> Bool {
    guard Memory.has(bytes: (others + 1) * workBytes) else { return false }
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // It inherits that all signals are blocked: they are for the thread that started the program, whose waiting
    // they can end.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let argument = Unmanaged.passRetained(Work(work))
    var thread = pthread_t(bitPattern: 0)
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, argument.toOpaque())
    if status != 0 { argument.release() }
    return status == 0
  }

  /// What a thread is started with.
  private final class Work {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
