// A small cache: the raw bytes of a cell -> what it was decoded to.

/// For each column its recently decoded short cells, keyed by their raw bytes.
///
/// Tables repeat themselves: nearly every cell of most columns is one of a few texts. Finding one here costs one
/// comparison of 64 bits; blanks, missing tokens, numbers and dictionaries are not looked at.
/// It holds only what a cell's bytes alone decide, so it changes nothing but the speed.
final class RecentCells: Sendable {
  /// How many cells are kept for a column.
  private static let perColumn = 16
  /// Tables with more columns than this do without.
  private static let mostColumns = 1 << 12

  private let entries: Block<MetCell>
  private let columns: Int

  fileprivate struct MetCell {
    /// The cell's key; 0 for none.
    var key: UInt64 = 0
    var value = 0
  }

  init(columns: Int) {
    self.columns = columns <= Self.mostColumns ? columns : 0
    entries = Block(count: self.columns * Self.perColumn)
  }

  /// The bytes of a field as an integer that no other field has; 0 if it is too long, or quoted.
  @inline(__always)
  static func key(of field: FieldSpan, in record: UnsafeRawBufferPointer) -> UInt64 {
    if field.plainLength > 7 { return 0 }
    return ValueDictionary.key(
      of: UnsafeRawBufferPointer(rebasing: record[field.start..<field.end]))
  }

  /// What the cell with that key was decoded to, nil if that is not kept.
  @inline(__always)
  func value(of key: UInt64, column: Int) -> Int? { self[column]?.value(of: key) }

  /// The cells of a column; nil if the table has too many columns.
  @inline(__always)
  subscript(column: Int) -> OfColumn? {
    column < columns ? OfColumn(entries: entries.base + column &* Self.perColumn) : nil
  }

  /// The cells of one column; valid as long as the cache is.
  struct OfColumn {
    fileprivate let entries: UnsafeMutablePointer<MetCell>

    /// What the cell with that key was decoded to, nil if that is not kept.
    @inline(__always)
    func value(of key: UInt64) -> Int? {
      let entry = entries + RecentCells.place(key)
      return key != 0 && entry.pointee.key == key ? entry.pointee.value : nil
    }
  }

  /// Keeps a cell in place of another.
  @inline(__always)
  func remember(_ key: UInt64, column: Int, value: Int) {
    guard key != 0 && column < columns else { return }
    entries.base[column &* Self.perColumn &+ Self.place(key)] = MetCell(key: key, value: value)
  }

  /// Forgets the cells of a column.
  func forget(column: Int) {
    guard column < columns else { return }
    (entries.base + column * Self.perColumn).update(repeating: MetCell(), count: Self.perColumn)
  }

  @inline(__always)
  private static func place(_ key: UInt64) -> Int {
    OpenTable.place(key, shift: 60)
  }
}
