// What `--version` says.

import MadeCore

/// Name and version of this release.
public enum Version {
  /// The release.
  public static let number = "0.1.0"

  /// The lines that `--version` prints for a tool.
  public static func text(_ tool: String) -> String {
    "\(tool) (made-tools) \(number), model format \(ModelFormat.version)"
  }
}
