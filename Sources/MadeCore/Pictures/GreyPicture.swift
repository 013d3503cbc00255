// A picture in memory: rows of grey pixels.

/// A width and a height: of a picture or a tile in pixels, or of a grid in tiles.
public struct Extent: Equatable, Sendable, CustomStringConvertible {
  /// From left to right.
  public let width: Int
  /// From top to bottom.
  public let height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// An extent as it is written, `28x14`; nil for anything else and for sides below 1.
  public init?(_ text: some StringProtocol) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1], width > 0, height > 0
    else { return nil }
    self.init(width: width, height: height)
  }

  /// Width times height, nil when that is more than an Int holds.
  public var area: Int? {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    return overflow ? nil : area
  }

  /// As in `28x14`.
  public var description: String { "\(width)x\(height)" }
}

/// Why a picture cannot be drawn.
public enum PictureError: Error, Equatable, Sendable {
  /// A side is below 1.
  case empty
  /// A side, or all pixels, are more than `GreyPicture.longestSide` or `.mostPixels`.
  case tooLarge
  /// There is no memory to compress it.
  case noMemory
}

/// A picture of grey pixels, 0 for black to 255 for white.
public struct GreyPicture: Equatable, Sendable {
  /// The longest side: many programs refuse longer ones.
  public static let longestSide = 65_535
  /// The most pixels: 8192 x 8192, what a careful reader takes without asking.
  public static let mostPixels = 1 << 26

  /// The sides.
  public let extent: Extent
  /// Rows from the top, each from the left.
  public private(set) var pixels: [UInt8]

  /// A picture of one level everywhere.
  public init(_ extent: Extent, level: UInt8 = 255) throws(PictureError) {
    guard extent.width > 0, extent.height > 0 else { throw .empty }
    guard Self.canHold(extent), let area = extent.area else { throw .tooLarge }
    self.extent = extent
    pixels = [UInt8](repeating: level, count: area)
  }

  /// Whether a picture may have these sides.
  public static func canHold(_ extent: Extent) -> Bool {
    max(extent.width, extent.height) <= longestSide && extent.area.map { $0 <= mostPixels } == true
  }

  /// The level of the pixel `x` from the left and `y` from the top.
  public subscript(x: Int, y: Int) -> UInt8 {
    get {
      precondition((0..<extent.width).contains(x) && (0..<extent.height).contains(y))
      return pixels[y * extent.width + x]
    }
    set {
      precondition((0..<extent.width).contains(x) && (0..<extent.height).contains(y))
      pixels[y * extent.width + x] = newValue
    }
  }

  /// Sets pixels of row `y` from `x` on.
  mutating func replace(_ x: Int, _ y: Int, with levels: some Collection<UInt8>) {
    precondition(x >= 0 && x + levels.count <= extent.width && (0..<extent.height).contains(y))
    let start = y * extent.width + x
    pixels.replaceSubrange(start..<start + levels.count, with: levels)
  }
}
