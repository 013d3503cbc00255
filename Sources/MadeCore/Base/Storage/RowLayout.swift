// Where the cell of each column lies in a row.

/// How a cell of a column is kept.
public enum CellStorage: Equatable, Hashable, Sendable {
  /// 0 or 1.
  case bit
  /// A code below `states`: one byte for up to 256 states, two for up to 65,536, else four.
  case code(states: Int)
  /// A number of units, or a mark below all of them: any signed integer, in eight bytes.
  case number

  /// How many codes there are, nil for numbers.
  public var states: Int? {
    switch self {
    case .bit: 2
    case .code(let states): states
    case .number: nil
    }
  }
}

/// Where one column's cell lies in a row, and how to read and write it.
package struct CellPlace: Equatable, Sendable {
  package enum Form: UInt8, Sendable { case bit, byte, twoBytes, fourBytes, eightBytes }

  package let form: Form
  /// For a bit its index in the row, else the offset of the cell's first byte.
  package let offset: Int

  /// A cell as an integer: its code, or the number itself.
  @inline(__always)
  package func cell(in row: UnsafeRawPointer) -> Int {
    switch form {
    case .bit: Int(row.load(fromByteOffset: offset &>> 3, as: UInt8.self) &>> UInt8(offset & 7)) & 1
    case .byte: Int(row.load(fromByteOffset: offset, as: UInt8.self))
    case .twoBytes: Int(row.load(fromByteOffset: offset, as: UInt16.self))
    case .fourBytes: Int(row.load(fromByteOffset: offset, as: UInt32.self))
    case .eightBytes: row.load(fromByteOffset: offset, as: Int.self)
    }
  }

  /// Writes what `cell(in:)` reads.
  @inline(__always)
  package func set(_ cell: Int, in row: UnsafeMutableRawPointer) {
    switch form {
    case .bit:
      let bit = UInt8(1) &<< UInt8(offset & 7)
      let byte = row.load(fromByteOffset: offset &>> 3, as: UInt8.self)
      row.storeBytes(
        of: cell == 0 ? byte & ~bit : byte | bit, toByteOffset: offset &>> 3, as: UInt8.self)
    case .byte:
      row.storeBytes(of: UInt8(truncatingIfNeeded: cell), toByteOffset: offset, as: UInt8.self)
    case .twoBytes:
      row.storeBytes(of: UInt16(truncatingIfNeeded: cell), toByteOffset: offset, as: UInt16.self)
    case .fourBytes:
      row.storeBytes(of: UInt32(truncatingIfNeeded: cell), toByteOffset: offset, as: UInt32.self)
    case .eightBytes: row.storeBytes(of: cell, toByteOffset: offset, as: Int.self)
    }
  }
}

/// The layout of rows, each of the same number of 64-bit words.
///
/// All bits come first, then numbers, then codes of four, two and one bytes, so that only the end needs padding. In a
/// table of bits alone, bit d of a row is column d. Bits and bytes are numbered as a little-endian machine does.
public struct RowLayout: Equatable, Sendable {
  /// How each column is kept.
  public let storage: [CellStorage]
  package let places: [CellPlace]
  /// Words of 64 bits to a row.
  public let wordsPerRow: Int
  /// Whether every column is a bit.
  public let isBits: Bool

  /// The layout of columns with this storage.
  public init(_ storage: [CellStorage]) {
    self.storage = storage
    let forms = storage.map(Self.form)
    var places = forms.map { CellPlace(form: $0, offset: 0) }
    var bits = 0
    for (column, form) in forms.enumerated() where form == .bit {
      places[column] = CellPlace(form: form, offset: bits)
      bits += 1
    }
    isBits = bits == storage.count
    var end = Self.words(ofBits: bits) * 8
    for (wanted, size) in [
      (CellPlace.Form.eightBytes, 8), (.fourBytes, 4), (.twoBytes, 2), (.byte, 1),
    ]
    where !isBits {
      for (column, form) in forms.enumerated() where form == wanted {
        places[column] = CellPlace(form: form, offset: end)
        end += size
      }
    }
    self.places = places
    wordsPerRow = (end + 7) / 8
  }

  /// The layout of a number of columns of bits.
  public static func bits(_ columns: Int) -> RowLayout {
    RowLayout(Array(repeating: .bit, count: columns))
  }

  /// C, the number of columns.
  public var columns: Int { storage.count }

  /// How many words a number of bits takes.
  static func words(ofBits bits: Int) -> Int { bits / 64 + (bits % 64 == 0 ? 0 : 1) }

  private static func form(_ storage: CellStorage) -> CellPlace.Form {
    switch storage {
    case .bit: .bit
    case .number: .eightBytes
    case .code(let states): states <= 1 << 8 ? .byte : states <= 1 << 16 ? .twoBytes : .fourBytes
    }
  }
}
