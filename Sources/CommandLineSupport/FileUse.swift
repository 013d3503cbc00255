// What is written must not be what is read, nor what else is written.

import MadeCore

/// One file on the command line: what for, and under which name.
package struct FileUse {
  private let path: String
  /// What names an output, as messages say it; nil for an input.
  private let option: String?

  /// Something that is read; `-` is standard input.
  package static func input(_ path: String) -> FileUse { FileUse(path: path, option: nil) }

  /// Something that is written; nil and `-` are standard output.
  package static func output(_ path: String?, _ option: String) -> FileUse {
    let path = path ?? "-"
    return FileUse(path: path, option: path == "-" ? "standard output" : option)
  }

  private var identity: FileIdentity? {
    FileIdentity(path: path, standardStream: option == nil ? 0 : 1)
  }

  /// Whether both are one file.
  package func isSameFile(as other: FileUse) -> Bool {
    identity.map { $0 == other.identity } ?? false
  }

  /// Stops if one of these files would overwrite another; to be called before any is opened for writing.
  ///
  /// Only files are compared: several outputs may go to one pipe, terminal or `/dev/null`.
  package static func refuseOverwriting(_ uses: [FileUse]) throws {
    var outputs: [FileIdentity: FileUse] = [:]
    for use in uses {
      guard let option = use.option, let identity = use.identity else { continue }
      if let other = outputs.updateValue(use, forKey: identity) {
        throw ToolFailure.usage(
          "\(other.option ?? "") and \(option) are one file: \(use.path)",
          hint: "each output needs a file of its own")
      }
    }
    if outputs.isEmpty { return }
    for use in uses where use.option == nil {
      if let identity = use.identity, let option = outputs[identity]?.option {
        throw ToolFailure.usage(
          "\(option) would overwrite \(sourceName(use.path)), which is read",
          hint: "an output needs a file of its own")
      }
    }
  }
}
