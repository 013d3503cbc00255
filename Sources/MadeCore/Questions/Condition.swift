// Conditions on what columns may hold: `age>=40`, `sex=Female|Male`.

/// The conditions on the columns of a schema.
public struct Conditions: Sendable {
  /// For each column what its cells may hold, nil without a condition.
  package private(set) var constraints: [Constraint?]
  private let schema: Schema

  /// No conditions.
  public init(schema: Schema) {
    self.schema = schema
    constraints = schema.columns.map { _ in nil }
  }

  /// Whether there are no conditions.
  public var isEmpty: Bool { constraints.allSatisfy { $0 == nil } }

  /// Adds a condition: the name of a column or its number from 1, an operator, and a value or several.
  ///
  ///     NAME=VALUE|VALUE...   one of the values, `a..b` among numbers being all from a to b
  ///     NAME!=VALUE|...       any value but these
  ///     NAME<VALUE   NAME<=VALUE   NAME>VALUE   NAME>=VALUE   numbers
  ///
  /// An empty value stands for a missing cell, which fulfils no other condition. Values never seen in training
  /// fulfil no condition. Of several conditions on a column all must hold.
  public mutating func add(_ text: String) throws(ConditionError) {
    let text = String(text.drop { $0 == " " || $0 == "\t" })
    guard let (column, comparison, value) = split(Array(text.utf8)) else {
      let name = text.prefix { !"=<>!".contains($0) }
      if schema.place(ofColumn: text) != nil { throw .noOperator(column: text) }
      let isCondition = { (rest: Substring) in
        rest.isEmpty || Self.comparison(Array(rest.utf8)[...]) != nil
      }
      if let field = schema.leftOutName(text, isEnding: isCondition) { throw .leftOut(field) }
      guard name.count < text.count, !name.isEmpty else { throw .noCondition(text) }
      let trimmed = String(decoding: Comparison.trimmed(Array(name.utf8)[...]), as: UTF8.self)
      if schema.place(ofColumn: trimmed) != nil { throw .noOperator(column: trimmed) }
      throw .noColumn(
        trimmed, nearest: nearestName(to: trimmed, among: schema.columns.compactMap(\.name)))
    }
    let name = schema.columns[column].name.flatMap { $0.isEmpty ? nil : $0 } ?? "\(column + 1)"
    let kind = schema.columns[column].kind
    do throws(ConditionError) {
      var constraint = try kind.constraint(comparison, value, column: name)
      if let earlier = constraints[column] { constraint = earlier.intersection(constraint) }
      guard kind.limit(of: constraint).isPossible else { throw kind.impossible(column: name) }
      constraints[column] = constraint
    } catch {
      // Words may begin so, and are looked for first.
      let more = value.prefix { "=<>".utf8.contains($0) }
      if more.isEmpty { throw error }
      throw .foreignOperator(comparison.rawValue + String(decoding: more, as: UTF8.self))
    }
  }

  /// Holds the values that conditions allow to those of a byte: numbers with a density have others, too.
  public mutating func limitToBytes() throws(ConditionError) {
    for (column, constraint) in constraints.enumerated() {
      guard let constraint else { continue }
      let description = schema.columns[column]
      let bytes = constraint.intersection(Constraint(values: ValueRanges([0...255])))
      guard description.kind.limit(of: bytes).isPossible else {
        throw description.kind.impossible(column: description.name ?? "\(column + 1)")
      }
      constraints[column] = bytes
    }
  }

  // MARK: Parts

  private typealias Parts = (column: Int, comparison: Comparison, value: ArraySlice<UInt8>)

  /// The parts of a condition: the longest name of a column that an operator follows, else a column's number.
  private func split(_ text: [UInt8]) -> Parts? {
    var best: (length: Int, parts: Parts)?
    for (index, address) in columnAddresses(schema.columns.map(\.name)).enumerated() {
      let name = Array(address.utf8)
      if text.starts(with: name), name.count > best?.length ?? -1,
        let (comparison, value) = Self.comparison(text[name.count...])
      {
        best = (name.count, (index, comparison, value))
      }
    }
    if let best { return best.parts }
    let digits = text.prefix { (0x30...0x39).contains($0) }
    guard let number = Int(String(decoding: digits, as: UTF8.self)),
      schema.columns.indices.contains(number - 1),
      let (comparison, value) = Self.comparison(text[digits.endIndex...])
    else { return nil }
    return (number - 1, comparison, value)
  }

  private static func comparison(
    _ text: ArraySlice<UInt8>
  ) -> (Comparison, ArraySlice<UInt8>)? {
    let rest = text.drop { $0.isBlank }
    guard let found = Comparison.allCases.first(where: { rest.starts(with: $0.rawValue.utf8) })
    else { return nil }
    return (found, Comparison.trimmed(rest.dropFirst(found.rawValue.utf8.count)))
  }
}
