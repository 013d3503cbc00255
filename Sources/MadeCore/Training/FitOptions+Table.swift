// Defaults of a fit that depend on the table.

extension FitOptions {
  /// The defaults for a table, which are those of `made-fit`.
  ///
  /// Where columns of numbers have a density, what is best is different, as validation on tables of 100 to 37,000
  /// rows has it: two layers, since sizes have to be turned into places and widths; the columns in the order in
  /// which they stand, since people put what follows from others after them; smaller batches for few rows; for many no
  /// dropout and steps twice as large, which end as well or a little better after half as many epochs, where small tables
  /// would be learnt by heart sooner.
  ///
  /// - Parameter table: what it trains on; the share that is held out counts, too.
  public init(for table: Table) {
    self.init(for: table.schema, records: table.rows.count)
  }

  /// The defaults for some columns.
  ///
  /// - Parameter records: all of them, those that are held out from training too.
  package init(for schema: Schema, records: Int) {
    self.init()
    guard schema.hasDensities else { return }
    hidden = [256, 256]
    ordering = .natural(count: schema.columns.count)
    let areMany = records >= Self.manyRecords
    training.dropout = areMany ? 0 : 0.2
    if areMany { training.optimizer.learningRate = Self.rateOfMany }
    training.batchSize = min(max(records / Self.updatesAnEpoch, 20), training.batchSize)
  }

  /// From this many records on numbers are learnt without dropout, and at this rate.
  private static let manyRecords = 10_000
  private static let rateOfMany = 0.002
  /// About how many updates an epoch has, if there are few records.
  private static let updatesAnEpoch = 100
}
