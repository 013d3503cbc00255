// A process between pipes: one thread feeds and drains it, so that no full pipe stops both sides.

import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A running process whose three standard streams are pipes.
final class Child {
  let process: pid_t
  private var standardInput: Int32
  private let standardOutput: Int32
  private let standardError: Int32
  private var output = Data()
  private var errors = Data()
  private static let starting = NSLock()

  /// - Parameter isNonBlocking: whether its standard streams are, as some parents leave them.
  init(
    _ path: String, _ arguments: [String], environment: [String: String] = [:],
    isNonBlocking: Bool = false
  ) {
    // A tool that does not read its input must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    var variables = ProcessInfo.processInfo.environment
    variables["PATH"] = buildDirectory + ":" + (variables["PATH"] ?? "/usr/bin:/bin")
    variables["LC_ALL"] = "C.UTF-8"
    variables.merge(environment) { $1 }

    // Between making a pipe and marking it, another thread must not start a child.
    Self.starting.lock()
    defer { Self.starting.unlock() }
    let (toChild, fromChild, fromChildErrors) = (Self.pipe(), Self.pipe(), Self.pipe())
    if isNonBlocking {
      for end in [toChild.reading, fromChild.writing] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, toChild.reading, 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild.writing, 1)
    posix_spawn_file_actions_adddup2(&actions, fromChildErrors.writing, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var defaults = sigset_t()
    var nothing = sigset_t()
    sigemptyset(&defaults)
    sigemptyset(&nothing)
    for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &nothing)
    // Its own group, so that a script that hangs is ended with all its children.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))

    var argv = ([path] + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    var process: pid_t = -1
    let code = posix_spawn(&process, path, &actions, &attributes, &argv, &envp)
    for string in argv + envp { free(string) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    for descriptor in [toChild.reading, fromChild.writing, fromChildErrors.writing] {
      close(descriptor)
    }
    self.process = process
    (standardInput, standardOutput, standardError) =
      (toChild.writing, fromChild.reading, fromChildErrors.reading)
    for descriptor in [standardInput, standardOutput, standardError] {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
    if code != 0 { errors = Data("cannot run \(path): error \(code)".utf8) }
  }

  /// Ends that no other child inherits; to be called with the lock held.
  private static func pipe() -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      _ = Glibc.pipe(&ends)
    #elseif canImport(Musl)
      _ = Musl.pipe(&ends)
    #else
      _ = Darwin.pipe(&ends)
    #endif
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Sends bytes, waiting while the pipe is full.
  func send(_ bytes: Data) {
    var rest = bytes[...]
    while !rest.isEmpty, standardInput >= 0 {
      if !feed(&rest) { return }
      if !rest.isEmpty { _ = wait(for: standardInput, POLLOUT, milliseconds: 1000) }
    }
  }

  func send(_ text: String) { send(Data(text.utf8)) }

  /// Reads standard output up to a line end; nil when none comes in time.
  func readLine(seconds: Double = 10) -> String? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    var isOpen = true
    while true {
      if let end = output.firstIndex(of: 0x0A) {
        defer { output = Data(output[(end + 1)...]) }
        return String(decoding: output[..<end], as: UTF8.self)
      }
      guard isOpen, deadline.timeIntervalSinceNow > 0 else { return nil }
      _ = wait(for: standardOutput, POLLIN, milliseconds: 50)
      isOpen = drain(standardOutput, into: &output)
    }
  }

  /// Reads standard error until it holds `text`; false when that does not come.
  func waitForMessage(_ text: String, seconds: Double = 120) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    var isOpen = true
    while !String(decoding: errors, as: UTF8.self).contains(text) {
      guard isOpen, deadline.timeIntervalSinceNow > 0 else { return false }
      _ = wait(for: standardError, POLLIN, milliseconds: 50)
      isOpen = drain(standardError, into: &errors)
    }
    return true
  }

  /// Sends the rest of the input while it reads both outputs, and waits for the end.
  func finish(input: Data = Data(), seconds: Double = 60) -> Outcome {
    let deadline = Date(timeIntervalSinceNow: seconds)
    var rest = input[...]
    var (hasOutput, hasErrors) = (true, true)
    if rest.isEmpty { closeInput() }
    while hasOutput || hasErrors || standardInput >= 0 {
      if deadline.timeIntervalSinceNow < 0 { return timeout() }
      var requests = [
        pollfd(fd: standardInput, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: hasOutput ? standardOutput : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: hasErrors ? standardError : -1, events: Int16(POLLIN), revents: 0),
      ]
      _ = poll(&requests, nfds_t(requests.count), 100)
      if requests[1].revents != 0 { hasOutput = drain(standardOutput, into: &output) }
      if requests[2].revents != 0 { hasErrors = drain(standardError, into: &errors) }
      if requests[0].revents != 0, !feed(&rest) || rest.isEmpty { closeInput() }
    }
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      if deadline.timeIntervalSinceNow < 0 { return timeout() }
      usleep(500)
    }
    close(standardOutput)
    close(standardError)
    let signal = status & 0x7F
    return Outcome(
      status: signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal), output: output,
      errors: errors)
  }

  private func timeout() -> Outcome {
    kill(-process, SIGKILL)
    waitpid(process, nil, 0)
    closeInput()
    close(standardOutput)
    close(standardError)
    return Outcome(status: .timeout, output: output, errors: errors)
  }

  private func closeInput() {
    if standardInput >= 0 { close(standardInput) }
    standardInput = -1
  }

  private func wait(for descriptor: Int32, _ events: Int32, milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }

  /// Writes what the pipe takes now; false when nobody reads it.
  private func feed(_ rest: inout Data.SubSequence) -> Bool {
    let count = rest.withUnsafeBytes { write(standardInput, $0.baseAddress, $0.count) }
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    rest = rest.dropFirst(count)
    return true
  }

  /// Reads what is there now; false at the end.
  private func drain(_ descriptor: Int32, into data: inout Data) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      if count == 0 { return false }
      data.append(contentsOf: buffer[..<count])
    }
  }
}
