// Where results go.

import ArgumentParser
import MadeCore

/// Where the result goes.
package struct OutputOption: ParsableArguments {
  @Option(
    name: [.customShort("o", allowingJoined: true), .long],
    help: ArgumentHelp("Write to FILE, which appears complete or not at all.", valueName: "file"),
    completion: .file())
  package var output: String?

  package init() {}

  /// Stops if the result would overwrite one of the files that are read.
  package func refuseOverwriting(_ inputs: [String]) throws {
    try FileUse.refuseOverwriting([.output(output, "-o")] + inputs.map(FileUse.input))
  }

  /// Stops when a picture would be shown by a terminal as if it were text.
  package func refuseTerminal() throws {
    if (output ?? "-") == "-" && isTerminal(1) {
      throw ToolFailure.usage(
        "a picture is not for a terminal", hint: "redirect it, or name a file with -o")
    }
  }
}

/// An output that is either standard output or a file which is replaced at the end.
package final class Output: ByteSink {
  private enum Target {
    case standard(FileSink)
    case file(AtomicFile)
  }
  private let target: Target

  package var name: String {
    switch target {
    case .standard(let sink): sink.name
    case .file(let file): file.name
    }
  }

  /// Whether bytes go out as they are written, so that a write may wait for a reader.
  package var isDirect: Bool {
    switch target {
    case .standard: true
    case .file(let file): file.temporaryPath == nil
    }
  }

  /// - Parameter path: nil or "-" for standard output.
  package init(path: String?) throws {
    if let path, path != "-" {
      // No signal comes between the file and the handler that would remove it.
      target = try holdingSignals {
        let file = try AtomicFile(path: path)
        if let path = file.temporaryPath { Interrupt.removeAtDeath(path) }
        return .file(file)
      }
    } else {
      target = .standard(FileSink.standardOutput())
    }
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    switch target {
    case .standard(let sink): try sink.write(bytes)
    case .file(let file): try file.write(bytes)
    }
  }

  /// Writes a picture as PNG.
  package func write(picture: GreyPicture) throws {
    let bytes: [UInt8]
    do throws(PictureError) { bytes = try picture.png() } catch { throw ToolFailure.picture(error) }
    try write(bytes)
  }

  /// Hands on what is buffered, so that a reader at the other end can see it.
  package func flush() throws(OutputError) {
    switch target {
    case .standard(let sink): try sink.flush()
    case .file(let file): try file.flush()
    }
  }

  /// Makes the output final; without it a named file keeps its old content.
  package func finish() throws(OutputError) {
    switch target {
    case .standard(let sink): try sink.close()
    case .file(let file):
      let path = file.temporaryPath
      try file.commit()
      if let path { Interrupt.keep(path) }
    }
  }
}
