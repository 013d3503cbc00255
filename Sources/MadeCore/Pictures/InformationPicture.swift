// Mutual information as a picture: dark where columns hang together.

extension GreyPicture {
  /// A square for each pair of columns, in the order of the table from the top left.
  ///
  ///     darkness = sqrt(1 - exp(-2 I))
  ///
  /// It is the size of the correlation that two normal variables with this mutual information have (Linfoot, 1957):
  /// white for independent columns, black for those that determine each other, as each does itself.
  ///
  /// - Parameters:
  ///   - pairs: two columns, and their mutual information in nats.
  ///   - columns: how many there are; a picture has at most 512 pixels a side, unless they are more.
  package static func information(
    _ pairs: [(first: Int, second: Int, nats: Double)], columns: Int
  ) throws(PictureError) -> GreyPicture {
    let size = max(1, min(32, 512 / max(columns, 1)))
    // Columns are 2^20 at most.
    var picture = try GreyPicture(Extent(width: columns * size, height: columns * size))
    func fill(_ x: Int, _ y: Int, nats: Double) {
      let share = max(0, 1 - exponential(-2 * max(nats, 0))).squareRoot()
      // What a broken network says is no number; then the square stays white.
      let level = share.isNaN ? 255 : UInt8(min(max((255 * (1 - share)).rounded(), 0), 255))
      let line = [UInt8](repeating: level, count: size)
      for row in 0..<size { picture.replace(x * size, y * size + row, with: line) }
    }
    for column in 0..<columns { fill(column, column, nats: .infinity) }
    for pair in pairs {
      fill(pair.first, pair.second, nats: pair.nats)
      fill(pair.second, pair.first, nats: pair.nats)
    }
    return picture
  }
}
