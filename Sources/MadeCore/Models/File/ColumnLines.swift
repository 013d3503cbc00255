// The lines `column` and `columns` of a header, and after each those of its kind.

/// The columns of a header while its lines are read.
struct ColumnLines {
  private(set) var columns: [Column] = []
  /// Outputs of the columns so far.
  private(set) var outputs = 0
  /// What reads the remaining lines of the last column; nil if there are none.
  private var open: (any KindLines)?
  private var openName: String?
  /// Most outputs that the columns may have together.
  let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Whether the last column's lines are all there.
  var isComplete: Bool { open == nil }

  /// Takes `KIND NAME`, the value of a line `column`; false when it is not legal here.
  mutating func takeNamed(_ value: some Collection<UInt8>) -> Bool {
    guard open == nil, columns.last.map({ $0.name != nil }) ?? true,
      let space = value.firstIndex(of: 0x20),
      let bytes = HeaderText.unescaped(value[value.index(after: space)...]),
      let name = String(validating: bytes, as: UTF8.self)
    else { return false }
    return add(1, kind: String(decoding: value[..<space], as: UTF8.self), name: name)
  }

  /// Takes a number of nameless columns of a kind; false when they are not legal here.
  mutating func takeNameless(_ count: Int, kind: String) -> Bool {
    guard open == nil, columns.last.map({ $0.name == nil }) ?? true else { return false }
    return add(count, kind: kind, name: nil)
  }

  private mutating func add(_ count: Int, kind: String, name: String?) -> Bool {
    guard count >= 1, count <= limit - outputs, let type = ColumnKinds.named(kind) else {
      return false
    }
    let lines = type.lines(room: limit - outputs)
    if let kind = lines.kind {
      outputs += count * kind.conditional.outputs
      columns += repeatElement(Column(name: name, kind: kind), count: count)
      return true
    }
    guard count == 1 else { return false }
    open = lines
    openName = name
    return true
  }

  /// Takes a line of the last column's kind; false when it is not legal here.
  mutating func take(_ key: String, _ value: Substring) -> Bool {
    guard open?.take(key, value) == true else { return false }
    guard let kind = open?.kind else { return true }
    let added = kind.conditional.outputs
    guard added >= 2, added <= limit - outputs else { return false }
    outputs += added
    columns.append(Column(name: openName, kind: kind))
    open = nil
    return true
  }
}
