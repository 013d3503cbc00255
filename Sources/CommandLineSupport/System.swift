// The few calls of the C library that the tools need, under names that are not ambiguous.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import MadeCore

/// The arguments of the process, without its name, as `PathText` keeps them.
var commandLineArguments: [String] {
  (1..<max(1, Int(CommandLine.argc))).compactMap { number in
    CommandLine.unsafeArgv[number].map {
      PathText.text(UnsafeRawBufferPointer(start: $0, count: strlen($0)))
    }
  }
}

typealias SignalHandler = @convention(c) (Int32) -> Void

func endProcess(_ status: Int32) -> Never { exit(status) }

/// Installs a handler unless the signal is ignored: a parent that ignores it (nohup) wants that.
func handleUnlessIgnored(_ number: Int32, _ handler: @escaping SignalHandler) {
  if disposition(number) != unsafeBitCast(SIG_IGN, to: Int.self) { handle(number, handler) }
}

/// What a signal does, as a number.
private func disposition(_ number: Int32) -> Int {
  var action = sigaction()
  sigaction(number, nil, &action)
  #if canImport(Glibc)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
  #elseif canImport(Musl)
    return unsafeBitCast(action.__sa_handler.sa_handler, to: Int.self)
  #else
    return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self)
  #endif
}

/// Installs a handler, after which the call that the signal came into is not taken up again.
func handle(_ number: Int32, _ handler: @escaping SignalHandler) {
  var action = sigaction()
  #if canImport(Glibc)
    action.__sigaction_handler.sa_handler = handler
  #elseif canImport(Musl)
    action.__sa_handler.sa_handler = handler
  #else
    action.__sigaction_u.__sa_handler = handler
  #endif
  sigaction(number, &action, nil)
}

/// Lets a write beyond the limit on file sizes (`ulimit -f`) fail, where a signal would end the process.
func outliveFileSizeLimit() { signal(SIGXFSZ, SIG_IGN) }

func restoreDefault(_ number: Int32) { signal(number, SIG_DFL) }

/// Ends the process by a signal, so that its parent sees 130, 141 or 143.
func dieBySignal(_ number: Int32) -> Never {
  restoreDefault(number)
  // Within its own handler a signal is blocked, and `raise` would wait for the handler to return.
  var numbers = sigset_t()
  sigemptyset(&numbers)
  sigaddset(&numbers, number)
  pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
  raise(number)
  _exit(128 + number)
}

/// Runs `body` with the signals that end a tool held back until it is done.
func holdingSignals<Value>(_ body: () throws -> Value) rethrows -> Value {
  var numbers = sigset_t()
  var before = sigset_t()
  sigemptyset(&numbers)
  for number in endingSignals { sigaddset(&numbers, number) }
  pthread_sigmask(SIG_BLOCK, &numbers, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  return try body()
}

/// A copy for a signal handler, ended by a zero byte; never freed.
func keptCopy(_ bytes: [UInt8]) -> UnsafePointer<CChar> {
  let bytes = bytes.map { CChar(bitPattern: $0) } + [0]
  let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
  _ = copy.initialize(from: bytes)
  return UnsafePointer(copy.baseAddress ?? strdup(""))
}

func removeFile(_ path: UnsafePointer<CChar>) { unlink(path) }

/// Those that ask a process to stop.
let watchedSignals = [SIGINT, SIGTERM]
/// Those that end a process which does nothing about them, but for those that say it has gone wrong.
let endingSignals = [
  SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2,
]
let brokenPipeSignal = SIGPIPE

/// How many bytes these files have together (`-` is standard input); nil if one is not a regular file.
package func sizeOfFiles(_ paths: [String]) -> Int? {
  var sum = 0
  for path in paths.isEmpty ? ["-"] : paths {
    var information = stat()
    let name = PathText.name(path).map { CChar(bitPattern: $0) } + [0]
    guard (path == "-" ? fstat(0, &information) : stat(name, &information)) == 0,
      information.st_mode & S_IFMT == S_IFREG
    else { return nil }
    sum += Int(information.st_size)
  }
  return sum
}

/// Whether a descriptor is a terminal.
package func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
