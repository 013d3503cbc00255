// One column of a table that is read to learn what it is: its cells as numbers of its values.

/// The cells of a column so far, and what they look like.
///
/// A cell takes one byte, two once there are more than 255 values. With more values than a
/// categorical column may have, the cells are forgotten and only looked at; then, as long as no
/// value was met twice, a hash of each is kept to tell whether one is.
final class ColumnEncoder {
  let name: String?
  /// What a rule says it is, nil when it is to be found out.
  let asked: ColumnForm?
  private let maximumValues: Int

  private(set) var dictionary = ValueDictionary()
  /// 0 for a missing cell, else 1 + the number of its value.
  private var bytes: [UInt8] = []
  private var words: [UInt16] = []
  private var hashes: Set<UInt64> = []

  private(set) var cells = 0
  private(set) var missing = 0
  private(set) var hasRepeats = false
  /// Whether there are more values than may be.
  private(set) var isOverfull = false
  /// All looks of the values.
  private(set) var forms: CellForm = []
  /// How many of the values are neither numbers nor dates, and one of them.
  private(set) var wordValues = 0
  private(set) var firstWord: [UInt8] = []
  /// Blanks inside those.
  private(set) var blanks = 0

  init(name: String?, asked: ColumnForm?, maximumValues: Int) {
    precondition(maximumValues < 1 << 16)
    self.name = name
    self.asked = asked
    self.maximumValues = maximumValues
  }

  /// Adds a missing cell.
  func appendMissing() {
    cells += 1
    missing += 1
    if !isOverfull { append(code: 0) }
  }

  /// Adds a cell.
  ///
  /// - Returns: false if it is not what a rule says.
  func append(_ text: UnsafeRawBufferPointer) -> Bool {
    cells += 1
    if isOverfull {
      look(text)
      return true
    }
    let (code, isNew) = dictionary.add(text)
    if isNew {
      look(text)
      if asked == .binary && !CellForm(text).contains(.binary) { return false }
      if dictionary.count > maximumValues {
        overflow()
        return true
      }
    } else {
      hasRepeats = true
    }
    append(code: code + 1)
    return true
  }

  private func append(code: Int) {
    if words.isEmpty {
      if code < 256 {
        bytes.append(UInt8(truncatingIfNeeded: code))
        return
      }
      words.reserveCapacity(bytes.count + bytes.count / 2 + 64)
      for byte in bytes { words.append(UInt16(byte)) }
      bytes = []
    }
    words.append(UInt16(truncatingIfNeeded: code))
  }

  /// The number of the value of a cell plus 1, 0 if it is missing.
  func code(ofCell cell: Int) -> Int { words.isEmpty ? Int(bytes[cell]) : Int(words[cell]) }

  private func look(_ text: UnsafeRawBufferPointer) {
    let form = CellForm(text)
    forms.formUnion(form)
    if !form.contains(.binary) { forms.insert(.notBinary) }
    if form == .word {
      if wordValues == 0 { firstWord = Array(text) }
      wordValues += 1
      blanks += text.count { $0 == UInt8(ascii: " ") }
    }
    if isOverfull && !hasRepeats && !hashes.insert(ValueDictionary.hash(text)).inserted {
      hasRepeats = true
      hashes = []
    }
  }

  private func overflow() {
    isOverfull = true
    if !hasRepeats {
      for code in 0..<dictionary.count {
        Array(dictionary[code]).withUnsafeBytes {
          _ = hashes.insert(ValueDictionary.hash($0))
        }
      }
    }
    dictionary = ValueDictionary()
    bytes = []
    words = []
  }
}

extension CellForm {
  /// Some value is neither 0 nor 1.
  static let notBinary = CellForm(rawValue: 64)
}
