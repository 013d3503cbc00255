// Models in files.

extension MadeModel {
  /// Reads a model from a file; `-` is standard input.
  ///
  /// - Throws: `FileError` if the bytes cannot be had, `ModelFileError` if they are no model.
  public init(contentsOf path: String) throws {
    try self.init(fileBytes: Self.modelBytes(of: FileSource.open(path)))
  }

  /// Writes the model into a file, which appears whole or not at all; the bytes are those of `made-fit`.
  ///
  /// - Parameters:
  ///   - path: of the file, which is replaced if there is one.
  ///   - precision: how weights are rounded. If one is too large for it (see `fits`), all are written as f32.
  /// - Throws: `OutputError`.
  public func write(to path: String, precision: Precision = .f32) throws(OutputError) {
    try Flow([], last: self).write(to: path, precision: precision)
  }
}

extension Flow {
  /// Reads a flow, or a model without transforms, from a file; `-` is standard input.
  ///
  /// - Throws: `FileError` if the bytes cannot be had, `ModelFileError` if they are no model.
  public init(contentsOf path: String) throws {
    try self.init(fileBytes: MadeModel.modelBytes(of: FileSource.open(path)))
  }

  /// Writes the flow into a file; see `MadeModel.write`.
  ///
  /// - Throws: `OutputError`.
  public func write(to path: String, precision: Precision = .f32) throws(OutputError) {
    let file = try AtomicFile(path: path)
    try file.write(
      fileBytes(precision: fits(precision) ? precision : .f32, tool: Version.text("made-fit")))
    try file.commit()
  }
}
