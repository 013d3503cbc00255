// How an input is to be read.

/// The format of an input.
public enum InputFormat: Equatable, Sendable {
  /// Recognised by content: `00 00 tt nn` is IDX, anything else is delimited text.
  case automatic
  /// Delimited text; the delimiter is found in the first line.
  case csv
  /// Delimited text with tabs.
  case tsv
  /// IDX, the format of the MNIST files.
  case idx
}

/// Whether text inputs begin with a line of column names.
public enum HeaderMode: Equatable, Sendable {
  /// Recognised by content.
  case automatic
  /// Every text input has one.
  case present
  /// No text input has one.
  case absent
}

/// How inputs are read.
public struct InputOptions: Sendable {
  /// The format of every input.
  public var format = InputFormat.automatic
  /// The delimiter of text, nil to find it in the first line; see `isDelimiter(_:)`.
  public var delimiter: UInt8?
  /// Whether text inputs have a header.
  public var header = HeaderMode.automatic
  /// A cell above it is 1, any other 0; nil: cells are 0 or 1 (IDX bytes: see `Schema.threshold`).
  public var threshold: Double?
  /// Whether cells of text may be empty; `RecordBatch.holes` then says which are.
  public var allowsMissing = false
  /// If true, only empty cells are holes; a missing token is read as a missing value.
  public var keepsMissingTokens = false
  /// Whether a header may lack columns whose cells may be empty; then all cells of these are holes.
  public var allowsAbsentColumns = false
  /// The columns whose cells may be empty; nil for all.
  public var columnsWithHoles: Set<Int>?
  /// Texts that stand for a missing cell, beside the empty one.
  public var missingTokens: [[UInt8]] = []
  /// What becomes of a value of a categorical column that no training record had.
  public var unseen = UnseenPolicy.smooth
  /// The longest record of text, in bytes, less than 2^30: what a quote left open may swallow before it is
  /// noticed.
  public var maximumLineBytes = 16 << 20 {
    didSet { precondition(maximumLineBytes < FieldSpan.limit / 2, "a line of 2^30 bytes") }
  }
  /// The largest number of fields in a record.
  public var maximumColumns = 1 << 20

  /// Everything is recognised, no cell may be empty, and unseen values are smoothed.
  public init() {}

  /// Whether the cells of a column may be empty.
  func allowsHoles(in column: Int) -> Bool {
    allowsMissing && columnsWithHoles?.contains(column) != false
  }

  /// Which cells without a value are holes in a column.
  func holes(in column: Int) -> HolePolicy {
    !allowsHoles(in: column) ? .none : keepsMissingTokens ? .empty : .all
  }

  /// Whether a byte can separate fields: ASCII, and no part of a number, quote or line end.
  public static func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): false
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): false
    case UInt8(ascii: "e"), UInt8(ascii: "E"): false
    case UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): false
    default: byte > 0 && byte < 0x80
    }
  }
}

/// What becomes of a record with a bad cell or the wrong number of fields.
///
/// Damage to the structure itself (compressed bytes, quotes, limits) is always an error.
public enum BadRowPolicy: Equatable, Sendable {
  /// It is an error.
  case fail
  /// It keeps its place, marked bad.
  case markBad
  /// It is left out.
  case skip
}
