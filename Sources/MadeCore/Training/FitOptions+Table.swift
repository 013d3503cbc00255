// Defaults of a fit that depend on the table.

extension FitOptions {
  /// The defaults for a table, which are those of `made-fit`.
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
    training.batchSize = min(max(records / Self.updatesAnEpoch, 20), training.batchSize)
    if schema.hasDensities {
      suitNumbers(columns: schema.columns.count, records: records)
    } else {
      suitWords(records: records, outputs: schema.outputCount)
    }
  }

  /// About how many updates an epoch has, if there are few records.
  private static let updatesAnEpoch = 100

  /// What suits words, and 0 and 1, as validation on tables of 400 to 290,000 records has it.
  ///
  /// A list of masks is the mean of several models that share their weights, which is likelier than each of them. The fewer
  /// records there are, the more masks help, and the more has to be dropped so that nothing is learnt by heart. Many records
  /// have more to say than 500 units hold; there a list costs more than it gains.
  ///
  /// - Parameter outputs: how many values all columns have together, where 0 and 1 are one.
  private mutating func suitWords(records: Int, outputs: Int) {
    let size = records.multipliedReportingOverflow(by: max(outputs, 1))
    let outputsToLearn = size.overflow ? Int.max : size.partialValue
    let areMany = outputsToLearn >= Self.manyOutputs
    training.optimizer.learningRate = areMany ? 0.001 : 0.003
    if records < Self.fewRecords && !areMany {
      masks = .cycle(16)
      training.dropout = 0.6
      return
    }
    hidden = [1000]
    training.dropout = 0.3
    masks = .cycle(areMany ? 1 : outputsToLearn >= Self.severalOutputs ? 2 : 4)
  }

  /// Below this a table has few records.
  private static let fewRecords = 3000
  /// Records times outputs from which on a list has two masks, and from which on there is one.
  private static let (severalOutputs, manyOutputs) = (3_000_000, 16_000_000)

  /// What suits numbers with densities, as validation on tables of 100 to 37,000 records has it.
  ///
  /// Few records of several columns are learnt better by several masks, as words are; more than a few thousand are not, and
  /// two or three columns have hardly anything to average.
  ///
  /// Two layers, since sizes have to be turned into places and widths; the columns in the order in which they stand, since
  /// people put what follows from others after them; for many records no dropout and steps twice as large, which end as
  /// well or a little better after half as many epochs, where small tables would be learnt by heart sooner.
  private mutating func suitNumbers(columns: Int, records: Int) {
    hidden = [256, 256]
    ordering = .natural(count: columns)
    if records < Self.fewRecords && columns >= Self.severalColumns { masks = .cycle(4) }
    guard records >= Self.manyRecords else { return }
    training.dropout = 0
    training.optimizer.learningRate = 0.002
  }

  /// From this many columns on few records of numbers have several masks.
  private static let severalColumns = 4
  /// From this many records on numbers are learnt without dropout.
  private static let manyRecords = 10_000
}
