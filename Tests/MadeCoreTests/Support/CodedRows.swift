// Rows of codes, and records as a network reads them.

import MadeCore

extension Rows {
  /// A table of codes.
  init(layout: RowLayout, records: [[Int]]) {
    self.init(layout: layout)
    for record in records { append(codes: record) }
  }
}

/// The inputs of a network, by the definition: a bit itself, and of a code one of as many as there are codes.
///
/// - Parameter slots: the number of outputs of each column.
func inputs(of record: [Int], slots: [Int]) -> [Double] {
  zip(record, slots).flatMap { code, slots in
    slots == 1 ? [Double(code)] : (0..<slots).map { $0 == code ? 1 : 0 }
  }
}
