// What a cell says in a table of 0 and 1.

/// What the text of a cell says.
enum DecimalCell: Equatable {
  case zero
  case one
  /// Any other decimal number.
  case other
  /// Nothing, or only blanks.
  case empty
  /// No decimal number.
  case text

  /// Reads a decimal number, blanks around it aside.
  init(_ bytes: Slice<UnsafeRawBufferPointer>) {
    let text = UnsafeRawBufferPointer(rebasing: bytes.withoutBlanks)
    self = text.isEmpty ? .empty : DecimalText(text)?.kind ?? .text
  }
}
