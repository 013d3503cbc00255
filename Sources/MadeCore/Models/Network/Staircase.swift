// Shapes of masked weight matrices whose units are sorted by degree.

import CKernels

/// A matrix (units x units below) of which each row keeps a prefix; rows never get shorter.
///
/// Row r lies at `offset[r]` of a flat buffer. Rows come in blocks of 8 that share a stored length, a multiple of
/// 16; after its live prefix a row holds zeros (see CKernels.h for the contract).
package struct Staircase: Sendable {
  package let rows: Int
  package let columns: Int
  /// Live prefix of each row, padding rows included.
  package let live: [Int32]
  /// Stored length of each block of 8 rows.
  package let stored: [Int32]
  /// Where each row starts, padding rows included.
  package let offset: [Int64]
  /// For each block of 8 columns, the first row that stores them.
  package let firstRow: [Int32]
  /// End of the matrix in the flat buffer.
  package let end: Int

  package var blocks: Int { stored.count }
  package var columnBlocks: Int { firstRow.count }
  package var paddedRows: Int { live.count }

  /// - Parameters:
  ///   - prefixes: live columns of each row, ascending.
  ///   - start: where the matrix begins in the flat buffer, a multiple of 16.
  package init(prefixes: [Int], columns: Int, start: Int) {
    let block = Int(MADE_BLOCK)
    rows = prefixes.count
    self.columns = columns
    let paddedRows = padded(rows, to: block)
    live = (0..<paddedRows).map { $0 < prefixes.count ? Int32(prefixes[$0]) : 0 }
    var stored: [Int32] = []
    var offset: [Int64] = []
    var place = start
    for first in stride(from: 0, to: paddedRows, by: block) {
      let longest = live[first..<first + block].max() ?? 0
      let length = padded(Int(longest), to: Int(MADE_LANES))
      stored.append(Int32(length))
      for _ in 0..<block {
        offset.append(Int64(place))
        place += length
      }
    }
    let columnBlocks = padded(columns, to: Int(MADE_LANES)) / block
    firstRow = (0..<columnBlocks).map { columnBlock in
      let needed = Int32((columnBlock + 1) * block)
      return Int32((stored.firstIndex { $0 >= needed } ?? stored.count) * block)
    }
    self.stored = stored
    self.offset = offset
    end = place
  }
}

/// An input-major matrix (inputs x units) of which each row keeps a suffix; rows never get longer.
///
/// The weights of 0/1 inputs lie this way round, because a record's first-layer sum is then a sum of
/// whole rows, one for each input that is 1.
package struct SuffixStaircase: Sendable {
  package let rows: Int
  package let columns: Int
  /// First live column of each row.
  package let live: [Int32]
  /// First stored column: `live` rounded down to a multiple of 16.
  package let start: [Int32]
  /// Element (r, c) lies at `offset[r] + c`.
  package let offset: [Int64]
  package let end: Int

  package var paddedColumns: Int { padded(columns, to: Int(MADE_LANES)) }

  /// - Parameters:
  ///   - suffixes: first live column of each row, ascending; `columns` where no column is live.
  ///   - origin: where the matrix begins in the flat buffer, a multiple of 16.
  package init(suffixes: [Int], columns: Int, origin: Int) {
    rows = suffixes.count
    self.columns = columns
    let width = padded(columns, to: Int(MADE_LANES))
    var start: [Int32] = []
    var offset: [Int64] = []
    var place = origin
    for live in suffixes {
      let first = live >= columns ? width : live / Int(MADE_LANES) * Int(MADE_LANES)
      start.append(Int32(first))
      offset.append(Int64(place - first))
      place += width - first
    }
    live = suffixes.map(Int32.init)
    self.start = start
    self.offset = offset
    end = place
  }
}
