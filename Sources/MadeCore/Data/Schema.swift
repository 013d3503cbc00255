// What the columns of a table are.

/// One column of a table.
public struct Column: Equatable, Sendable {
  /// What the cells of a column hold.
  public enum Kind: Equatable, Sendable {
    /// 0 or 1.
    case binary
  }

  /// The name in the header, nil when there is none.
  public var name: String?
  /// What the cells hold.
  public var kind: Kind

  /// A column.
  public init(name: String? = nil, kind: Kind = .binary) {
    self.name = name
    self.kind = kind
  }
}

/// The columns of a table, and what is needed to read more of the same.
public struct Schema: Equatable, Sendable {
  /// The columns, in the order of the model's variables.
  public var columns: [Column]

  /// The sizes of one record of an IDX file: its dimensions after the first, `[28, 28]`.
  public var imageShape: [Int]?

  /// The rule for bytes of IDX files: a byte above it is 1; nil: bytes are 0 or 1 already.
  ///
  /// `RecordReader.readAll()` looks at the whole data and decides: bytes of only 0 and 1 give
  /// nil, any other 127. A model keeps the decision, so that a shard is read as the whole was,
  /// whatever bytes happen to be in it. Text cells are never subject to it: they are exactly 0 or
  /// 1 unless `InputOptions.threshold` says otherwise (what made-sample writes for such a model
  /// is text of 0 and 1).
  public var threshold: Double?

  /// A schema.
  public init(columns: [Column] = [], imageShape: [Int]? = nil, threshold: Double? = nil) {
    self.columns = columns
    self.imageShape = imageShape
    self.threshold = threshold
  }

  /// A schema of nameless binary columns.
  public init(binaryColumns count: Int, imageShape: [Int]? = nil, threshold: Double? = nil) {
    self.init(
      columns: Array(repeating: Column(), count: count), imageShape: imageShape,
      threshold: threshold)
  }

  /// The names of the columns, or nil unless all have one.
  public var names: [String]? {
    if columns.isEmpty { return nil }
    let names = columns.compactMap(\.name)
    return names.count == columns.count ? names : nil
  }
}
