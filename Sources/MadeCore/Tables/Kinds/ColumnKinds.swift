// The list of the kinds of columns: the one place that names them all.

/// All kinds of columns.
enum ColumnKinds {
  /// In the order in which they are listed for people.
  static let all: [any ColumnKind.Type] = [
    Binary.self, Categories.self, Numbers.self, Bins.self,
  ]

  /// The kind of words, which any column can be.
  typealias OfWords = Categories
  /// The kind of which rules between columns are.
  typealias OfNumbers = Numbers

  /// In the order in which they are asked whether a column is theirs: the last one takes any.
  ///
  /// Bins have to be asked for. Columns are binary in a table of nothing else: beside other columns 0 and 1 are words,
  /// so that a 5 is a value like any that training did not have.
  static let claiming: [any ColumnKind.Type] = [Numbers.self, Categories.self]

  /// The kind of that word in a model file.
  static func named(_ word: String) -> (any ColumnKind.Type)? { all.first { $0.word == word } }

  /// The keys of all lines that describe a column in a model file.
  static let headerKeys = all.flatMap { $0.headerKeys }

  /// The kind that goes by a name of `--type`.
  static func kind(of form: ColumnForm) -> (any ColumnKind.Type)? {
    all.first { $0.forms.contains(form) }
  }
}

extension ColumnForm {
  /// All names of `--type`, in the order in which they are listed for people.
  public static let all: [ColumnForm] = ColumnKinds.all.flatMap { $0.forms } + [text, drop]

  /// The form of that word.
  public init?(word: String) {
    guard let form = Self.all.first(where: { $0.word == word }) else { return nil }
    self = form
  }
}

extension Schema {
  /// How many columns are of each kind, for people.
  package var kinds: String {
    let missing = columns.count { $0.kind.missingCode != nil }
    return
      (ColumnKinds.all.compactMap { $0.tally(in: columns) }
      + (missing > 0 ? ["\(missing) with missing cells"] : [])).joined(separator: ", ")
  }
}
