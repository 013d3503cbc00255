// Columns of 0 and 1.

/// A column of 0 and 1: a bit a cell, one input and one logit.
package struct Binary: Equatable, Sendable {
  /// The kind; all columns of bits are alike.
  package init() {}
}

extension Binary: CodeKind {
  package static var word: String { "binary" }
  package var storage: CellStorage { .bit }
  package var conditional: any Conditional { Bernoulli() }

  package func values(ofCode code: Int) -> ClosedRange<Int>? { code...code }
  package var otherCode: Int? { nil }
  package var missingCode: Int? { nil }
  package var fitsByte: Bool { true }
  package var takesBytes: Bool { true }
  package func byte(ofOne one: UInt8) -> Int { Int(one) }
  package func mean(_ probabilities: ArraySlice<Float>) -> Float { probabilities.first ?? 0 }

  // MARK: Model file

  package static var headerKeys: [String] { [] }
  package var headerLines: [String] { [] }

  private struct Lines: KindLines {
    mutating func take(_ key: String, _ value: Substring) -> Bool { false }
    var kind: (any ColumnKind)? { Binary() }
  }

  package static func lines(room: Int) -> any KindLines { Lines() }

  // MARK: Inference

  package static var forms: [ColumnForm] { [.binary] }

  package static func fault(of summary: ColumnSummary, limit: Int) -> ColumnFault? {
    // 0 and 1 have many spellings; if there were more than the limit, cells were not kept.
    summary.values == nil ? .tooManyValues(limit: limit) : nil
  }

  package static func fitted(
    to profile: ColumnProfile
  ) -> (kind: Binary, packer: CellPacker)? {
    if profile.isOverfull { return nil }
    let codes = (0..<profile.dictionary.count).map { number in
      profile.dictionary[number].withUnsafeBytes { DecimalCell($0[...]) == .one ? 1 : 0 }
    }
    return (Binary(), CellPacker(codes: [0] + codes))
  }

  package static func tally(_ columns: [Binary]) -> String { "\(columns.count) binary" }
}

extension ColumnForm {
  /// 0 and 1.
  public static let binary = ColumnForm("binary", cells: .bits)
}

extension Column {
  /// A column of 0 and 1.
  public init(name: String? = nil) { self.init(name: name, kind: Binary()) }
}

extension Schema {
  /// A schema of nameless binary columns.
  public init(binaryColumns count: Int, imageShape: [Int]? = nil, threshold: Double? = nil) {
    self.init(
      columns: Array(repeating: Column(), count: count), imageShape: imageShape,
      threshold: threshold)
  }
}
