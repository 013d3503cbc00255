// What can be wrong with a model file.

/// Why bytes are not a model; each case carries what a message needs.
public enum ModelFileError: Error, Equatable, Sendable {
  /// The first bytes are those of something else; `looksLike` names it where it is known.
  case notAModel(looksLike: String?)
  /// Made by a later release.
  case newerFormat(Int)
  /// The file ends before its declared length.
  case truncated(bytes: Int, of: UInt64)
  /// Bytes follow the declared end.
  case trailingBytes(after: UInt64)
  /// A checksum does not fit: `part` is "header" or "payload".
  case checksum(part: String)
  /// The header cannot be understood; line from 1, 0 for the header as a whole.
  case header(line: Int, problem: String)
  /// A required key is missing.
  case missingKey(String)
  /// Sizes that no model can have, or that the file is too short for.
  case size(String)
  /// An ordering is not a permutation, or a degree is out of range; masks from 1.
  case mask(Int, problem: String)
  /// It is a flow, with this many transforms before its network, where a network alone was asked for.
  case flow(transforms: Int)
  /// There is not enough memory: `bytes` bytes are needed.
  case noMemory(bytes: Int)
  /// A weight is infinite or not a number.
  case notFinite
}
