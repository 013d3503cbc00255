// What columns are, as people name it: in options, in the table of types, in messages.

/// What people call a column, and what becomes of it: a word of `--type`.
///
/// Those of the kinds stand with them; see `ColumnKinds.forms` for all.
public struct ColumnForm: Equatable, Sendable {
  /// Which cells a column of the form may have, when it is asked for.
  package enum Cells: Equatable, Sendable { case any, bits, numbers, wholeNumbers, none }

  /// The word.
  public let word: String
  package let cells: Cells

  package init(_ word: String, cells: Cells = .any) {
    self.word = word
    self.cells = cells
  }

  /// Calendar dates, times, or both.
  public static let date = ColumnForm("date")
  /// Sentences.
  public static let text = ColumnForm("text")
  /// Nothing that is modelled: the column is left out.
  public static let drop = ColumnForm("drop", cells: .none)

  /// Whether the cells are numbers, on a grid.
  package var isNumber: Bool { cells == .numbers || cells == .wholeNumbers }
}

/// How the kinds of columns are found.
public struct Typing: Sendable {
  /// A column is told what it is.
  public struct Rule: Equatable, Sendable {
    /// The column's name, or its number, from 1.
    public var column: String
    /// What it is to be.
    public var form: ColumnForm

    /// A rule.
    public init(column: String, form: ColumnForm) {
      self.column = column
      self.form = form
    }
  }

  /// What columns are told to be; the last rule about a column counts, others are inferred.
  public var rules: [Rule] = []
  /// The most values of a categorical column, `ColumnProfile.mostCodes` at most.
  public var maximumValues = ColumnProfile.mostCodes
  /// Most slots for the values of a categorical column, 4 at least: of more values the rare ones share some.
  public var slotsOfWords = 1 << 12
  /// The most slots of all columns.
  public var maximumSlots = 1 << 20

  /// Everything is inferred.
  public init() {}
}

/// What is known of a column after its cells were read.
public struct ColumnSummary: Equatable, Sendable {
  /// Why a column is what it is, where that is not plain.
  public enum Remark: String, Sendable {
    /// All its cells are alike.
    case constant
    /// No two of its cells are alike: names or numbers of records.
    case allDifferent = "all different"
    /// A rule says so.
    case asked
  }

  /// Its number, from 1.
  public var number: Int
  /// Its name, if it has one.
  public var name: String?
  /// What it is taken for.
  public var form: ColumnForm
  /// How many different values it has, nil when they were too many to count.
  public var values: Int?
  /// How many of its cells are missing.
  public var missing: Int
  /// Why, where that is not plain.
  public var remark: Remark?
  /// A word among numbers that perhaps stands for a missing value.
  public var suspect: [UInt8]?
}
