// Where numbers lie on the real line, and which ones lie on a grid.

import Foundation
import MadeCore
import Testing

@Suite("Numbers on the real line")
struct NumberTransformTests {
  private static let transforms = [
    NumberTransform.identity,
    NumberTransform(center: 0, bend: 0, mean: -3e6, deviation: 4e5),
    NumberTransform(center: 0, bend: 1, mean: 0, deviation: 1),
    NumberTransform(center: 1000, bend: 3.5, mean: 2.5, deviation: 1.7),
    NumberTransform(center: -5e9, bend: 1e7, mean: -1, deviation: 0.4),
    NumberTransform(
      center: 10, bend: 4, mean: 0.2, deviation: 6,
      others: [NumberTransform.Bend(center: 1000, distance: 3)]),
    NumberTransform(
      center: -5e9, bend: 1e3, mean: -3, deviation: 20,
      others: [0, 1e3, 7e7, 9e15].map { NumberTransform.Bend(center: $0, distance: 0.5 + $0 / 99) }),
  ]
  /// Of places among numbers of one digit, of six, and of thirteen.
  private static let ofPlaces = [
    NumberTransform(center: 0, bend: 0, mean: 0, deviation: 1, perPower: 9),
    NumberTransform(center: 12.25, bend: 7, mean: -0.3, deviation: 2, perPower: 900_000),
    NumberTransform(
      center: -3e13, bend: 0, mean: 2e13, deviation: 4e12, perPower: 9_000_000_000_000),
  ]
  private static let values: [Double] =
    [-9e15, -1e12, -5e9, -4_999_999_999, -12345, -1, -0.5, 0, 0.5, 1, 999, 1000, 1001, 7e7, 9e15]

  @Test("are in their order, and come back from there", arguments: transforms + ofPlaces)
  func inverse(transform: NumberTransform) {
    for (low, high) in zip(Self.values, Self.values.dropFirst()) {
      #expect(transform(low) < transform(high), "\(transform): \(low), \(high)")
    }
    for value in Self.values {
      let size = max(
        abs(value), abs(transform.center), transform.deviation, abs(transform.mean),
        100 * Double(transform.perPower))
      let error = abs(transform.preimage(of: transform(value)) - value)
      #expect(error <= 2e-14 * size + 1e-9, "\(transform): \(value), \(error)")
    }
  }

  @Test("are as far apart as their images, also where these are too near each other to say")
  func widths() {
    for transform in Self.transforms {
      for (place, low) in Self.values.enumerated() {
        for high in Self.values[(place + 1)...] {
          let (width, difference) = (
            transform.width(from: low, to: high), transform(high) - transform(low)
          )
          let size = max(abs(transform(low)), abs(transform(high)), 1)
          #expect(
            abs(width - difference) <= 1e-14 * size + 1e-12 * width,
            "\(transform): \(low), \(high): \(width), \(difference)")
        }
        // A short way at a place with the slope 1 / sqrt(bend^2 + distance^2).
        let way = max(abs(low) * 0x1p-40, 0x1p-20)
        let first = NumberTransform.Bend(center: transform.center, distance: transform.bend)
        let slope =
          transform.bend == 0
          ? 1
          : ([first] + transform.others).reduce(0) { slope, bend in
            let middle = low + way / 2 - bend.center
            return slope + 1 / (bend.distance * bend.distance + middle * middle).squareRoot()
          }
        let expected = ((low + way) - low) * slope / transform.deviation
        let found = transform.width(from: low, to: low + way)
        #expect(
          abs(found - expected) <= 1e-10 * expected, "\(transform): \(low), \(found), \(expected)")
      }
    }
  }
}

extension NumberTransformTests {
  @Test("stretch around the first center", arguments: [1.5, 40])
  func stretched(factor: Double) {
    for transform in Self.transforms {
      let wide = transform.stretched(by: factor)
      for value in Self.values.map({ $0 / factor }) {
        let moved = transform.middle + (value - transform.middle) * factor
        let error = abs(wide(moved) - transform(value))
        #expect(error <= 1e-9 * max(abs(transform(value)), 1), "\(transform), \(value)")
      }
    }
  }

  @Test("have legal centers only, each with a bend, and not too many of them")
  func legal() {
    func map(_ bend: Double, _ others: [(Double, Double)]) -> NumberTransform {
      NumberTransform(
        center: 1, bend: bend, mean: 0, deviation: 1,
        others: others.map { NumberTransform.Bend(center: $0, distance: $1) })
    }
    #expect(map(1, [(5, 1)]).isLegal && map(0, []).isLegal)
    #expect(map(1, Array(repeating: (5, 1), count: 9)).isLegal)
    #expect(!map(1, Array(repeating: (5, 1), count: 10)).isLegal)
    #expect(!map(0, [(5, 1)]).isLegal && !map(1, [(5, 0)]).isLegal && !map(1, [(5, -1)]).isLegal)
    #expect(!map(1, [(.infinity, 1)]).isLegal && !map(1, [(5, .nan)]).isLegal)
    #expect(!map(1, [(1e31, 1)]).isLegal && !map(1, [(5, 1e31)]).isLegal)
  }
}

