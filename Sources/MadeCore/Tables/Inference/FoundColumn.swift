// The values of a column that was read to learn its kind, where its codes do not say them.

/// What the codes of a column leave out: which of the values that share a code a cell holds.
///
/// It takes the memory in which the cells were kept while they were read, and no more.
struct FoundColumn: Sendable {
  private let kind: any ColumnKind
  private let profile: ColumnProfile
  /// For each value of the profile's dictionary, by its number, that of the kind.
  private let values: [Int?]

  /// The values of a column; nil if each code stands for a single one.
  init?(_ kind: any ColumnKind, _ profile: ColumnProfile) {
    if kind.logWidths.isEmpty { return nil }
    self.kind = kind
    self.profile = profile
    let decoder = kind.decoder(CellPolicy(missingTokens: profile.missingTokens))
    let dictionary = profile.dictionary
    values = (0..<dictionary.count).map { number in
      dictionary[number].withUnsafeBytes { decoder.value(of: $0) }
    }
  }

  /// The value of a cell, nil if it is missing.
  func value(row: Int) -> Int? {
    switch profile.storage {
    case .codes:
      let code = profile.code(ofCell: row)
      return code == 0 ? nil : values[code - 1]
    case .numbers:
      let word = profile.numbers[row]
      return word == ColumnProfile.noNumber
        ? nil : kind.value(ofNumber: NumberText(word: word))
    case .nothing: return nil
    }
  }
}
