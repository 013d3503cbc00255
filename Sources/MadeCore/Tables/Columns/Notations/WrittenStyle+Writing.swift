// Plain numbers to written ones.

extension WrittenStyle {
  /// Appends a number that is given as programs write it: `-1234.50`, `1.5e+06`.
  ///
  /// - Parameter plain: with all decimals that the column may have, if whole numbers are without.
  package func append(_ plain: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    let isNegative = plain.first == 0x2D
    let unsigned = isNegative ? plain.dropFirst() : plain
    let power = unsigned.firstIndex { $0 | 0x20 == 0x65 } ?? unsigned.endIndex
    let end = unsigned[..<power].firstIndex(of: 0x2E) ?? power
    var digits = unsigned[..<end]
    var fraction = unsigned[end..<power].dropFirst()
    let isZero = (digits + fraction).allSatisfy { $0 == 0x30 }
    let isPlus = !isNegative && (plus == .notNegative || plus == .positive && !isZero)
    var isWhole = false
    if whole != nil, power == unsigned.endIndex {
      isWhole = fraction.allSatisfy { $0 == 0x30 }
      if isWhole { fraction = [] }
      if !hasFixedFractions { while fraction.last == 0x30 { fraction.removeLast() } }
    }
    if !hasLeadingZero, digits == [0x30], !fraction.isEmpty { digits = [] }

    openSign(at: [.before, .around], isNegative, isPlus, to: &bytes)
    bytes += prefix
    openSign(at: [.inside, .aroundNumber], isNegative, isPlus, to: &bytes)
    append(digits: digits, to: &bytes)
    if !fraction.isEmpty {
      bytes += point.bytes
      bytes += fraction
    }
    bytes += unsigned[power...]
    if isWhole, let whole { bytes += whole }
    if isNegative {
      if sign.place == .aroundNumber { bytes.append(0x29) }
      if sign.place == .after { bytes += sign.minus.bytes }
    }
    bytes += suffix
    if isNegative {
      if sign.place == .end { bytes += sign.minus.bytes }
      if sign.place == .around { bytes.append(0x29) }
    }
  }

  /// Appends what of a sign stands at one of some places before the number.
  private func openSign(
    at places: [SignStyle.Place], _ isNegative: Bool, _ isPlus: Bool, to bytes: inout [UInt8]
  ) {
    if isPlus {
      // Where the minus stands if that is before the number, else before everything.
      let place: SignStyle.Place = sign.place == .inside ? .inside : .before
      if places.contains(place) { bytes.append(0x2B) }
    }
    guard isNegative, places.contains(sign.place) else { return }
    switch sign.place {
    case .before, .inside:
      bytes += sign.minus.bytes
      if sign.hasBlank { bytes.append(0x20) }
    case .around, .aroundNumber: bytes.append(0x28)
    case .after, .end: break
    }
  }

  private func append(digits: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    guard let group, digits.count >= leastGrouped else {
      bytes += digits
      return
    }
    let separator = group.bytes
    for (place, digit) in digits.enumerated() {
      let rest = digits.count - place
      let begins = rest == 3 || (isLakh ? rest > 3 && rest % 2 == 1 : rest % 3 == 0)
      if place > 0, begins { bytes += separator }
      bytes.append(digit)
    }
  }
}
