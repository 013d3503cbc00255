// Rows that grow as records come: whether there is memory for the next one.

extension Rows {
  /// Refuses to grow beyond the memory that there is.
  @inline(__always)
  func checkRoom(source: String) throws(InputError) {
    let bytes = bytesToGrow
    if bytes > 0 && !Memory.has(bytes: bytes) {
      throw .noMemory(source: source, .records(count, bytes: bytes))
    }
  }
}
