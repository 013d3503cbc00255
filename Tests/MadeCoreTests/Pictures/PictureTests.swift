// Pictures: what is written can be read, and tiles lie where they should.

import MadeCore
import Testing

@Suite("Pictures")
struct PictureTests {
  /// Noise from a fixed seed, or runs of equal pixels.
  private func picture(_ extent: Extent, isNoisy: Bool) throws -> GreyPicture {
    var picture = try GreyPicture(extent, level: 7)
    var random = RandomStream(seed: 3, purpose: .sampledRow, index: 5)
    for y in 0..<extent.height {
      for x in 0..<extent.width where isNoisy || (x + y) % 9 == 0 {
        picture[x, y] = UInt8(random.nextInteger(below: 256))
      }
    }
    return picture
  }

  @Test("of every size come back from PNG as they were", arguments: [false, true])
  func roundTrip(isNoisy: Bool) throws {
    let sides = [1, 2, 3, 7, 8, 9, 31, 64, 255, 256, 257]
    for extent in sides.flatMap({ width in
      sides.map { Extent(width: width, height: $0) }
    }) {
      let picture = try picture(extent, isNoisy: isNoisy)
      let decoded = try #require(DecodedPNG(try picture.png()), "\(extent)")
      #expect(decoded.width == extent.width && decoded.height == extent.height)
      #expect(decoded.pixels == picture.pixels, "\(extent)")
    }
  }

  @Test("the decoder of these tests notices a changed byte")
  func decoderIsStrict() throws {
    let bytes = try picture(Extent(width: 9, height: 5), isNoisy: true).png()
    #expect(DecodedPNG(bytes) != nil)
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 4
      #expect(DecodedPNG(damaged) == nil, "byte \(place)")
    }
  }

  static let limits: [(Int, Int, PictureError?)] = [
    (0, 5, .empty), (5, 0, .empty), (-1, 5, .empty), (65_536, 1, .tooLarge),
    (1, 65_536, .tooLarge), (8193, 8192, .tooLarge), (.max, .max, .tooLarge), (.max, 1, .tooLarge),
    (65_535, 1, nil), (1, 65_535, nil), (65_535, 1024, nil), (1, 1, nil),
  ]

  @Test("too large or empty are refused before anything is allocated", arguments: limits)
  func sizes(width: Int, height: Int, error: PictureError?) {
    let extent = Extent(width: width, height: height)
    do throws(PictureError) {
      let picture = try GreyPicture(extent)
      #expect(error == nil && picture.pixels.count == width * height)
    } catch let found {
      #expect(found == error, "\(extent)")
    }
    #expect(GreyPicture.canHold(extent) == (error == nil) || error == .empty)
  }

  @Test(
    "extents are read as WxH and nothing else",
    arguments: [
      ("28x14", Extent(width: 28, height: 14)), ("1x1", Extent(width: 1, height: 1)),
      ("0x4", nil), ("4x-1", nil), ("4", nil), ("4x", nil), ("x4", nil), ("4x4x4", nil),
      ("4X4", nil), ("", nil), ("99999999999999999999x1", nil), (" 4x4", nil),
    ])
  func extents(text: String, expected: Extent?) {
    #expect(Extent(text) == expected)
  }

  @Test("grids are as square as can be, and wider rather than higher")
  func grids() {
    for count in 1...2000 {
      let grid = ContactSheet.squareGrid(count: count)
      #expect(grid.width * grid.height >= count && grid.width >= grid.height)
      #expect(grid.width - grid.height <= 1 && grid.width * (grid.height - 1) < count)
    }
    #expect(ContactSheet.squareGrid(count: 12) == Extent(width: 4, height: 3))
    #expect(ContactSheet.squareGrid(count: 0) == Extent(width: 1, height: 1))
    #expect(ContactSheet.squareGrid(count: .max).width == 3_037_000_500)
  }

  @Test("a sheet holds as many tiles as it says, and no more")
  func capacity() throws {
    #expect(ContactSheet.capacity(tile: Extent(width: 28, height: 28)) == 79_524)
    #expect(ContactSheet.capacity(tile: Extent(width: 70_000, height: 1)) == 0)
    #expect(ContactSheet.capacity(tile: Extent(width: 65_533, height: 1)) == 1)
    for tile in [Extent(width: 500, height: 600), Extent(width: 1, height: 60_000)] {
      let count = ContactSheet.capacity(tile: tile)
      _ = try ContactSheet(tile: tile, grid: ContactSheet.squareGrid(count: count))
      #expect(throws: PictureError.tooLarge) {
        try ContactSheet(tile: tile, grid: ContactSheet.squareGrid(count: count + 1))
      }
    }
    let huge = Extent(width: .max, height: .max)
    #expect(throws: PictureError.tooLarge) {
      try ContactSheet(tile: Extent(width: 1, height: 1), grid: huge)
    }
    #expect(throws: PictureError.tooLarge) {
      try ContactSheet(tile: huge, grid: Extent(width: 1, height: 1))
    }
  }

  @Test("tiles lie in reading order between grey lines, however the bytes are cut")
  func tiles() throws {
    let (tile, grid) = (Extent(width: 3, height: 2), Extent(width: 4, height: 3))
    // Seven tiles for twelve places; pixels are numbered 1, 2, ...
    let bytes = (1...42).map { UInt8($0) }
    for cut in [1, 2, 5, 6, 7, 42] {
      let sheet = try ContactSheet(tile: tile, grid: grid)
      for start in stride(from: 0, to: bytes.count, by: cut) {
        bytes[start..<min(start + cut, bytes.count)].withUnsafeBytes { sheet.write($0) }
      }
      let picture = sheet.picture
      #expect(picture.extent == Extent(width: 17, height: 10))
      for y in 0..<10 {
        for x in 0..<17 {
          let (column, line) = (x / 4, y / 3)
          let isLine = x % 4 == 0 || y % 3 == 0 || line * 4 + column >= 7
          let pixel = (line * 4 + column) * 6 + (y % 3 - 1) * 3 + x % 4
          #expect(picture[x, y] == (isLine ? 128 : UInt8(pixel)), "\(x), \(y)")
        }
      }
    }
  }
}
