// Cells of text to cells of rows, and back.

/// What becomes of a value that no training record had.
public enum UnseenPolicy: Equatable, Sendable {
  /// It takes the code of other values, which has a small probability; a missing cell does the same
  /// where none was missing in training.
  case smooth
  /// The record is bad.
  case error
}

/// Which cells without a value are holes; the others are missing, which is a code of its own.
package enum HolePolicy: Equatable, Sendable {
  case none
  /// Empty ones; a token says that the cell is missing.
  case empty
  case all
}

/// How the cells of a column are to be read.
package struct CellPolicy: Sendable {
  /// Numbers above it are 1, all others 0; nil if cells are 0 or 1 already.
  package var threshold: Double?
  package var unseen = UnseenPolicy.smooth
  package var holes = HolePolicy.none
  package var missingTokens: MissingTokens

  /// Whether a cell without a value is a hole.
  @inline(__always)
  package func isHole(_ text: UnsafeRawBufferPointer) -> Bool {
    switch holes {
    case .none: false
    case .empty: text.count == 0
    case .all: true
    }
  }
}

/// What a cell of text says.
package enum ReadCell: Equatable {
  /// A cell, as it is kept in a row.
  case cell(Int)
  /// The cell of a value that no training record had, which counts as unseen.
  case other(Int)
  /// Nothing: it is a hole.
  case hole
  /// Nothing that the column can hold.
  case bad
}

/// Reads the cells of one column; used by one thread at a time.
package protocol CellDecoder: AnyObject {
  /// What a text says, which comes without the blanks around it and without quotes.
  func read(_ text: UnsafeRawBufferPointer) -> ReadCell
  /// The value that a text says, as its kind counts values; nil if it is not a listed value.
  func value(of text: UnsafeRawBufferPointer) -> Int?
  /// What was expected in place of a bad cell that is not missing; nil if any listed value was.
  func expectation(of text: UnsafeRawBufferPointer) -> CellExpectation?
  /// Whether a text is one of the column's own words, so that a line with it is not a header.
  func isWord(_ text: UnsafeRawBufferPointer) -> Bool
}

extension CellDecoder {
  package func isWord(_ text: UnsafeRawBufferPointer) -> Bool { false }
}

extension CellPolicy {
  /// What a text says that is not a listed value.
  @inline(__always)
  package func rest(
    _ text: UnsafeRawBufferPointer, isMissing: Bool, missing: Int?, other: Int?
  ) -> ReadCell {
    if isMissing && isHole(text) { return .hole }
    if isMissing, let missing { return .cell(missing) }
    if let other, unseen == .smooth { return .other(other) }
    return .bad
  }
}

/// How cells are written.
package struct CellDialect: Sendable {
  package let delimiter: UInt8
  /// What stands for a cell that has no text.
  package let empty: [UInt8]
  private let quoting: TableDialect.Quoting
  private let joinsBlanks: Bool
  private let hasBareNames: Bool

  /// How cells of a table are written.
  ///
  /// - Parameter isOnly: whether it is the only column: then an empty cell is quoted, because an empty line is read
  ///   as a missing cell in the middle of a table, but is ignored at its end.
  package init(_ table: TableDialect, isOnly: Bool = false) {
    delimiter = table.delimiter
    quoting = table.quoting
    joinsBlanks = table.joinsBlanks
    hasBareNames = table.hasBareNames
    let isQuoted = isOnly || joinsBlanks || quoting == .all
    empty = isQuoted ? Array("\"\"".utf8) : []
  }

  /// Cells with quotes only where they are needed.
  package init(delimiter: UInt8) {
    self.init(TableDialect(delimiter: delimiter))
  }

  /// A word as it is written; what all programs write for a missing cell counts as no word.
  package func word(_ text: [UInt8]) -> [UInt8] {
    if text.isEmpty { return empty }
    switch quoting {
    case .all: return inQuotes(text)
    case .words where !text.withUnsafeBytes({ MissingTokens.isKnown($0) }): return inQuotes(text)
    case .words, .needed: return needed(text)
    }
  }

  /// The name of a column as it is written.
  package func name(_ text: [UInt8]) -> [UInt8] {
    let isBare = quoting == .needed || hasBareNames
    return isBare && !(joinsBlanks && text.isEmpty) ? needed(text) : inQuotes(text)
  }

  /// A number as it is written.
  package func number(_ text: [UInt8]) -> [UInt8] {
    quoting == .all ? inQuotes(text) : needed(text)
  }

  /// Appends a number that `body` appends, in quotes where it needs them.
  @inline(__always)
  package func appendNumber(to bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    let start = bytes.count
    body(&bytes)
    // Some notations have delimiters in them: 1,200.50.
    if quoting != .all, !bytes[start...].contains(where: needsQuotes) { return }
    let number = Array(bytes[start...])
    bytes.removeLast(number.count)
    bytes += inQuotes(number)
  }

  private func needsQuotes(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == UInt8(ascii: "\"") || joinsBlanks && byte.isBlank
  }

  private func needed(_ text: [UInt8]) -> [UInt8] {
    joinsBlanks && text.contains(where: \.isBlank)
      ? inQuotes(text) : quoted(text, delimiter: delimiter)
  }
}

/// Writes the cells of one column.
package protocol CellPrinter: Sendable {
  /// Appends a code's text, if it stands for one value or none; false, and nothing appended, if for several.
  func append(code: Int, to bytes: inout [UInt8]) -> Bool
  /// Appends the text of a value.
  func append(value: Int, to bytes: inout [UInt8])
}
