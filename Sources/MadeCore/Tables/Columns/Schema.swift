// What the columns of a table are.

/// One column of a table.
public struct Column: Equatable, Sendable {
  /// What the cells of a column hold.
  public enum Kind: Equatable, Sendable {
    /// 0 or 1: one slot.
    case binary
    /// One value of a list: a slot for each, or for several rare ones, of which one is 1.
    case categorical(Categories)
    /// A number on a grid: a slot for each bin of values, of which one is 1.
    case number(Bins)
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

  /// How many inputs of a network, and bits of a packed record, a cell of the column takes.
  public var slots: Int {
    switch kind {
    case .binary: 1
    case .categorical(let categories): categories.slots
    case .number(let bins): bins.slots
    }
  }

  /// How many values share the probability of a slot, all of them equally likely.
  public func width(ofSlot slot: Int) -> Int {
    switch kind {
    case .binary: 1
    case .categorical(let categories): categories.values(inSlot: slot)?.count ?? 1
    case .number(let bins): bins.width(ofSlot: slot)
    }
  }
}

/// The columns of a table, and what is needed to read more of the same.
public struct Schema: Equatable, Sendable {
  /// The columns, in the order of the model's variables.
  public var columns: [Column]

  /// The sizes of one record of an IDX file: its dimensions after the first, `[28, 28]`; nil if it has no
  /// other.
  public var imageShape: [Int]?

  /// The rule for bytes of IDX files: a byte above it is 1; nil: bytes are 0 or 1 already.
  ///
  /// `RecordReader.readAll()` looks at the whole data and decides: bytes of only 0 and 1 give
  /// nil, any other 127. A model keeps the decision, so that a shard is read as the whole was,
  /// whatever bytes happen to be in it. Text cells are never subject to it: they are exactly 0 or
  /// 1 unless `InputOptions.threshold` says otherwise (what made-sample writes for such a model
  /// is text of 0 and 1).
  public var threshold: Double?

  /// Fields, from 0, that records without a header have and that are no columns.
  ///
  /// They were in the training data and were left out. A record without them is as good.
  public var ignoredFields: [Int] = []

  /// Texts that stand for a missing cell, beside the empty one.
  public var missingTokens: [[UInt8]] = []

  /// Columns that determined others in the training records.
  public var dependencies: [Dependency] = []

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

  /// The number of slots of all columns: bits of a packed record, inputs of a network.
  public var slotCount: Int { columns.reduce(0) { $0 + $1.slots } }

  /// Whether all columns are binary: records are bits, without words.
  public var isBinary: Bool { columns.allSatisfy { $0.kind == .binary } }

  /// The place of the column of that name, else of that number from 1; nil if there is none.
  package func place(ofColumn text: some StringProtocol) -> Int? {
    columns.firstIndex { $0.name.map { $0 == text } ?? false }
      ?? Int(text).flatMap { (1...max(1, columns.count)).contains($0) ? $0 - 1 : nil }
  }

  /// Whether every cell is a byte: a bit, or a whole number from 0 to 255 that is never missing.
  public var fitsBytes: Bool {
    columns.allSatisfy { column in
      switch column.kind {
      case .binary: true
      case .categorical: false
      case .number(let bins):
        bins.decimals == 0 && !bins.hasMissing
          && bins.ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= 255 }
      }
    }
  }

  /// The names of the columns, or nil unless all have one.
  public var names: [String]? {
    if columns.isEmpty { return nil }
    let names = columns.compactMap(\.name)
    return names.count == columns.count ? names : nil
  }
}
