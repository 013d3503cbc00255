// The values of a column whose kind was inferred, where its codes do not say them.

/// What the codes of a column leave out: which of the values that share a code a cell holds.
///
/// It keeps the memory in which the cells were kept while they were read, and needs no more.
struct FoundColumn: Sendable {
  private let kind: any ColumnKind
  private let profile: ColumnProfile
  /// The kind's number of each value, by the value's number in the profile's dictionary.
  private let values: [Int?]

  /// The values of a column; nil if each code stands for a single value.
  init?(_ kind: any ColumnKind, _ profile: ColumnProfile) {
    if kind.logWidths.isEmpty { return nil }
    self.kind = kind
    self.profile = profile
    let decoder = kind.decoder(CellPolicy(missingTokens: profile.missingTokens))
    let dictionary = profile.dictionary
    values = (0..<dictionary.count).map { number in
      profile.absent.contains(number)
        ? nil : dictionary[number].withUnsafeBytes { decoder.value(of: $0) }
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
      if case .number(let number) = KeptNumber(word) { return kind.value(ofNumber: number) }
      return nil
    case .nothing: return nil
    }
  }
}
