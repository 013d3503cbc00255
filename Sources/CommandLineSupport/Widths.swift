// Numbers of units, as options give them.

import ArgumentParser

/// A list of widths, as in `500,500`.
public struct Widths: ExpressibleByArgument {
  /// One width a layer.
  public let values: [Int]

  public init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    values = parts.compactMap { $0 }
    guard !parts.contains(nil), values.allSatisfy({ (1...1 << 24).contains($0) }),
      (1...64).contains(values.count)
    else { return nil }
  }

  /// Widths that are known.
  public init(_ values: [Int]) { self.values = values }
}
