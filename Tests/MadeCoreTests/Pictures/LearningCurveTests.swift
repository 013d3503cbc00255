// The picture of a fit.

import Foundation
import MadeCore
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Learning curves")
struct LearningCurveTests {
  private func curve(_ epochs: Int, hasValidation: Bool = true) -> LearningCurve {
    var curve = LearningCurve(title: "a < b & \"c\"")
    for epoch in stride(from: 1, through: epochs, by: 1) {
      let value = -5 - 3 / Double(epoch)
      curve.points.append(
        .init(epoch: epoch, training: value, validation: hasValidation ? value - 0.2 : nil))
    }
    curve.bestEpoch = epochs
    return curve
  }

  /// The elements of a picture; empty unless it is well-formed XML.
  private func elements(_ text: String) -> [(name: String, attributes: [String: String])] {
    let reader = ElementReader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    return parser.parse() ? reader.elements : []
  }

  @Test(
    "are well-formed, of every length, and lie inside the picture", arguments: [0, 1, 2, 3, 90])
  func wellFormed(epochs: Int) {
    for hasValidation in [false, true] {
      let text = curve(epochs, hasValidation: hasValidation).svg()
      let elements = elements(text)
      #expect(elements.first?.attributes["viewBox"] == "0 0 720 440")
      #expect(text.contains("a &lt; b &amp; &quot;c&quot;"))
      #expect(text.contains("prefers-color-scheme: dark") && !text.contains("<script"))
      #expect(text.contains("no epoch came to its end") == (epochs == 0))
      let lines = elements.filter { $0.name == "polyline" }
      #expect(lines.count == (epochs < 2 ? 0 : hasValidation ? 2 : 1))
      for line in lines {
        let points = (line.attributes["points"] ?? "").split(separator: " ").map {
          $0.split(separator: ",").compactMap { Double($0) }
        }
        #expect(points.count == epochs)
        #expect(points.allSatisfy { (76...700).contains($0[0]) && (64...388).contains($0[1]) })
        // Later is further right, likelier is higher.
        #expect(zip(points, points.dropFirst()).allSatisfy { $0[0] < $1[0] && $0[1] >= $1[1] })
      }
      let isMarked = text.contains("best: epoch \(epochs), ")
      #expect(isMarked == (hasValidation && epochs > 0))
    }
  }

  @Test("of very many epochs keep their extremes and stay small")
  func thinned() {
    var long = curve(200_000)
    long.points[12_345].training = -50
    long.points[54_321].validation = .nan
    let text = long.svg()
    #expect(text.utf8.count < 150_000)
    let lowest =
      elements(text).filter { $0.name == "polyline" }.flatMap {
        ($0.attributes["points"] ?? "").split(separator: " ").compactMap {
          $0.split(separator: ",").last.flatMap { Double($0) }
        }
      }.max() ?? 0
    // The outlier decides the scale: it lies just above the axis.
    #expect(lowest > 370 && lowest <= 388)
  }

  @Test("that are flat or not finite are drawn all the same")
  func flat() {
    var curve = LearningCurve(title: "t")
    for value in [-3.0, -3.0, .infinity, -.infinity, .nan] {
      curve.points.append(
        .init(epoch: curve.points.count + 1, training: value, validation: value))
    }
    curve.bestEpoch = 3
    let text = curve.svg()
    #expect(!elements(text).isEmpty)
    #expect(!text.contains("nan") && !text.contains("inf"))
  }
}

private final class ElementReader: NSObject, XMLParserDelegate {
  var elements: [(name: String, attributes: [String: String])] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append((name, attributes))
  }
}
