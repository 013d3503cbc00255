// Small models whose values share slots: those of words, with bins or groups in the place of the words.

import MadeCore

extension MadeModel {
  /// The same network with bins in the place of categories: bins of several widths, neighbours or
  /// with gaps between them, below 0 and above.
  var ofNumbers: MadeModel {
    replacingCategories { categories, number in
      var next = -4
      let ranges = categories.values.indices.map { bin in
        let low = next + (bin + number) % 3 / 2
        let high = low + (bin * number) % 4
        next = high + 1
        return low...high
      }
      return .number(
        Bins(
          decimals: number % 3, hasFixedDecimals: number % 2 == 0, ranges: ranges,
          hasOther: categories.hasOther, hasMissing: categories.hasMissing))
    }
  }

  /// The same network with groups of words in the place of some of its words.
  var ofSharedWords: MadeModel {
    replacingCategories { categories, number in
      let slots = categories.values.count
      let sizes = (0..<min(slots, 1 + number % 3)).map { 1 + (number + 2 * $0) % 4 }
      let count = slots - sizes.count + sizes.reduce(0, +)
      return .categorical(
        Categories(
          values: (0..<count).map { Array("v\($0)".utf8) }, groupSizes: sizes,
          hasOther: categories.hasOther, hasMissing: categories.hasMissing))
    }
  }

  /// The same network with categorical columns, numbered from 1, replaced by others of as many slots.
  private func replacingCategories(
    by kind: (_ categories: Categories, _ number: Int) -> Column.Kind
  ) -> MadeModel {
    var schema = schema
    var number = 0
    for index in schema.columns.indices {
      guard case .categorical(let categories) = schema.columns[index].kind else { continue }
      number += 1
      schema.columns[index].kind = kind(categories, number)
    }
    return with(schema: schema)
  }

  /// The same network with bins, and with groups of words, in the place of words.
  var withSharedSlots: [MadeModel] { [ofNumbers, ofSharedWords] }
}

extension Column {
  /// All cells that a column can have, as text: an other value outside of all bins once, and each that
  /// lies between bins.
  var cells: [String] {
    switch kind {
    case .binary: return ["0", "1"]
    case .categorical(let categories):
      return categories.values.map { String(decoding: $0, as: UTF8.self) }
        + (categories.hasOther ? ["another"] : []) + (categories.hasMissing ? [""] : [])
    case .number(let bins):
      guard let first = bins.ranges.first, let last = bins.ranges.last else { return [] }
      let values = (first.lowerBound...last.upperBound).filter { value in
        bins.hasOther || bins.ranges.contains { $0.contains(value) }
      }
      return values.map { plainText($0, decimals: bins.decimals) }
        + (bins.hasOther ? ["99999"] : []) + (bins.hasMissing ? [""] : [])
    }
  }
}

/// A number of units with all decimals.
func plainText(_ value: Int, decimals: Int) -> String {
  let scale = (0..<decimals).reduce(1) { scale, _ in 10 * scale }
  let fraction = String(value.magnitude % UInt(scale))
  return (value < 0 ? "-" : "") + "\(value.magnitude / UInt(scale))"
    + (decimals == 0
      ? "" : "." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction)
}

/// All rows of cells, as lines of CSV.
func allLines(_ columns: [Column]) -> [String] {
  columns.reduce([""]) { lines, column in
    let cells = column.cells
    return lines.flatMap { line in cells.map { line.isEmpty ? $0 : line + "," + $0 } }
  }
}
