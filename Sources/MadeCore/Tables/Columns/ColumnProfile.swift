// One column of a table whose kinds are being inferred: its cells, mostly as numbers of values in a dictionary.

/// The cells of a column so far, and what they look like.
///
/// A cell takes one byte, or two once there are more than 255 values. More than `mostCountedNumbers` different
/// numbers are kept without the dictionary, each cell in eight bytes of digits and exponent; numbers in another notation
/// only when the dictionary is full, because the notation is found in it (`Notations`). More words than a
/// categorical column may have are not kept at all, only looked at; then, as long as no value has occurred twice, a
/// hash of each is kept to tell whether one does.
///
/// One thread at a time uses it until all cells are there, and again while the column's kind is decided; after
/// that it is only read. Hence the `@unchecked`.
package final class ColumnProfile: @unchecked Sendable {
  /// How cells are kept.
  enum Storage {
    /// As numbers of values, by which the dictionary has them.
    case codes
    /// As numbers, without the dictionary.
    case numbers
    /// Not at all.
    case nothing
  }

  let name: String?
  /// What a rule asks it to be, nil if it is to be inferred.
  let asked: ColumnForm?
  private let maximumValues: Int
  /// The most codes for the values of a column of words.
  let maximumCodesOfWords: Int
  /// How many columns the table has: networks grow with all of them, so each of very many gets fewer bins.
  let columns: Int
  let missingTokens: MissingTokens
  /// Whether the delimiter of the table leaves commas to its numbers.
  let hasSemicolons: Bool
  /// How its numbers are written; nil for plain decimal numbers, and as long as it has not been looked for.
  var found: FoundNotation? {
    didSet { numbersOfCodes = [] }
  }
  /// Whether it has been looked for because there were many numbers.
  var hasLookedForNotation = false

  private(set) var dictionary = ValueDictionary()
  /// The values of the dictionary as numbers, once all cells are there; before that it is empty.
  var numbersOfCodes: [NumberText?] = []
  private(set) var storage = Storage.codes
  /// 0 for a missing cell, else 1 + the number of its value.
  let codes = CodeList()
  /// `NumberText.word`, or `noNumber`.
  let numbers = Growing<Int>()
  private var hashes: Set<UInt64> = []

  /// The numbers of the texts in the dictionary that stand for a missing cell because an option says so.
  private(set) var absent: Set<Int> = []
  /// The texts of cells of `numbers` that are none: the one of mark k is kept as `noNumber` + k.
  ///
  /// The first is empty.
  private(set) var markTexts: [[UInt8]] = [[]]

  /// How many cells there are, once they are no longer kept.
  private var cellsLookedAt = 0
  /// How many are empty, or missing because an option says so.
  private(set) var missing = 0
  var hasRepeats = false
  private(set) var looks = ValueLooks()

  static let noNumber = Int.min
  /// Up to this many different words among numbers are states of their own.
  static let mostWords = WrittenValues.mostWords
  /// Most values of a column: their numbers take two bytes.
  package static let mostCodes = (1 << 16) - 2
  /// Up to this many different numbers are kept in the dictionary.
  static let mostCountedNumbers = 1 << 12

  init(
    name: String?, asked: ColumnForm?, typing: Typing, columns: Int, missingTokens: MissingTokens,
    hasSemicolons: Bool = false
  ) {
    precondition(typing.maximumValues <= Self.mostCodes && typing.maximumCodesOfWords >= 4)
    self.name = name
    self.asked = asked
    maximumValues = typing.maximumValues
    maximumCodesOfWords = typing.maximumCodesOfWords
    self.columns = columns
    self.missingTokens = missingTokens
    self.hasSemicolons = hasSemicolons
  }

  /// What it takes to append some more cells.
  func growth(adding more: Int) -> StorageGrowth {
    switch storage {
    case .codes: return codes.growth(adding: more)
    case .numbers: return numbers.growth(adding: more)
    case .nothing:
      // Most cells are no new value. About half of the buckets of a set are free.
      let capacity = max(hashes.capacity, Self.mostCountedNumbers)
      return StorageGrowth(
        count: min(hashes.count, capacity - Self.mostCountedNumbers), capacity: capacity,
        width: 2 * MemoryLayout<UInt64>.stride, adding: more)
    }
  }

  /// Whether there are too many values for the dictionary.
  var isOverfull: Bool { storage != .codes }

  /// The number of cells.
  var cells: Int {
    switch storage {
    case .codes: codes.count
    case .numbers: numbers.count
    case .nothing: cellsLookedAt
    }
  }

  /// Adds a missing cell, which is empty or has a text that an option says.
  func appendMissing(_ text: UnsafeRawBufferPointer) {
    missing += 1
    switch storage {
    case .codes:
      if text.isEmpty {
        codes.append(0)
      } else {
        let code = dictionary.add(text).code
        absent.insert(code)
        codes.append(code + 1)
      }
    case .numbers: numbers.append(Self.noNumber + mark(of: text))
    case .nothing: cellsLookedAt += 1
    }
  }

  /// The number of the mark with a text, a new one if there is none.
  private func mark(of text: UnsafeRawBufferPointer) -> Int {
    if let mark = markTexts.firstIndex(where: { text.elementsEqual($0) }) { return mark }
    // Ever more spellings of a token are not told apart for ever.
    guard markTexts.count < Self.mostMarks else { return 0 }
    markTexts.append(Array(text))
    return markTexts.count - 1
  }

  /// How the last cell is kept, for `append(again:)` of cells with the same bytes as long as `storage` stays the
  /// same; nil if they have to be read again.
  var lastWord: Int? {
    switch storage {
    case .codes: codes.count == 0 ? nil : codes[codes.count - 1]
    case .numbers: numbers.last.flatMap { Self.mark(ofWord: $0) == nil ? $0 : nil }
    case .nothing: nil
    }
  }

  /// Adds a cell with the same bytes as an earlier one.
  @inline(__always)
  func append(again word: Int) {
    switch storage {
    case .codes:
      codes.append(word)
      if !hasRepeats { hasRepeats = true }
    case .numbers: numbers.append(word)
    case .nothing: cellsLookedAt += 1
    }
  }

  /// Adds a cell.
  ///
  /// - Returns: false if it is not what a rule asks for.
  func append(_ text: UnsafeRawBufferPointer) -> Bool {
    switch storage {
    case .numbers: return append(number: text)
    case .nothing:
      cellsLookedAt += 1
      look(text)
      return true
    case .codes: break
    }
    let (code, isNew) = dictionary.add(text)
    if isNew {
      look(text)
      if asked?.cells == .bits && !CellLook(text).contains(.binary) { return false }
      if asksForPlainNumbers && !mayBeNumber(text) { return false }
      if dictionary.count > maximumValues
        || dictionary.count > Self.mostCountedNumbers && mayBeNumbers && !areTooLong
          && !areInOtherNotation
      {
        overflow()
        return storage == .numbers ? append(number: text) : true
      }
    } else {
      hasRepeats = true
    }
    codes.append(code + 1)
    return true
  }

  private func append(number text: UnsafeRawBufferPointer) -> Bool {
    if let found {
      if let number = found.notation.number(text) {
        numbers.append(number.word)
        return true
      }
    } else if let number = NumberText(text) {
      numbers.append(number.word)
      looks.look(number)
      return true
    }
    if asksForPlainNumbers && !MissingTokens.isKnown(text) { return false }
    if !markTexts.contains(where: { text.elementsEqual($0) }) { look(text) }
    numbers.append(Self.noNumber + mark(of: text))
    if !mayBeNumbers && !findNotationAgain() {
      cellsLookedAt = numbers.count
      storage = .nothing
      hasRepeats = true
      numbers.giveBack()
    }
    return true
  }

  /// The number of the value of a cell plus 1, 0 if it is missing.
  func code(ofCell cell: Int) -> Int { codes[cell] }

  private func look(_ text: UnsafeRawBufferPointer) {
    looks.look(text)
    if storage == .nothing && !hasRepeats && !hashes.insert(ByteHash.value(of: text)).inserted {
      hasRepeats = true
      hashes = []
    }
  }

  private func overflow() {
    if found == nil && !hasLookedForNotation { lookForNotation() }
    if mayBeNumbers {
      storage = .numbers
      let values = (0..<dictionary.count).map { code in
        number(ofCode: code)?.word
          ?? dictionary[code].withUnsafeBytes { Self.noNumber + mark(of: $0) }
      }
      codes.forEach(0..<codes.count) { numbers.append($1 == 0 ? Self.noNumber : values[$1 - 1]) }
    } else {
      // The cell that came just now has been looked at, and is not among the codes.
      cellsLookedAt = codes.count + 1
      storage = .nothing
      if !hasRepeats {
        for code in 0..<dictionary.count {
          if absent.contains(code) { continue }
          dictionary[code].withUnsafeBytes { _ = hashes.insert(ByteHash.value(of: $0)) }
        }
      }
    }
    dictionary = ValueDictionary()
    absent = []
    codes.removeAll()
  }

  /// Calls `body` with each of some cells that are kept as numbers.
  @inline(__always)
  func forEachNumber(_ cells: Range<Int>, _ body: (_ cell: Int, _ number: KeptNumber) -> Void) {
    numbers.forEach(cells) { cell, word in body(cell, KeptNumber(word)) }
  }

  /// Calls `body` with each of some cells that are kept by the numbers of their values: the number plus 1, or 0 if
  /// the cell is missing.
  @inline(__always)
  func forEachCode(_ cells: Range<Int>, _ body: (_ cell: Int, _ code: Int) -> Void) {
    codes.forEach(cells, body)
  }
}
