// Many small pictures of one size on a large one.

/// A sheet of equal tiles in a grid, with lines of mid grey between and around them.
///
/// It is a sink for the tiles' pixels: a byte each, row by row, tile after tile, however the bytes are divided
/// among calls. Tiles fill the rows of the grid from the top left; what is left stays mid grey.
package final class ContactSheet: ByteSink {
  /// The sink's name in messages.
  package let name = "contact sheet"
  /// The sheet so far.
  package private(set) var picture: GreyPicture
  private let tile: Extent
  private let grid: Extent
  /// Pixels of tiles taken so far.
  private var position = 0

  static let separator = 1
  static let lineLevel: UInt8 = 128

  /// An empty sheet.
  ///
  /// - Parameters:
  ///   - tile: sides of a tile in pixels.
  ///   - grid: columns and rows of tiles.
  /// - Throws: `PictureError.empty` or `.tooLarge`.
  package init(tile: Extent, grid: Extent) throws(PictureError) {
    guard min(tile.width, tile.height, grid.width, grid.height) > 0 else { throw .empty }
    guard let extent = Self.extent(tile: tile, grid: grid) else { throw .tooLarge }
    picture = try GreyPicture(extent, level: Self.lineLevel)
    self.tile = tile
    self.grid = grid
  }

  /// The grid for at least `count` tiles that is as square as possible, wider rather than higher.
  package static func squareGrid(count: Int) -> Extent {
    let places = max(count, 1)
    var columns = Int(Double(places).squareRoot())
    while Extent(width: columns, height: columns).area.map({ $0 < places }) == true { columns += 1 }
    return Extent(width: columns, height: (places - 1) / columns + 1)
  }

  /// How many tiles fit on a sheet with the grid that `squareGrid` chooses.
  package static func capacity(tile: Extent) -> Int {
    // By bisection: a grid never shrinks as tiles are added.
    var (fitting, failing) = (0, GreyPicture.mostPixels + 1)
    while failing - fitting > 1 {
      let middle = (fitting + failing) / 2
      let fits = extent(tile: tile, grid: squareGrid(count: middle)) != nil
      (fitting, failing) = fits ? (middle, failing) : (fitting, middle)
    }
    return fitting
  }

  /// The sides of a sheet, nil if no picture can have them.
  private static func extent(tile: Extent, grid: Extent) -> Extent? {
    func side(_ tile: Int, _ count: Int) -> Int? {
      guard tile <= GreyPicture.longestSide, count <= GreyPicture.longestSide else { return nil }
      return count * (tile + separator) + separator
    }
    guard let width = side(tile.width, grid.width), let height = side(tile.height, grid.height)
    else { return nil }
    let extent = Extent(width: width, height: height)
    return GreyPicture.canHold(extent) ? extent : nil
  }

  /// Takes the next pixels; more tiles than the grid holds are a programmer's mistake.
  package func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let (row, x) = position.quotientAndRemainder(dividingBy: tile.width)
      let (number, y) = row.quotientAndRemainder(dividingBy: tile.height)
      let (line, column) = number.quotientAndRemainder(dividingBy: grid.width)
      precondition(line < grid.height, "more tiles than places")
      let part = rest.prefix(tile.width - x)
      picture.replace(
        Self.separator + column * (tile.width + Self.separator) + x,
        Self.separator + line * (tile.height + Self.separator) + y, with: part)
      position += part.count
      rest = rest.dropFirst(part.count)
    }
  }
}
