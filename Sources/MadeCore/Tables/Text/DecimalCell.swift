// What a table of 0 and 1 asks of the text of a cell.

/// What the text of a cell is as a decimal number.
package enum DecimalCell: Equatable {
  case zero
  case one
  /// Any other decimal number.
  case other
  /// Nothing, or only blanks.
  case empty
  /// Not a decimal number.
  case text

  /// Looks at a cell, ignoring the blanks around it.
  init(_ bytes: Slice<UnsafeRawBufferPointer>) {
    let text = UnsafeRawBufferPointer(rebasing: bytes.withoutBlanks)
    self = text.isEmpty ? .empty : DecimalText(text)?.kind ?? .text
  }
}
