// What `--version` says.

/// Name and version of this release.
package enum Version {
  /// The release.
  package static let number = "0.1.0"

  /// The lines that `--version` prints for a tool.
  package static func text(_ tool: String) -> String {
    "\(tool) (made-tools) \(number), model format \(ModelFormat.version)"
  }
}
