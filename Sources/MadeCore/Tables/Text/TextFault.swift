// What can be wrong with delimited text before anybody asks what its fields mean.

/// Why bytes are not a record of delimited text; the reader of records adds where they are.
package enum TextFault: Error, Equatable {
  /// A quoted field never ends.
  case unterminatedQuote
  /// A closing quote is followed by something other than a delimiter or the end of the line.
  case textAfterQuote
  /// A carriage return stands alone, outside quotes.
  case loneCarriageReturn
  /// The record has more fields than are allowed.
  case tooManyFields
}
