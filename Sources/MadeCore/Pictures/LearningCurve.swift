// How a fit went, epoch by epoch: the points of its picture.

/// Mean log-likelihoods over the epochs of a fit, in nats.
package struct LearningCurve: Equatable, Sendable {
  /// The end of one epoch.
  package struct Point: Equatable, Sendable {
    /// The epoch, from 1.
    package var epoch: Int
    /// Of the training records, while the weights changed.
    package var training: Double
    /// Of the validation records, nil without any.
    package var validation: Double?

    package init(epoch: Int, training: Double, validation: Double?) {
      self.epoch = epoch
      self.training = training
      self.validation = validation
    }
  }

  /// The heading of the picture.
  package var title: String
  /// Epochs in their order.
  package var points: [Point] = []
  /// The epoch whose model was kept; 0 before there is one.
  package var bestEpoch = 0

  /// A curve without points.
  package init(title: String) { self.title = title }

  /// The points of one of the two lines, thinned out where several would lie on a pixel.
  ///
  /// In each of `pixels` stretches of epochs only the first, the lowest, the highest and the last
  /// point are kept: the line looks the same.
  func line(_ value: (Point) -> Double?, pixels: Int) -> [(epoch: Int, value: Double)] {
    let all = points.compactMap { point in
      value(point).flatMap { $0.isFinite ? (epoch: point.epoch, value: $0) : nil }
    }
    guard all.count > 4 * pixels else { return all }
    var kept: [(epoch: Int, value: Double)] = []
    for pixel in 0..<pixels {
      let stretch = all[pixel * all.count / pixels..<(pixel + 1) * all.count / pixels]
      let byValue = stretch.indices.sorted { (all[$0].value, $0) < (all[$1].value, $1) }
      let places = [stretch.indices.first, byValue.first, byValue.last, stretch.indices.last]
      kept += Set(places.compactMap { $0 }).sorted().map { all[$0] }
    }
    return kept
  }
}
