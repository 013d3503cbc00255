// One column of a table.

/// One column of a table.
public struct Column: Equatable, Sendable {
  /// The name in the header, nil when there is none.
  public var name: String?
  /// What the cells hold.
  package var kind: any ColumnKind

  /// A column of a kind.
  package init(name: String? = nil, kind: any ColumnKind) {
    self.name = name
    self.kind = kind
  }

  /// The kind's word: `binary`, `categorical`, `number`.
  public var kindName: String { type(of: kind).word }

  /// Whether it is of numbers with a density, which have no probability for each of some codes.
  package var holdsDensity: Bool { kind.conditional.ofValues != nil }

  public static func == (one: Column, other: Column) -> Bool {
    one.name == other.name && one.kind.isEqual(to: other.kind)
  }
}
