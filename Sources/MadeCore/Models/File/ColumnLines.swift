// The lines `column`, `columns`, `shared`, `categories` and `bins` of a header, one after the other.

/// The columns of a header while its lines are read.
struct ColumnLines {
  private(set) var columns: [Column] = []
  /// Slots of the columns so far.
  private(set) var slots = 0
  /// The key of the line that is still to come for the last column.
  private(set) var open: String?
  /// How many values of the last column share each of its last slots.
  private var groupSizes: [Int] = []
  /// Most slots that the columns may have together.
  let inputs: Int

  init(inputs: Int) { self.inputs = inputs }

  /// Takes `KIND NAME`, the value of a line `column`; false when it is not legal here.
  mutating func takeNamed(_ value: some Collection<UInt8>) -> Bool {
    guard open == nil, columns.last.map({ $0.name != nil }) ?? true,
      let space = value.firstIndex(of: 0x20),
      let bytes = ModelHeader.unescaped(value[value.index(after: space)...]),
      let name = String(validating: bytes, as: UTF8.self)
    else { return false }
    return add(1, kind: String(decoding: value[..<space], as: UTF8.self), name: name)
  }

  /// Takes so many nameless columns of a kind; false when they are not legal here.
  mutating func takeNameless(_ count: Int, kind: String) -> Bool {
    guard open == nil, columns.last.map({ $0.name == nil }) ?? true else { return false }
    return add(count, kind: kind, name: nil)
  }

  private mutating func add(_ count: Int, kind: String, name: String?) -> Bool {
    guard count >= 1, count <= inputs - slots else { return false }
    switch kind {
    case "binary":
      slots += count
      columns += repeatElement(Column(name: name), count: count)
      return true
    case "categorical":
      return addOpen(count, "categories", .categorical(Categories(values: [])), name)
    case "number":
      return addOpen(count, "bins", .number(Bins(decimals: 0, ranges: [])), name)
    default: return false
    }
  }

  /// Adds a column whose slots are counted when its other line comes.
  private mutating func addOpen(
    _ count: Int, _ key: String, _ kind: Column.Kind, _ name: String?
  ) -> Bool {
    guard count == 1 else { return false }
    open = key
    columns.append(Column(name: name, kind: kind))
    return true
  }

  private mutating func close(_ kind: Column.Kind) -> Bool {
    groupSizes = []
    columns[columns.count - 1].kind = kind
    let added = columns[columns.count - 1].slots
    guard added >= 2, added <= inputs - slots else { return false }
    slots += added
    open = nil
    return true
  }

  /// Takes `SIZE...`, the value of a line `shared`; false when it is not legal here.
  mutating func takeShared(_ value: Substring) -> Bool {
    guard open == "categories", groupSizes.isEmpty, mayHold(value.utf8) else { return false }
    var values = 0
    for word in value.split(separator: " ", omittingEmptySubsequences: false) {
      guard let size = ModelHeader.integer(word, 1...Categories.maximumCount) else { return false }
      groupSizes.append(size)
      values += size
      guard values <= Categories.maximumCount else { return false }
    }
    return true
  }

  /// Takes `EXTRA VALUE...`, the value of a line `categories`; false when it is not legal here.
  mutating func takeCategories(_ value: some Collection<UInt8>) -> Bool {
    let shared = groupSizes.reduce(0, +)
    guard open == "categories", mayHold(value, further: shared) else { return false }
    let words = value.split(separator: 0x20, omittingEmptySubsequences: false)
    let values = words.dropFirst().compactMap { ModelHeader.unescaped($0) }
    guard let extra = words.first.flatMap({ ModelHeader.extraSlots($0) }),
      values.count == words.count - 1, values.count >= shared, Set(values).count == values.count
    else { return false }
    return close(
      .categorical(
        Categories(
          values: values, groupSizes: groupSizes, hasOther: extra.hasOther,
          hasMissing: extra.hasMissing)))
  }

  /// Takes the value of a line `bins`; false when it is not legal here.
  mutating func takeBins(_ value: some Collection<UInt8>) -> Bool {
    guard open == "bins", mayHold(value), let bins = BinsText.bins(value) else { return false }
    return close(.number(bins))
  }

  /// Whether there is room for as many slots as a line has spaces, but for `further` values that share some;
  /// asked before anything is kept.
  private func mayHold(_ line: some Collection<UInt8>, further: Int = 0) -> Bool {
    line.count(where: { $0 == 0x20 }) <= inputs - slots + 3 + further
  }
}
