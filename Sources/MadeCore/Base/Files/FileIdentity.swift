// Whether two names are one file, before either is opened.

/// The file that a path names, however it is spelled: links are followed, and standard output that was redirected to
/// a file is that file.
///
/// A file that is there is known by its device and its number (inode); one that is not, by its folder and its name.
package struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64
  /// The name in the folder; empty for a file that is there.
  private let missingName: [UInt8]

  /// Nil for what is no file that could be overwritten: a pipe, a terminal, a device, a folder, or a path that leads
  /// nowhere, of which opening it will say why.
  ///
  /// - Parameter standardStream: the descriptor that `-` stands for.
  package init?(path: String, standardStream: Int32) {
    let descriptor = path == "-" ? standardStream : nil
    if let status = try? descriptor.map(SystemCalls.status) ?? SystemCalls.status(of: path) {
      guard status.kind == .regular else { return nil }
      (device, number, missingName) = (status.device, status.number, [])
    } else {
      guard let final = try? AtomicFile.resolve(path) else { return nil }
      let (directory, base) = AtomicFile.split(final)
      guard !base.isEmpty, let status = try? SystemCalls.status(of: directory) else { return nil }
      (device, number, missingName) = (status.device, status.number, Array(base.utf8))
    }
  }
}
