// From the cells of a column to its kind.

/// What a column of a table that was read turns out to be.
struct ColumnDecision {
  var summary: ColumnSummary
  /// Its kind, and what makes codes of its cells; nil where it is left out or cannot be modelled.
  var fitted: (kind: any ColumnKind, packer: CellPacker)?

  /// - Parameters:
  ///   - number: the column's, from 1.
  ///   - isAmongBinary: whether all columns have only 0 and 1: then none is left out.
  ///   - form: what it is taken for; nil for what it looks like.
  init(_ profile: ColumnProfile, number: Int, isAmongBinary: Bool, as form: ColumnForm? = nil) {
    profile.settle()
    let form = profile.asked ?? form ?? (isAmongBinary ? .binary : Self.form(of: profile))
    summary = ColumnSummary(
      number: number, name: profile.name, form: form,
      values: profile.isOverfull ? nil : profile.values, missing: profile.missing,
      remark: profile.asked == nil ? nil : .asked)
    summary.doubt = profile.doubt
    summary.oddNumber = profile.oddNumber.map { String(decoding: $0, as: UTF8.self) }
    let kind = summary.oddNumber == nil ? ColumnKinds.kind(of: form) : nil
    fitted = kind.flatMap { kind in
      // If all numbers on the grid turn out to be missing-value tokens, the column is one of words.
      Self.fitted(kind, to: profile)
        ?? (form == .date ? nil : Self.fitted(ColumnKinds.OfWords.self, to: profile))
    }
    // Of numbers that are too many for the dictionary, those on the grid are counted; of words, spellings of one number
    // are one value.
    summary.values =
      fitted?.packer.values ?? (profile.isOverfull && form.isNumber ? 0 : summary.values)
    if let packer = fitted?.packer {
      if packer.missing != nil && !profile.isOverfull { summary.values = profile.valuesOfNumbers }
      summary.missing = packer.missing ?? summary.missing
      (summary.words, summary.cellsOfWords) = (packer.words, packer.cellsOfWords)
      summary.rounded = packer.rounded
    }
    summary.detail = fitted?.kind.detail ?? ""
    guard profile.asked == nil && !isAmongBinary else { return }
    if !profile.isOverfull && (summary.values ?? 0) + (profile.missing > 0 ? 1 : 0) <= 1 {
      keepConstant(profile)
    } else if let reason = omission(profile) {
      leaveOut(reason)
      if profile.isOverfull { summary.values = nil }
    }
  }

  /// A constant column is one of words: nothing can be learnt of it, but a change is surprising.
  private mutating func keepConstant(_ profile: ColumnProfile) {
    summary.form = .categorical
    summary.remark = .constant
    forgetNumbers()
    fitted = Self.fitted(ColumnKinds.OfWords.self, to: profile)
  }

  private mutating func forgetNumbers() {
    (summary.words, summary.cellsOfWords, summary.rounded, summary.detail) = (0, 0, 0, "")
    summary.doubt = nil
  }

  /// Leaves the column out of the model.
  mutating func leaveOut(_ reason: ColumnSummary.Remark) {
    summary.form = .drop
    summary.remark = reason
    fitted = nil
    forgetNumbers()
  }

  /// The same decision with a limit on the codes of a column of words.
  func grouped(_ profile: ColumnProfile, codes limit: Int) -> ColumnDecision {
    guard let words = fitted?.kind as? ColumnKinds.OfWords, words.valueCodes > limit,
      let again = ColumnKinds.OfWords.fitted(to: profile, codes: limit)
    else { return self }
    var grouped = self
    grouped.fitted = (again.kind, again.packer)
    return grouped
  }

  /// Why nothing could be learnt of a column that no rule is about; nil if something can.
  private func omission(_ profile: ColumnProfile) -> ColumnSummary.Remark? {
    if profile.numbersRecords || summary.form == .categorical && profile.recordCount != nil {
      return .numbered
    }
    if summary.form.isNumber { return nil }
    if summary.form == .text { return .text }
    if profile.namesRecords { return .allDifferent }
    if profile.isMostlyUnique { return .mostlyUnique }
    return fitted == nil || summary.values == nil ? .tooManyValues : nil
  }

  private static func fitted(
    _ kind: (some ColumnKind).Type, to profile: ColumnProfile
  ) -> (kind: any ColumnKind, packer: CellPacker)? {
    kind.fitted(to: profile).map { ($0.kind, $0.packer) }
  }

  /// What a column looks like.
  private static func form(of profile: ColumnProfile) -> ColumnForm {
    ColumnKinds.claiming.lazy.compactMap { $0.claim(profile) }.first ?? .drop
  }
}

extension [ColumnDecision] {
  /// Leaves out columns, those with the most codes first, as long as all together have too many.
  ///
  /// Columns that a rule is about stay.
  mutating func leaveOut(beyond limit: Int) {
    func outputs(_ column: Int) -> Int { self[column].fitted?.kind.conditional.outputs ?? 0 }
    var sum = indices.reduce(0) { $0 + outputs($1) }
    guard sum > limit else { return }
    let largest = indices.filter { self[$0].summary.remark != .asked }
      .sorted { (outputs($1), $0) < (outputs($0), $1) }
    for column in largest where sum > limit && outputs(column) > 2 {
      sum -= outputs(column)
      self[column].leaveOut(.tooManyCodes)
    }
  }
}

extension ColumnProfile {
  /// How many cells are missing or neither 0 nor 1; from 2 on it may be any number above 1.
  var cellsThatAreNotBinary: Int {
    if !looks.forms.contains(.notBinary) || isOverfull || missing > 1 {
      return isOverfull ? 2 : missing
    }
    var other: Int?
    for code in 0..<dictionary.count where !absent.contains(code) {
      if dictionary[code].withUnsafeBytes({ CellLook($0).contains(.binary) }) { continue }
      if other != nil { return 2 }
      other = code
    }
    guard let other else { return missing }
    return missing + (0..<cells).count { code(ofCell: $0) == other + 1 }
  }
}
