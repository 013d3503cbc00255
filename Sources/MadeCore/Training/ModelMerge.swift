// Several models made one by averaging their parameters, for training on many machines.

/// Why two models cannot be merged: the first thing in which they differ.
public enum ModelDifference: Error, Equatable, Sendable {
  /// Their numbers of columns.
  case columnCount(Int, expected: Int)
  /// A column, from 1, by name or kind.
  case column(Int, name: String?)
  /// How records are read: threshold, tokens for missing cells, ignored fields, shape of a record.
  case reading
  /// Hidden layers, activation, direct connections, residual stack or mask weights.
  case network
  /// Orderings, degrees, or how they are drawn.
  case masks
}

/// The mean of the parameters of models that were trained apart from one common start.
///
///     w = sum over models i of n_i w_i / sum over i of n_i,   n_i the records that model i was trained on
///
/// So one round over shards of equal sizes counts every record alike, and merging in several stages gives, but
/// for rounding, what merging at once gives. A model whose summary has no records counts as one record.
///
/// Averages mean something only while the models are near each other, as they are a few epochs after a common
/// start; those of models from different random starts are useless, which cannot be detected here.
///
/// Sums are taken in Double in the order of the calls, and rounded once.
///
/// Sources: McDonald, Hall and Mann 2010 (iterative parameter mixing); McMahan et al. 2017,
/// arXiv 1602.05629 (federated averaging).
public struct ModelMerge {
  private let first: MadeModel
  private var sums: [Double]
  private var total: Double
  private var summary: TrainingSummary

  /// A merge that has seen one model.
  public init(_ first: MadeModel) {
    self.first = first
    let weight = Self.weight(of: first)
    let values = first.parameters.values
    sums = (0..<values.count).map { weight * Double(values.base[$0]) }
    total = weight
    summary = first.summary
  }

  /// Takes one more model into the mean.
  ///
  /// - Throws: what makes it unlike the first one; the merge is as it was.
  public mutating func add(_ model: MadeModel) throws(ModelDifference) {
    if let difference = model.difference(from: first) { throw difference }
    let weight = Self.weight(of: model)
    let values = model.parameters.values
    sums.withUnsafeMutableBufferPointer { sums in
      for index in sums.indices { sums[index] += weight * Double(values.base[index]) }
    }
    total += weight
    // They have not been computed for the mean.
    summary.trainingLogLikelihood = nil
    summary.validationLogLikelihood = nil
    summary.records = saturatingSum(summary.records, model.summary.records)
    summary.validationRecords = saturatingSum(
      summary.validationRecords, model.summary.validationRecords)
    summary.epochs = max(summary.epochs, model.summary.epochs)
    summary.bestEpoch = max(summary.bestEpoch, model.summary.bestEpoch)
  }

  /// The mean of the models so far.
  ///
  /// Its summary adds up their records and has the most epochs of any; that of several models has no
  /// log-likelihoods.
  public var model: MadeModel {
    let parameters = Parameters(shape: first.parameters.shape)
    for (index, sum) in sums.enumerated() { parameters.values.base[index] = Float(sum / total) }
    return first.with(parameters: parameters, summary: summary)
  }

  private static func weight(of model: MadeModel) -> Double {
    Double(max(model.summary.records, 1))
  }
}

extension MadeModel {
  /// The first thing in which parameters of the two models do not correspond; nil if they do.
  public func difference(from other: MadeModel) -> ModelDifference? {
    // Shards may be spelled differently.
    var like = other.schema
    like.dialect = schema.dialect
    if schema != like {
      let (columns, expected) = (schema.columns, other.schema.columns)
      guard columns.count == expected.count else {
        return .columnCount(columns.count, expected: expected.count)
      }
      guard let place = columns.indices.first(where: { columns[$0] != expected[$0] }) else {
        return .reading
      }
      return .column(place + 1, name: columns[place].name)
    }
    if architecture != other.architecture { return .network }
    if schedule != other.schedule || masks != other.masks
      || parameters.shape.mask != other.parameters.shape.mask
    {
      return .masks
    }
    return nil
  }
}

/// A sum that stays at the largest number: counts come from the headers of files.
private func saturatingSum(_ a: Int, _ b: Int) -> Int {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? .max : sum
}
