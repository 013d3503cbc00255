// The header of an IDX file, taken from an input.

extension IDXHeader {
  /// Reads and consumes the header.
  init(_ buffer: InputBuffer, maximumColumns: Int) throws(InputError) {
    let source = buffer.source.name
    try buffer.fill(atLeast: Self.beginning)
    let length: Int
    do { length = try Self.length(buffer.bytes) } catch { throw .idx(source: source, error) }
    try buffer.fill(atLeast: length)
    do { self = try IDXHeader(buffer.bytes) } catch { throw .idx(source: source, error) }
    buffer.consume(length)
    if columns > maximumColumns { throw .tooManyColumns(source: source, limit: maximumColumns) }
  }
}
