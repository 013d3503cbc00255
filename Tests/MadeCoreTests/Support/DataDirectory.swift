// Data sets that are too large for the repository.

import Foundation

/// Where the data sets are: MADE_DATA, or `shared/data` beside the package.
let dataDirectory: URL? = {
  let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let candidates =
    [ProcessInfo.processInfo.environment["MADE_DATA"].map { URL(filePath: $0) }].compactMap { $0 }
    + [package.appending(path: "../shared/data").standardizedFileURL]
  return candidates.first { FileManager.default.fileExists(atPath: $0.path) }
}()
