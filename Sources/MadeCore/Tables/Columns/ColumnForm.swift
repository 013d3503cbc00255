// What columns are, as people name it: in options, in the table of types, in messages.

/// What people call a column, and what becomes of it: a word of `--type`.
///
/// Forms that belong to a kind are declared with it; `ColumnForm.all` lists all.
public struct ColumnForm: Equatable, Sendable {
  /// Which cells a column may have that is asked to be of the form.
  package enum Cells: Equatable, Sendable { case any, bits, numbers, wholeNumbers, dates, none }

  /// The word.
  public let word: String
  package let cells: Cells

  package init(_ word: String, cells: Cells = .any) {
    self.word = word
    self.cells = cells
  }

  /// Sentences.
  public static let text = ColumnForm("text")
  /// Nothing that is modelled: the column is left out.
  public static let drop = ColumnForm("drop", cells: .none)

  /// Whether the cells are numbers, on a grid.
  package var isNumber: Bool { [.numbers, .wholeNumbers, .dates].contains(cells) }
}

/// How the kinds of columns are found.
public struct Typing: Sendable {
  /// What one column is asked to be.
  public struct Rule: Equatable, Sendable {
    /// The column's name, or its number, from 1.
    public var column: String
    /// The form that it is to have.
    public var form: ColumnForm

    /// Asks for a form of the column with that name or number.
    public init(column: String, form: ColumnForm) {
      self.column = column
      self.form = form
    }
  }

  /// What columns are asked to be; the last rule about a column counts, columns without one are inferred.
  public var rules: [Rule] = []
  /// The most values of a categorical column, `ColumnProfile.mostCodes` at most.
  public var maximumValues = ColumnProfile.mostCodes
  /// The most codes for the values of a categorical column, at least 4: the rare ones of more values share codes.
  public var maximumCodesOfWords = 1 << 12
  /// The most codes of all columns together, a bit counting as one.
  public var maximumCodes = 1 << 20
  /// Whether a column of few different numbers that is the sum of others, or part of one, is one of numbers and not of words,
  /// so that the rule can be kept: adults + children = guests.
  public var findsRules = true

  /// No rules: everything is inferred.
  public init() {}
}

/// What is known of a column after its cells were read.
public struct ColumnSummary: Equatable, Sendable {
  /// Why a column is what it is, where that is not obvious.
  public enum Remark: String, CaseIterable, Sendable {
    /// All its cells are alike.
    case constant
    /// Its cells number the records.
    case numbered = "numbers the records"
    /// No two of its cells are alike: names of records.
    case allDifferent = "all different"
    /// Most of its cells hold a word that no other cell has.
    case mostlyUnique = "mostly unique"
    /// Its cells are sentences.
    case text = "free text"
    /// It has more different values than a column of words may have.
    case tooManyValues = "too many values"
    /// Together with other columns it has too many codes.
    case tooManyCodes = "too many codes"
    /// A rule says so.
    case asked

    /// Whether a column with it is left out of the model although no rule says so.
    package var leavesOut: Bool { self != .constant && self != .asked }
  }

  /// Its number, from 1.
  public var number: Int
  /// Its name, if it has one.
  public var name: String?
  /// What it was asked to be, or is inferred to be.
  public var form: ColumnForm
  /// How many different values it has, nil when they were too many to count.
  public var values: Int?
  /// How many of its cells are missing.
  public var missing: Int
  /// Why it is that, where it is not obvious.
  public var remark: Remark?
  /// How many different words stand among its numbers as states of their own, and in how many cells.
  public var words = 0
  public var cellsOfWords = 0
  /// What its cells leave open of how its numbers are written.
  public var doubt: NotationDoubt?
  /// A cell that is no number as others are written, where a rule asks for numbers.
  public var oddNumber: String?
  /// How many cells are not on the grid of its numbers, and are taken for the number that is nearest.
  public var rounded = 0
  /// Whether it is left out and holds codes, so that rows that are drawn get codes that are made up.
  public var hasCodes = false
  /// What was chosen for its model: of numbers the grid, the atoms and the scale.
  public var detail = ""
}
