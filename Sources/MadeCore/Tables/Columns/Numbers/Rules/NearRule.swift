// Rules that few records break: mistakes in the table perhaps, or chance.

/// What nearly all records keep to; it is told, and not kept to.
package struct NearRule: Equatable, Sendable {
  package let column: Int
  package let relation: NumberRelation
  /// How many records break it.
  package let breaks: Int

  /// At most one record in 200 breaks it, and at most one in 20 of those that would break it by chance.
  private static let records = 200
  private static let chances = 20.0

  static func isFew(_ breaks: Int, of records: Int) -> Bool { breaks * Self.records <= records }

  static func isNearly(_ breaks: Int, of records: Int, chances: Double) -> Bool {
    isFew(breaks, of: records) && Double(breaks) * Self.chances <= chances
  }
}