@Suite("Places on the line of logarithms")
struct PowerLineTests {
  @Test("are logarithms between powers of ten", arguments: [9.0, 900, 9e12])
  func logarithms(perPower: Double) {
    let line = PowerLine(perPower: perPower)
    for power in 0..<20 {
      for mantissa in [1.0, 1.5, 2, 5, 7.25, 9.999] {
        let place = 1 + perPower * Double(power) + (mantissa - 1) * perPower / 9
        let image = perPower * (100 + Double(power) + log10(mantissa))
        #expect(abs(line(place) - image) <= 1e-14 * image, "\(place)")
        #expect(abs(line(-place) + image) <= 1e-14 * image)
        #expect(abs(line.preimage(of: image) - place) <= 1e-13 * place)
      }
    }
    #expect(line(0) == 0 && line(0.5) == 50 * perPower && line(-1) == -100 * perPower)
    #expect(line.preimage(of: -25 * perPower) == -0.25)
  }

  @Test(
    "are as far apart as their images, within a power of ten and beyond", arguments: [9.0, 9e6])
  func widths(perPower: Double) {
    let line = PowerLine(perPower: perPower)
    let places = [-3, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 4].map { $0 * perPower } + [-0.5, 0.5, 1.5]
    for low in places {
      for high in places where low < high {
        let difference = line(high) - line(low)
        #expect(abs(line.width(from: low, to: high) - difference) <= 1e-11 * perPower)
      }
    }
  }

  @Test("lie next to each other as the slope says, also where images cannot tell them apart")
  func neighbours() {
    let perPower = 9e12
    let line = PowerLine(perPower: perPower)
    for mantissa in [1.5, 2, 5, 9.5] {
      for power in [0.0, 7, 90] {
        let place = 1 + perPower * power + ((mantissa - 1) * perPower / 9).rounded()
        let slope = 9 / (log(10) * mantissa)
        #expect(abs(line.width(from: place, to: place + 1) - slope) <= 1e-10 * slope)
        #expect(abs(line.width(from: -place - 1, to: -place) - slope) <= 1e-10 * slope)
      }
    }
  }
}

@Suite("Steps of numbers")
struct NumberStepsTests {
  private static let all =
    [1, 2, 5, 7, 500].map { NumberSteps(step: $0, digits: 0) }
    + [1, 2, 3, 5, 15].map { NumberSteps(step: 1, digits: $0) }

  private static let some =
    Array(-1200...1200) + [9949, 9950, 9994, 9995, 99_949, 99_950, 123_456, 9_999_999, 10_000_000]
    + [999_999_999_999, 1_234_567_890_123_456, -9995, -99_950, -123_456_789]

  @Test("each number's neighbours end where it begins", arguments: all)
  func neighbours(steps: NumberSteps) {
    for value in Set(Self.some.map { steps.nearest(to: $0) }) {
      let (low, high) = (steps.below(value), steps.above(value))
      #expect(low < Double(value) && Double(value) < high)
      #expect(steps.nearest(to: value) == value, "\(steps): \(value)")
      let next = steps.nearest(to: Int(2 * high) - value)
      #expect(next > value && steps.below(next) == high, "\(steps): \(value), \(next)")
      let before = steps.nearest(to: Int(2 * low) - value)
      #expect(before < value && steps.above(before) == low, "\(steps): \(value), \(before)")
      // The same on the other side of 0.
      #expect(steps.above(-value) == -low && steps.below(-value) == -high, "\(steps): \(value)")
    }
  }

  @Test("the nearest number on the grid is at most half a step away", arguments: all)
  func nearest(steps: NumberSteps) {
    for value in Self.some {
      let found = steps.nearest(to: value)
      #expect(
        steps.below(found) <= Double(value) && Double(value) <= steps.above(found),
        "\(steps): \(value), \(found)")
      #expect(steps.nearest(to: -value) == -found, "\(steps): \(value)")
    }
  }

  @Test("a range on the grid has the numbers of the grid in the range")
  func ranges() {
    for steps in Self.all where steps.step <= 7 && (steps.digits == 0 || steps.digits < 4) {
      let grid = (-1200...1200).filter { steps.nearest(to: $0) == $0 }
      for low in stride(from: -1100, through: 1100, by: 37) {
        for length in [0, 1, 3, 4, 9, 10, 11, 99, 250] where low + length <= 1100 {
          let inside = grid.filter { (low...low + length).contains($0) }
          let found = steps.range(low...low + length)
          #expect(found?.lowerBound == inside.first, "\(steps): \(low), \(length)")
          #expect(found?.upperBound == inside.last, "\(steps): \(low), \(length)")
        }
      }
      let whole = steps.range(ValueRanges.limits)
      #expect(whole.map { ValueRanges.limits.contains($0.lowerBound) } == true, "\(steps)")
      #expect(whole.map { ValueRanges.limits.contains($0.upperBound) } == true, "\(steps)")
    }
  }
}
