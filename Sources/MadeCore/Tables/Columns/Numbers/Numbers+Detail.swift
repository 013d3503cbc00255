// What was chosen for a column of numbers, for people.

extension Numbers {
  /// Most values that are listed.
  private static let mostListed = 5

  /// The grid, the atoms, what numbers are heaped on, how many values are known, and the scale T on which components lie:
  /// `grid 0.01; atoms 0.00 9.99; arsinh about 1.50 from 0.2`, where T is linear nearer to 1.50 than 0.2 or so; of clusters
  /// `arsinh about 10 from 3, about 1000 from 4`.
  package var detail: String {
    var parts = [grid]
    let atoms = values.atoms
    if !atoms.isEmpty {
      parts.append(
        atoms.count <= Self.mostListed
          ? "atoms \(atoms.map { decoded(notation.text($0)) }.joined(separator: " "))"
          : "\(atoms.count) atoms")
    }
    if case .heaps(let heaps) = values.phasing {
      parts.append(
        "heaps of \(heaps.steps.dropFirst().map { inUnits(Double($0)) }.joined(separator: " "))")
    }
    if !values.known.isEmpty { parts.append("\(values.known.count) known values") }
    let transform = values.transform
    if transform.bend == 0 {
      parts.append(notation.powerScale == nil ? "linear" : "linear in powers of ten")
    } else {
      let bends =
        [NumberTransform.Bend(center: transform.center, distance: transform.bend)]
        + transform.others
      parts.append("arsinh \(bends.map(text).joined(separator: ", "))")
    }
    return parts.joined(separator: "; ")
  }

  private func text(_ bend: NumberTransform.Bend) -> String {
    let limits = ValueRanges.limits
    let middle = values.transform.line?.preimage(of: bend.center) ?? bend.center
    let center = decoded(
      notation.text(Int(min(max(middle, Double(limits.lowerBound)), Double(limits.upperBound)))))
    let distance =
      notation.powerScale.map {
        "\(significant(bend.distance / Double($0.perPower), digits: 2)) powers of ten"
      } ?? inUnits(bend.distance)
    return "about \(center) from \(distance)"
  }

  private var grid: String {
    if let places = notation.powerScale { return "\(places.digits) digits of any size" }
    let steps = values.steps
    if let first = steps.bySize.first, let last = steps.bySize.last {
      func size(_ power: Int) -> String {
        inUnits((0..<power).reduce(1) { size, _ in size * 10 })
      }
      return "grid \(size(first.power)) to \(size(last.power)) by size"
    }
    return steps.digits > 0 ? "\(steps.digits) digits" : "grid \(inUnits(Double(steps.step)))"
  }

  /// A distance in units of the grid as a number, to three digits.
  private func inUnits(_ distance: Double) -> String {
    var (digits, exponent) = (distance, -notation.decimals)
    while digits >= 1000 { (digits, exponent) = (digits / 10, exponent + 1) }
    while digits < 100, digits > 0 { (digits, exponent) = (digits * 10, exponent - 1) }
    var whole = Int(digits.rounded())
    while whole > 0, whole % 10 == 0 { (whole, exponent) = (whole / 10, exponent + 1) }
    return decoded(
      DecimalNotation(decimals: -exponent, hasFixedDecimals: false).text(whole))
  }

  private func decoded(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self) }
}
