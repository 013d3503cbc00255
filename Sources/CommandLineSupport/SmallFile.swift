// Small text files that options name: a table of types, an ordering.

import MadeCore

/// All bytes of a small file.
///
/// - Parameter what: what the file is, for the message when it is longer than `limit`.
package func wholeFile(path: String, limit: Int, what: String) throws -> [UInt8] {
  let source = try FileSource.open(path)
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = try chunk.withUnsafeMutableBytes { try source.read(into: $0) }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
    if bytes.count > limit {
      throw ToolFailure.data("\(sourceName(path)): too long for \(what)", hint: nil)
    }
  }
}

extension StringProtocol {
  /// The text without the blanks around it.
  package var trimmed: SubSequence {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return text
  }
}
