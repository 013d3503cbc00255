// From the cells of a column to its kind.

extension ColumnEncoder {
  /// Numbers of up to so many different values are taken as words.
  static let fewNumbers = 10
  /// A few words among so many other values are the exception, and perhaps no values.
  static let manyNumbers = 100
  /// Words among numbers up to this many may stand for missing values.
  static let fewWords = 2
  /// Values with so many blanks on average are sentences, if they hardly ever repeat.
  static let blanksOfText = 3

  /// What the column is.
  ///
  /// - Parameter isAmongBinary: whether no column has anything but 0 and 1: then nothing is left out.
  func summary(number: Int, isAmongBinary: Bool) -> ColumnSummary {
    var summary = ColumnSummary(
      number: number, name: name, form: .drop, values: isOverfull ? nil : dictionary.count,
      missing: missing, remark: nil, suspect: nil)
    if let asked {
      summary.form = asked
      summary.remark = .asked
      // None are left where all stand for missing cells.
      if isOverfull && asked.isNumber { summary.values = grid?.distinct ?? 0 }
      return summary
    }
    if isAmongBinary {
      summary.form = .binary
      return summary
    }
    summary.form = inferredForm
    if summary.form.isNumber { summary.suspect = wordValues > 0 ? firstWord : nil }
    if isOverfull && summary.form.isNumber { summary.values = grid?.distinct ?? 0 }
    // A date or a fraction is no number of a record, though no two be alike.
    if !isOverfull && dictionary.count + (missing > 0 ? 1 : 0) <= 1 {
      summary.form = .drop
      summary.remark = .constant
    } else if !hasRepeats && missing <= 1 && ![.real, .date, .text].contains(summary.form) {
      // Of more numbers than the dictionary takes, only those of the grid are counted.
      if summary.form.isNumber && isOverfull && summary.values != cells - missing { return summary }
      summary.form = .drop
      summary.remark = .allDifferent
      summary.suspect = nil
      if isOverfull { summary.values = nil }
    }
    return summary
  }

  /// How many cells are missing or neither 0 nor 1; no more are counted than it takes to know.
  var cellsThatAreNotBinary: Int {
    if !forms.contains(.notBinary) || isOverfull || missing > 1 { return isOverfull ? 2 : missing }
    let isOther = (0..<dictionary.count).map { code in
      !dictionary[code].withUnsafeBytes { CellForm($0).contains(.binary) }
    }
    if isOther.count(where: { $0 }) > 1 { return 2 }
    return missing
      + (0..<cells).count {
        let code = code(ofCell: $0)
        return code > 0 && isOther[code - 1]
      }
  }

  private var inferredForm: ColumnForm {
    let values = isOverfull ? Int.max : dictionary.count
    let filled = cells - missing
    if !forms.contains(.notBinary) { return missing == 0 ? .binary : .categorical }
    if forms.isSubset(of: [.date, .notBinary]) { return .date }
    let isNumeric =
      forms.isDisjoint(with: [.code, .date])
      && (wordValues == 0 || wordValues <= Self.fewWords && values > Self.manyNumbers)
    if isNumeric {
      return values <= Self.fewNumbers
        ? .categorical : forms.contains(.decimal) ? .real : .integer
    }
    let isRare = isOverfull ? !hasRepeats || wordValues > filled / 2 : values > filled / 2
    let isText = wordValues > 0 && blanks >= Self.blanksOfText * wordValues
    return isRare && isText ? .text : .categorical
  }

  /// The kind of a column that is modelled.
  func kind(_ summary: ColumnSummary) -> Column.Kind {
    if summary.form == .binary { return .binary }
    if summary.form.isNumber, let grid { return .number(grid.bins(hasMissing: missing > 0)) }
    return .categorical(
      Categories(
        values: arrangement.order.map { Array(dictionary[$0]) },
        groupSizes: arrangement.groupSizes, hasOther: true, hasMissing: missing > 0))
  }
}
