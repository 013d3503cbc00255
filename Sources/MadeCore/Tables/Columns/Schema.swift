// What the columns of a table are.

/// The columns of a table, and what is needed to read more of the same.
public struct Schema: Equatable, Sendable {
  /// The columns, in the order of the model's variables.
  public var columns: [Column]

  /// The sizes of one record of an IDX file: its dimensions after the first, `[28, 28]`; nil if there are none.
  public var imageShape: [Int]?

  /// The rule for bytes of IDX files: a byte above it is 1; nil: bytes are 0 or 1 already.
  ///
  /// `RecordReader.readAll()` looks at the whole data and decides: bytes of only 0 and 1 give
  /// nil, any other 127. A model keeps the decision, so that a shard is read as the whole was,
  /// whatever bytes happen to be in it. Text cells are never subject to it: they are exactly 0 or
  /// 1 unless `InputOptions.threshold` says otherwise (what made-sample writes for such a model
  /// is text of 0 and 1).
  public var threshold: Double?

  /// Fields, from 0, of records without a header that are not columns.
  ///
  /// They were in the training data and were left out. A record may come with them or without.
  public var ignoredFields: [Int] = []

  /// Those of the ignored fields that are written all the same, ascending.
  ///
  /// If columns have no names, they are all of the ignored fields or none: without a header a record has all its
  /// fields, or those of columns alone.
  public var leftOut: [LeftOutField] = []

  /// Texts that stand for a missing cell, beside the empty one.
  public var missingTokens: [[UInt8]] = []

  /// How the training table was spelled as text; nothing that is read or computed depends on it.
  public var dialect = TableDialect()

  /// Columns that determined others in the training records.
  public var dependencies: [Dependency] = []

  /// A schema of these columns.
  public init(columns: [Column] = [], imageShape: [Int]? = nil, threshold: Double? = nil) {
    self.columns = columns
    self.imageShape = imageShape
    self.threshold = threshold
  }

  /// Where the columns' cells lie in rows.
  public var layout: RowLayout { RowLayout(columns.map { $0.kind.storage }) }

  /// How many outputs a network has for all columns: one for a bit, one per code for other kinds.
  package var outputCount: Int { columns.reduce(0) { $0 + $1.kind.conditional.outputs } }

  /// Whether all columns are bits.
  public var isBinary: Bool { columns.allSatisfy { $0.kind.storage == .bit } }

  /// The index of the column of that name, else of that number from 1, else of that address; nil if there is no such
  /// column.
  package func place(ofColumn text: some StringProtocol) -> Int? {
    columnIndex(text, among: columns.map(\.name))
  }

  /// The name of a field that was left out, if a text is that name and an ending that is wanted; the longest one.
  package func leftOutName(_ text: String, isEnding: (Substring) -> Bool = \.isEmpty) -> String? {
    leftOut.compactMap(\.name)
      .filter { !$0.isEmpty && text.hasPrefix($0) && isEnding(text.dropFirst($0.count)) }
      .max { $0.count < $1.count }
  }

  /// Columns that were constant in training, ascending: a record may come without them, and then has what they had.
  package var constants: [Int] {
    columns.indices.filter { columns[$0].kind.constantCode != nil }
  }

  /// Whether every cell is a byte: a bit, or a whole number from 0 to 255 that is never missing.
  package var fitsBytes: Bool { columns.allSatisfy { $0.kind.fitsByte } }

  /// Whether any column is of numbers with a density.
  package var hasDensities: Bool { columns.contains { $0.holdsDensity } }

  /// The names of the columns, or nil unless all have one.
  public var names: [String]? {
    if columns.isEmpty { return nil }
    let names = columns.compactMap(\.name)
    return names.count == columns.count ? names : nil
  }
}
