// Masks as pictures: black where a connection is allowed.

extension Mask {
  /// The longest side of a mask's picture; larger masks are drawn smaller.
  package static let longestPictureSide = 4096

  /// The mask between layer `layer` - 1 and `layer`, units in the order of their numbers: a row for each
  /// upper unit, a pixel for each lower one.
  ///
  /// A black pixel is an allowed connection. When a layer has more units than `longestPictureSide`,
  /// a pixel stands for a square of connections, the smallest that will do, and its level for the
  /// share of them that is allowed.
  ///
  /// - Complexity: O(units below x units above).
  package func picture(ofLayer layer: Int) throws(PictureError) -> GreyPicture {
    let (below, above) = (width(ofLayer: layer - 1), width(ofLayer: layer))
    let scale = (max(below, above) - 1) / Self.longestPictureSide + 1
    var picture = try GreyPicture(
      Extent(width: (below - 1) / scale + 1, height: (above - 1) / scale + 1))
    picture.draw(below: below, above: above, atX: 0, y: 0, scale: scale) { upper, row in
      for lower in 0..<below where allows(from: layer - 1, lower, to: layer, upper) {
        row[lower / scale] += 1
      }
    }
    return picture
  }

  /// All masks of the network side by side, with units sorted by degree: staircases.
  ///
  /// From the left: that of each weight matrix from the inputs upwards, then that of the direct
  /// connections, if there are any. The first row is the unit of the smallest degree, the first
  /// column likewise. Lines of mid grey are between and around them. The scale is as for
  /// `picture(ofLayer:)`, and the same for all.
  package func staircasePicture(direct: Bool) throws(PictureError) -> GreyPicture {
    let parts = connectionCounts(direct: direct)
    // No smaller scale can do.
    var scale = max(1, parts.reduce(0) { $0 + $1.below } / Self.longestPictureSide)
    while let extent = Self.extent(parts, scale: scale),
      max(extent.width, extent.height) > Self.longestPictureSide
    { scale += 1 }
    guard let extent = Self.extent(parts, scale: scale) else { throw .empty }
    var picture = try GreyPicture(extent, level: ContactSheet.lineLevel)
    var x = Self.gap
    for part in parts {
      let prefixes = prefixes(from: part.from, to: part.to)
      picture.draw(below: part.below, above: part.above, atX: x, y: Self.gap, scale: scale) {
        upper, row in
        let (whole, rest) = prefixes[upper].quotientAndRemainder(dividingBy: scale)
        for pixel in 0..<whole { row[pixel] += scale }
        if rest > 0 { row[whole] += rest }
      }
      x += (part.below - 1) / scale + 1 + Self.gap
    }
    return picture
  }

  private static let gap = 2

  private static func extent(_ parts: [ConnectionCount], scale: Int) -> Extent? {
    guard let highest = parts.map(\.above).max() else { return nil }
    let width = parts.reduce(gap) { $0 + ($1.below - 1) / scale + 1 + gap }
    return Extent(width: width, height: (highest - 1) / scale + 1 + 2 * gap)
  }
}

extension GreyPicture {
  /// Draws a matrix of `above` rows and `below` columns, `scale` x `scale` of its elements to a pixel.
  ///
  /// - Parameter count: adds a row's allowed elements to the counts of their pixels.
  fileprivate mutating func draw(
    below: Int, above: Int, atX x: Int, y: Int, scale: Int,
    count: (_ upper: Int, _ row: inout [Int]) -> Void
  ) {
    let width = (below - 1) / scale + 1
    for start in stride(from: 0, to: above, by: scale) {
      let end = min(start + scale, above)
      var counts = [Int](repeating: 0, count: width)
      for upper in start..<end { count(upper, &counts) }
      let levels = counts.enumerated().map { pixel, count in
        // Pixels at the edges may have fewer elements.
        let cells = (end - start) * (min((pixel + 1) * scale, below) - pixel * scale)
        return UInt8(255 - 255 * count / cells)
      }
      replace(x, y + start / scale, with: levels)
    }
  }
}
