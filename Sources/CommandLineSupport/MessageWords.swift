// Words that messages have in common.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A path as messages name it.
package func sourceName(_ path: String) -> String { path == "-" ? "standard input" : path }

/// A size as people say it, rounded up.
package func megabytes(_ bytes: Int) -> String { "\((bytes - 1) / 1_000_000 + 1) MB" }

/// What to do when memory runs out.
package let memoryHint = "ulimit -v shows whether it is limited"

/// `1 field`, `3 fields`.
func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

/// What the system says of an error number, in lower case.
func systemMessage(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text).lowercased()
}

/// Some of a list of names in quotes, the first ones of many.
func listed(_ names: [String]) -> String {
  names.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
    + (names.count > 12 ? " and \(names.count - 12) more" : "")
}
