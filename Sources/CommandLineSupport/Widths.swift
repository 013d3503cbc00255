// Numbers of units, as options give them.

import ArgumentParser
import MadeCore

/// A list of widths, as in `500,500`.
package struct Widths: ExpressibleByArgument {
  /// One width a layer.
  package let values: [Int]

  package init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    values = parts.compactMap { $0 }
    guard !parts.contains(nil), values.allSatisfy({ SettingRanges.widths.contains($0) }),
      SettingRanges.layers.contains(values.count)
    else { return nil }
  }

  package var defaultValueDescription: String {
    values.map(String.init).joined(separator: ",")
  }

  /// The message for widths that do not suit `--residual`.
  package static let notResidual =
    "--residual needs an odd number of equal --hidden layers, three at least, as in 500,500,500"

  /// Widths that do not come from the command line.
  package init(_ values: [Int]) { self.values = values }
}
