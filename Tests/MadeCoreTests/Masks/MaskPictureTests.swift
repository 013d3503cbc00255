// Masks drawn.

import MadeCore
import Testing

@Suite("Pictures of masks")
struct MaskPictureTests {
  @Test("of one layer have a black pixel for each allowed connection")
  func layer() throws {
    let mask = MaskSchedule(seed: 2).firstMask(inputs: 11, widths: [17, 9])
    for layer in 1...3 {
      let picture = try mask.picture(ofLayer: layer)
      #expect(picture.extent.width == mask.width(ofLayer: layer - 1))
      #expect(picture.extent.height == mask.width(ofLayer: layer))
      for upper in 0..<picture.extent.height {
        for lower in 0..<picture.extent.width {
          let isAllowed = mask.allows(from: layer - 1, lower, to: layer, upper)
          #expect(picture[lower, upper] == (isAllowed ? 0 : 255))
        }
      }
    }
  }

  @Test("of all layers are staircases of the same connections")
  func staircases() throws {
    let mask = MaskSchedule(seed: 2).firstMask(inputs: 11, widths: [17, 9])
    let picture = try mask.staircasePicture(direct: true)
    let parts = mask.connectionCounts(direct: true)
    #expect(picture.extent == Extent(width: 2 + 13 + 19 + 11 + 13, height: 21))
    var left = 2
    for part in parts {
      var blacks = 0
      var before = 0
      for row in 0..<part.above {
        let levels = (0..<part.below).map { picture[left + $0, 2 + row] }
        let length = levels.prefix { $0 == 0 }.count
        #expect(levels.dropFirst(length).allSatisfy { $0 == 255 } && length >= before)
        before = length
        blacks += length
      }
      #expect(blacks == part.allowed)
      #expect((0..<21).allSatisfy { picture[left - 1, $0] == 128 && picture[left - 2, $0] == 128 })
      left += part.below + 2
    }
  }

  @Test("of large masks are smaller by a whole number, and grey where masks have steps")
  func scaled() throws {
    let mask = MaskSchedule(seed: 2).firstMask(inputs: 5000, widths: [100])
    let picture = try mask.picture(ofLayer: 1)
    #expect(picture.extent == Extent(width: 2500, height: 50))
    for (x, y) in [(0, 0), (2499, 49), (1200, 17), (31, 20)] {
      let allowed = [(0, 0), (0, 1), (1, 0), (1, 1)].count { right, down in
        mask.allows(from: 0, 2 * x + right, to: 1, 2 * y + down)
      }
      #expect(picture[x, y] == UInt8(255 - 255 * allowed / 4))
    }
    let all = try mask.staircasePicture(direct: true)
    // 5000 + 100 + 5000 connections: two to a pixel would be 5056 pixels, three are 3375.
    #expect(all.extent == Extent(width: 2 + 1667 + 2 + 34 + 2 + 1667 + 2, height: 1667 + 4))
    #expect(all[2, 2 + 1666] < 255 && all[3375 - 3, 2] == 255)
    #expect(Set(all.pixels).count > 3)
  }

  @Test("can be drawn of the smallest network")
  func smallest() throws {
    let mask = MaskSchedule(seed: 2).firstMask(inputs: 1, widths: [1])
    let picture = try mask.staircasePicture(direct: false)
    #expect(picture.extent == Extent(width: 8, height: 5))
    // The unit may see the input; the output may see nothing.
    #expect(picture[2, 2] == 0 && picture[5, 2] == 255)
  }
}
