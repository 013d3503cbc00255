// Which columns a flow moves.

/// The columns of a table whose numbers a flow moves: numbers with a density that are counted from no other column, that
/// no other is counted from, and that have no phases.
///
/// All else goes through unchanged, and is only looked at: columns of other kinds, and of these columns the cells that
/// stay (see `MovableConditional`). It follows from the columns alone, so a model file need not say it.
package struct MovableColumns: Sendable {
  /// A column that moves.
  package struct Member: Sendable {
    /// Its index in the table.
    package let column: Int
    package let conditional: any MovableConditional
  }

  /// Those that move, in the order of the data.
  package let members: [Member]
  /// What reads the cells of each column of the table.
  package let conditionals: [any Conditional]
  /// For each column of the table its index in `members`; nil for one that does not move.
  package let indexOfColumn: [Int?]

  package init(_ conditionals: [any Conditional]) {
    self.conditionals = conditionals
    let sources = Set(conditionals.flatMap { $0.ofValues?.rule?.sources ?? [] })
    members = conditionals.enumerated().compactMap { column, conditional in
      guard !sources.contains(column), let movable = conditional.ofValues?.movable else {
        return nil
      }
      return Member(column: column, conditional: movable)
    }
    var indexOfColumn = [Int?](repeating: nil, count: conditionals.count)
    for (index, member) in members.enumerated() { indexOfColumn[member.column] = index }
    self.indexOfColumn = indexOfColumn
  }

  package init(_ schema: Schema) { self.init(schema.columns.map(\.kind.conditional)) }

  package var count: Int { members.count }
  /// Indices in the table.
  package var indices: [Int] { members.map(\.column) }

  /// For each column that moves the ranks of the outputs that are places, under a mask of the network with mixtures.
  package func places(_ mask: Mask) -> [Range<Int>] {
    members.map { member in
      let first = mask.outputPlaces[mask.firstOutputs[member.column]]
      let places = member.conditional.places
      return first + places.lowerBound..<first + places.upperBound
    }
  }

  /// The shape of each column for a network that has some outputs for each column that moves, and none for others.
  package func shapes(outputs: Int) -> [ColumnShape] {
    let moving = Set(indices)
    return conditionals.enumerated().map { column, conditional in
      ColumnShape(inputsOf: conditional, outputs: moving.contains(column) ? outputs : 0)
    }
  }
}
