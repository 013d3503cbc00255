// How two files differ in the eyes of a density, and in which columns.

/// The log-likelihood, the p-value and the tails of all columns of each record; see `PValueQuestion`.
package struct StrangenessQuestion: RecordQuestion {
  private let likelihood: LikelihoodQuestion
  private let pValue: PValueQuestion
  private let width: Int

  /// - Throws: `QuestionError.notOfNetworks`.
  package init(_ density: any RowDensity, threads: Int = 1) throws(QuestionError) {
    likelihood = LikelihoodQuestion(density, threads: threads)
    pValue = try PValueQuestion(density, threads: threads)
    width = density.schema.columns.count + 2
  }

  package var isInNats: Bool { false }
  package var recordsAtOnce: Int { pValue.recordsAtOnce }

  package func answer(_ batch: RecordBatch) -> BatchAnswer {
    let logLikelihoods = likelihood.answer(batch).numbers
    let (pValues, tails) = pValue.tails(of: batch.rows, first: batch.firstRecord)
    var numbers: [Double] = []
    numbers.reserveCapacity(batch.count * width)
    for record in 0..<batch.count {
      numbers.append(logLikelihoods[record])
      numbers.append(pValues[record])
      let first = record * (width - 2)
      numbers.append(contentsOf: tails[first..<first + width - 2])
    }
    return BatchAnswer(numbers: numbers, width: width)
  }
}

/// What a density says of all records of a file.
package struct FileTally: Sendable {
  /// Of log-likelihoods.
  package private(set) var logLikelihoods = Moments()
  /// Of p-values, which are uniform for records that the density draws.
  package private(set) var pValues = ShareTally()
  /// Of each column's tails, which are, too.
  package private(set) var tails: [ShareTally]

  /// The tally of all records of a reader that are not bad.
  ///
  /// - Throws: `InputError`, or `QuestionError.notOfNetworks`.
  package init(
    _ reader: RecordReader, under density: any RowDensity, threads: Int = 1
  ) throws {
    var tally = FileTally(columns: density.schema.columns.count)
    let question = try StrangenessQuestion(density, threads: threads)
    try ScoringPipeline(asking: question, threads: threads).forEachAnswer(reader) {
      tally.add($0)
    }
    self = tally
  }

  /// Of no records.
  package init(columns: Int) { tails = Array(repeating: ShareTally(), count: columns) }

  /// - Parameter answer: of `StrangenessQuestion` about a record.
  package mutating func add(_ answer: ArraySlice<Double>) {
    logLikelihoods.add(answer[answer.startIndex])
    pValues.add(answer[answer.startIndex + 1])
    for (column, tail) in answer.dropFirst(2).enumerated() { tails[column].add(tail) }
  }
}

/// One respect in which two files may differ.
package struct FileDifference: Equatable, Sendable {
  /// What is compared.
  package enum Measure: Equatable, Sendable {
    /// Mean log-likelihoods, in nats; the difference is that of the means.
    case logLikelihood
    /// Kolmogorov-Smirnov distances of p-values from the uniform distribution; the difference is the distance of both files.
    case record
    /// The same of the tails of a column.
    case column(Int)
  }
  package let measure: Measure
  package let first: Double
  package let second: Double
  package let difference: Double
  /// How often two files of these lengths from one source differ as much: small where the files differ.
  ///
  /// Of means it is that of a normal distribution, `erfc(|z| / sqrt(2))` with z the difference in standard errors; of
  /// distances see `ShareTally.pValue`.
  package let pValue: Double
}

extension FileTally {
  /// How the records of this file differ from those of another: log-likelihoods, p-values, then each column.
  package func differences(from other: FileTally) -> [FileDifference] {
    let (mine, theirs) = (logLikelihoods, other.logLikelihoods)
    // One record has no standard error, and no records have no mean.
    let hasErrors = min(mine.count, theirs.count) > 1
    let difference = min(mine.count, theirs.count) > 0 ? theirs.mean - mine.mean : .nan
    let error =
      (mine.standardError * mine.standardError + theirs.standardError * theirs.standardError)
      .squareRoot()
    // Of equal files the difference is 0, and if all records are equal the error, too.
    let z = difference == 0 ? 0 : difference / error
    let ofMeans = FileDifference(
      measure: .logLikelihood, first: mine.count > 0 ? mine.mean : .nan,
      second: theirs.count > 0 ? theirs.mean : .nan, difference: difference,
      pValue: hasErrors ? complementaryErrorFunction(abs(z) / 2.0.squareRoot()) : .nan)
    return [ofMeans, Self.difference(.record, pValues, other.pValues)]
      + tails.indices.map { Self.difference(.column($0), tails[$0], other.tails[$0]) }
  }

  private static func difference(
    _ measure: FileDifference.Measure, _ mine: ShareTally, _ theirs: ShareTally
  ) -> FileDifference {
    let distance = mine.distance(from: theirs)
    return FileDifference(
      measure: measure, first: mine.distanceFromUniform, second: theirs.distanceFromUniform,
      difference: distance,
      pValue: ShareTally.pValue(distance: distance, mine.count, theirs.count))
  }
}
