// Where results go.

import ArgumentParser
import MadeCore

/// Where the result goes.
public struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o", allowingJoined: true), .long],
    help: ArgumentHelp("Write to FILE, which appears complete or not at all.", valueName: "file"),
    completion: .file())
  public var output: String?

  public init() {}
}

/// An output that is either standard output or a file which is replaced at the end.
public final class Output: ByteSink {
  private enum Target {
    case standard(FileSink)
    case file(AtomicFile)
  }
  private let target: Target

  public var name: String {
    switch target {
    case .standard(let sink): sink.name
    case .file(let file): file.name
    }
  }

  /// - Parameter path: nil or "-" for standard output.
  public init(path: String?) throws {
    if let path, path != "-" {
      // No signal comes between the file and the handler that would remove it.
      target = try holdingSignals {
        let file = try AtomicFile(path: path)
        Interrupt.removeAtDeath(file.temporaryPath)
        return .file(file)
      }
    } else {
      target = .standard(FileSink.standardOutput())
    }
  }

  public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    switch target {
    case .standard(let sink): try sink.write(bytes)
    case .file(let file): try file.write(bytes)
    }
  }

  /// Hands on what is buffered, so that a reader at the other end can see it.
  public func flush() throws(OutputError) {
    if case .standard(let sink) = target { try sink.flush() }
  }

  /// Makes the output final; without it a named file keeps its old content.
  public func finish() throws(OutputError) {
    switch target {
    case .standard(let sink): try sink.close()
    case .file(let file):
      try file.commit()
      Interrupt.removeAtDeath(nil)
    }
  }
}
