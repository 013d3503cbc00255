// What a killed process leaves beside the file that it was writing, and its removal by the next one.

/// Temporary files of one output whose writers are gone.
///
/// The name of a temporary file is `.NAME.PID-N.part`. The process number does not say whether its writer is alive:
/// it may have been given out again, or belong to another machine that shares the file system. So every
/// writer holds a lock on its file (flock), which the system drops when the writer dies, however that happens; a
/// file that can be locked has no writer. Where the file system has no locks nothing is removed.
package enum StaleFiles {
  /// Removes what earlier writers of `base` in `directory` have left; never fails.
  ///
  /// - Parameter base: the name as it is in the names of temporary files.
  static func remove(of base: Substring, in directory: String) {
    for name in SystemCalls.names(in: directory) where isTemporary(name, of: base) {
      removeIfDead(directory + "/" + name)
    }
  }

  /// Whether a name is `.BASE.PID-N.part`, PID and N being decimal digits.
  package static func isTemporary(_ name: String, of base: Substring) -> Bool {
    let (start, end) = (".\(base).", ".part")
    guard name.utf8.starts(with: start.utf8),
      name.utf8.reversed().starts(with: end.utf8.reversed()),
      name.utf8.count > start.utf8.count + end.utf8.count
    else { return false }
    let numbers = name.utf8.dropFirst(start.utf8.count).dropLast(end.utf8.count)
      .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return numbers.count == 2
      && numbers.allSatisfy { digits in
        !digits.isEmpty
          && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }

  private static func removeIfDead(_ path: String) {
    guard let descriptor = try? SystemCalls.openExisting(path) else { return }
    // Before the lock, the writer may have finished and another one with its process number begun a file of the
    // same name: hence the comparison. After it, a new writer may find the file, but cannot lock it.
    if let status = try? SystemCalls.status(of: descriptor), status.kind == .regular,
      SystemCalls.lock(descriptor) == .taken,
      (try? SystemCalls.status(of: path))?.number == status.number
    {
      SystemCalls.remove(path)
    }
    try? SystemCalls.close(descriptor)
  }
}
