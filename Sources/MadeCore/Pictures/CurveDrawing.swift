// The learning curve as an SVG file that can be read on light and on dark ground.

extension LearningCurve {
  /// The picture as SVG 1.1 with a style sheet: no scripts, nothing fetched from elsewhere.
  ///
  /// Axes have round steps, and the best epoch is marked. All epochs are drawn, however low the first.
  package func svg() -> String { CurveDrawing(self).text }
}

/// The parts of the picture.
///
/// Lengths are in the units of its view box.
private struct CurveDrawing {
  private static let (width, height) = (720.0, 440.0)
  private static let (left, right, top, bottom) = (76.0, 20.0, 64.0, 52.0)

  private let curve: LearningCurve
  private let training: [(epoch: Int, value: Double)]
  private let validation: [(epoch: Int, value: Double)]
  private let lastEpoch: Double
  private let low: Double
  private let high: Double

  init(_ curve: LearningCurve) {
    self.curve = curve
    let pixels = Int(Self.width)
    training = curve.line({ $0.training }, pixels: pixels)
    validation = curve.line({ $0.validation }, pixels: pixels)
    lastEpoch = Double(max(curve.points.last?.epoch ?? 1, 1))
    let values = (training + validation).map(\.value)
    let (least, most) = (values.min() ?? -1, values.max() ?? 0)
    // A margin above and below; a flat line lies in the middle.
    let air = most > least ? 0.04 * (most - least) : max(0.01 * abs(most), 1e-6)
    (low, high) = (least - air, most + air)
  }

  private func x(_ epoch: Double) -> Double {
    Self.left + (Self.width - Self.left - Self.right) * epoch / lastEpoch
  }

  private func y(_ value: Double) -> Double {
    Self.top + (Self.height - Self.top - Self.bottom) * (high - value) / (high - low)
  }

  private func text(_ length: Double) -> String { fixedPoint(length, digits: 1) }

  var text: String {
    let sizes = "\(fixedPoint(Self.width, digits: 0)) \(fixedPoint(Self.height, digits: 0))"
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(sizes)" role="img">
      <title>\(escaped(curve.title))</title>
      <style>\(Self.style)</style>
      <rect class="ground" width="100%" height="100%"/>
      \(label(shortened(curve.title), x: Self.left, y: 26, "title"))

      """
    let lines =
      axes + (curve.points.isEmpty ? [nothing] : [])
      + line(training, "training") + line(validation, "validation") + best + legend
    return head + lines.joined(separator: "\n") + "\n</svg>\n"
  }

  private static let style = """

    text { font: 13px system-ui, sans-serif; fill: #333 }
    .title { font-size: 16px; font-weight: 600; fill: #111 }
    .end { text-anchor: end }
    .middle { text-anchor: middle }
    .ground { fill: #fff }
    .grid { stroke: #e2e2e2 }
    .axis { stroke: #777 }
    .best { stroke: #777; stroke-dasharray: 4 4 }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round }
    .training { stroke: #0072b2 }
    .validation { stroke: #d55e00 }
    .dot { stroke: none }
    .dot.training { fill: #0072b2 }
    .dot.validation { fill: #d55e00 }
    @media (prefers-color-scheme: dark) {
    text { fill: #ccc }
    .title { fill: #fff }
    .ground { fill: #181818 }
    .grid { stroke: #333 }
    .axis, .best { stroke: #999 }
    .training { stroke: #56b4e9 }
    .validation { stroke: #f0a040 }
    .dot.training { fill: #56b4e9 }
    .dot.validation { fill: #f0a040 }
    }

    """

  private var axes: [String] {
    var lines: [String] = []
    let (floor, right) = (Self.height - Self.bottom, Self.width - Self.right)
    let nats = RoundSteps(length: high - low, most: 7)
    for value in nats.multiples(from: low, to: high) {
      lines.append(stroke(Self.left, y(value), right, y(value), "grid"))
      lines.append(label(nats.text(value), x: Self.left - 8, y: y(value) + 4, "end"))
    }
    let epochs = RoundSteps(length: lastEpoch, most: 10, smallest: 1)
    for epoch in epochs.multiples(from: 0, to: lastEpoch) {
      lines.append(stroke(x(epoch), floor, x(epoch), floor + 5, "axis"))
      lines.append(label(epochs.text(epoch), x: x(epoch), y: floor + 20, "middle"))
    }
    lines.append(stroke(Self.left, floor, right, floor, "axis"))
    lines.append(label("epoch", x: (Self.left + right) / 2, y: Self.height - 10, "middle"))
    let middle = text((Self.top + floor) / 2)
    lines.append(
      "<text class=\"middle\" transform=\"translate(18 \(middle)) rotate(-90)\">"
        + "mean log-likelihood, nats</text>")
    return lines
  }

  private var nothing: String {
    label(
      "no epoch came to its end", x: (Self.left + Self.width - Self.right) / 2,
      y: (Self.top + Self.height - Self.bottom) / 2, "middle")
  }

  private func line(_ places: [(epoch: Int, value: Double)], _ name: String) -> [String] {
    guard let first = places.first else { return [] }
    if places.count == 1 { return [dot(first, name)] }
    let points = places.map { "\(text(x(Double($0.epoch)))),\(text(y($0.value)))" }
    return ["<polyline class=\"line \(name)\" points=\"\(points.joined(separator: " "))\"/>"]
  }

  /// The best epoch: a line, the point on the validation curve, and its value.
  private var best: [String] {
    guard let point = curve.points.first(where: { $0.epoch == curve.bestEpoch }),
      let value = point.validation, value.isFinite
    else { return [] }
    let place = x(Double(point.epoch))
    let words = "best: epoch \(point.epoch), \(fixedPoint(value, digits: 3))"
    // On the side with more space.
    let isLate = Double(point.epoch) > lastEpoch / 2
    return [
      stroke(place, Self.top, place, Self.height - Self.bottom, "best"),
      dot((point.epoch, value), "validation"),
      label(
        words, x: place + (isLate ? -8 : 8), y: Self.height - Self.bottom - 12,
        isLate ? "end" : "start"),
    ]
  }

  private var legend: [String] {
    var lines: [String] = []
    var place = Self.left
    for (name, places, length) in [("training", training, 96.0), ("validation", validation, 0)]
    where !places.isEmpty {
      lines.append(
        stroke(place, Self.top - 18, place + 24, Self.top - 18, "line \(name)"))
      lines.append(label(name, x: place + 32, y: Self.top - 14, "start"))
      place += 32 + length
    }
    return lines
  }

  // MARK: Elements

  private func stroke(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String)
    -> String
  {
    "<line class=\"\(style)\" x1=\"\(text(x1))\" y1=\"\(text(y1))\" "
      + "x2=\"\(text(x2))\" y2=\"\(text(y2))\"/>"
  }

  private func dot(_ place: (epoch: Int, value: Double), _ name: String) -> String {
    "<circle class=\"dot \(name)\" cx=\"\(text(x(Double(place.epoch))))\" "
      + "cy=\"\(text(y(place.value)))\" r=\"4\"/>"
  }

  private func label(_ words: String, x: Double, y: Double, _ style: String) -> String {
    "<text class=\"\(style)\" x=\"\(text(x))\" y=\"\(text(y))\">\(escaped(words))</text>"
  }

  /// As much of a heading as fits.
  private func shortened(_ words: String) -> String {
    words.count <= 72 ? words : words.prefix(69) + "..."
  }

  private func escaped(_ words: String) -> String {
    words.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
