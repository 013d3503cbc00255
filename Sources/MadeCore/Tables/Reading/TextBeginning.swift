// Where the table of a text begins, and how it is laid out: for a text of which nothing is known.

/// What comes before the records of a text.
struct TextBeginning {
  var dialect = TableDialect()
  var separator: FieldSeparator
  /// Bytes and lines before the header, or before the records where there is none.
  var before = 0
  var linesBefore = 0
  /// Whether the first record is a header; nil if nothing can be said.
  var hasHeader: Bool?
  /// Bytes and lines between header and records.
  var below = 0
  var linesBelow = 0
  /// Fields of a row.
  var fields = 0
  var remarks: [ReadingRemark] = []

  init(separator: FieldSeparator) { self.separator = separator }
}

extension TextBeginning {
  /// Finds the beginning in a sample of the text; see `made-columns(7)` for the rules.
  ///
  /// - Parameters:
  ///   - header: whether there is one, if an option says so.
  ///   - given: the separator that an option asks for.
  ///   - isToken: whether a text stands for a missing cell.
  init(
    finding sample: UnsafeRawBufferPointer, isAtEnd: Bool, source: String, header: Bool?,
    given: FieldSeparator?, maximumFields: Int, isToken: (UnsafeRawBufferPointer) -> Bool
  ) throws(InputError) {
    var given = given
    var (start, line) = (0, 1)
    if let (delimiter, length) = Self.separatorLine(sample) {
      given = given ?? FieldSeparator(delimiter: delimiter)
      (start, line) = (length, 2)
    }
    let comments = Comments(sample, from: start)
    start = comments.end
    line += comments.lines
    let choice = SeparatorChoice(
      sample, from: start, given: given, isAtEnd: isAtEnd, maximumFields: maximumFields)
    self.init(separator: choice.separator)
    let records = choice.records.filter { !$0.isBlank(sample) }
    guard !records.isEmpty else { return }
    if let better = choice.better {
      remarks.append(
        .oneColumn(
          source: source, delimiter: better.separator.delimiter, fields: better.fields))
    }
    let layout = RowLengths(records, sample)
    fields = layout.fields
    // A line that begins with # and has the fields of a row is the header of many tools.
    if let last = comments.last, header != false,
      let named = TextSample.records(
        sample, from: last.start, separator, isAtEnd: isAtEnd, maximumFields: maximumFields, most: 1
      ).first, named.fields.count == fields, fields > 1
    {
      let choice = HeaderChoice(named, above: records[...], sample, isToken: isToken)
      let next = HeaderChoice(records[0], above: records[1...], sample, isToken: isToken)
      if choice.isHeader && !next.isHeader || choice.mayBeData {
        take(before: last.start, lines: last.line, sample)
        hasHeader = choice.isHeader
        findSpelling(records[...], header: choice.isHeader ? named : nil, sample)
        return
      }
    }
    let title = layout.title
    let first = records[title]
    let choiceOfHeader = HeaderChoice(
      first, above: records[(title + 1)...], sample, isToken: isToken)
    hasHeader = header ?? (layout.hasRowNames || layout.isHeaderShort || choiceOfHeader.isHeader)
    if title > 0 {
      guard
        layout.isTitleCertain(records[..<title], hasHeader: hasHeader == true, sample)
      else {
        // The error of a record of another length says too little where the lines above are to blame.
        if layout.areRowsEqual {
          throw .linesBeforeTable(
            source: source, lines: title, fields: first.fields.count,
            skip: Self.lines(sample[..<first.start]))
        }
        hasHeader = nil
        return
      }
    }
    dialect.hasRowNames = hasHeader == true && layout.hasRowNames
    dialect.rowsEndWithDelimiter = hasHeader == true && layout.isHeaderShort && !layout.hasRowNames
    dialect.headerEndsWithDelimiter = hasHeader == true && layout.isHeaderLong
    // Empty lines alone are not worth a word.
    if start > 0 || title > 0 {
      take(before: first.start, lines: Self.lines(sample[..<first.start]), sample)
    }
    var rows = records[(title + (hasHeader == true ? 1 : 0))...]
    if hasHeader == true, let units = rows.first,
      Self.isUnits(units, above: rows.dropFirst(), sample, isToken: isToken)
    {
      rows = rows.dropFirst()
      below = units.next - first.next
      linesBelow = Self.lines(sample[first.next..<units.next])
      if below <= TableDialect.mostBytes, sample[units.next - 1] == UInt8(ascii: "\n") {
        dialect.linesBelow = Array(sample[first.next..<units.next])
      }
      remarks.append(.skippedBelow(source: source, lines: linesBelow))
    }
    findSpelling(rows, header: hasHeader == true ? first : nil, sample)
    if linesBefore > 0 { remarks.append(.skippedBefore(source: source, lines: linesBefore)) }
  }

  private mutating func take(before: Int, lines: Int, _ sample: UnsafeRawBufferPointer) {
    self.before = before
    linesBefore = lines
    if before <= TableDialect.mostBytes { dialect.linesBefore = Array(sample[..<before]) }
  }

  private static func lines(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    bytes.count { $0 == UInt8(ascii: "\n") }
  }

  /// `sep=;`, which Excel takes as the delimiter: it, and the length of the line.
  static func separatorLine(
    _ sample: UnsafeRawBufferPointer
  ) -> (delimiter: UInt8, length: Int)? {
    guard let end = sample.firstIndex(of: UInt8(ascii: "\n")), end < 12 else { return nil }
    let line = sample[..<end].filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\r") }
    guard line.count == 5,
      line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }),
      InputOptions.isDelimiter(line[4])
    else { return nil }
    return (line[4], end + 1)
  }

  /// Whether a record below the header holds units, or other names: words above nothing but numbers in two columns
  /// at least, or in all, and nothing that the records below have too.
  private static func isUnits(
    _ record: SampleRecord, above rows: ArraySlice<SampleRecord>, _ sample: UnsafeRawBufferPointer,
    isToken: (UnsafeRawBufferPointer) -> Bool
  ) -> Bool {
    guard rows.count > 2 else { return false }
    let choice = HeaderChoice(record, above: rows, sample, isToken: isToken)
    return choice.forNames > 1 && choice.numbers == 0 && choice.forData == 0
  }

  /// Finds how the fields of some rows are quoted, and how lines end.
  private mutating func findSpelling(
    _ rows: ArraySlice<SampleRecord>, header: SampleRecord?, _ sample: UnsafeRawBufferPointer
  ) {
    dialect.delimiter = separator.delimiter
    dialect.joinsBlanks = separator.joinsBlanks
    if let first = sample.firstIndex(of: UInt8(ascii: "\n")), first > 0,
      sample[first - 1] == UInt8(ascii: "\r")
    {
      dialect.lineEnd = .crlf
    }
    var (quoted, plainNumbers, plainWords, quotedWords) = (0, 0, 0, 0)
    for row in rows {
      let bytes = row.bytes(sample)
      for field in row.fields {
        if field.isQuoted { quoted += 1 }
        field.withValue(in: bytes) { cell in
          switch CellShape(cell) {
          case .empty: break
          case .number where !field.isQuoted: plainNumbers += 1
          case _ where HeaderChoice.isValueWord(cell): break
          case _ where field.isQuoted: quotedWords += 1
          default: plainWords += 1
          }
        }
      }
    }
    if quoted == 0 || plainWords > 0 {
      dialect.quoting = .needed
    } else {
      dialect.quoting = plainNumbers == 0 ? .all : quotedWords > 0 ? .words : .needed
    }
    guard let header else { return }
    if dialect.quoting != .needed {
      dialect.hasBareNames = header.fields.allSatisfy { !$0.isQuoted }
    } else if plainWords == 0 && quoted == 0 && header.fields.allSatisfy(\.isQuoted) {
      // Numbers alone under names in quotes.
      dialect.quoting = .words
    }
  }
}

/// Lines at the beginning of a text that begin with `#`, and empty ones among them; none if no other lines follow.
private struct Comments {
  /// Where the lines after them begin.
  private(set) var end: Int
  private(set) var lines = 0
  /// The last of them, if it is the line before `end`: where it begins, and lines of the text before it.
  private(set) var last: (start: Int, line: Int)?

  init(_ sample: UnsafeRawBufferPointer, from start: Int) {
    end = start
    var (next, count) = (start, 0)
    let earlier = sample[..<start].count { $0 == UInt8(ascii: "\n") }
    var isAny = false
    while next < sample.count {
      let lineEnd = sample[next...].firstIndex(of: UInt8(ascii: "\n")) ?? sample.count
      let text = sample[next..<lineEnd].filter { $0 != UInt8(ascii: "\r") }.withoutBlanks
      if text.first == UInt8(ascii: "#") {
        isAny = true
        last = (next, earlier + count)
      } else if text.isEmpty {
        last = nil
      } else {
        if isAny { (end, lines) = (next, count) } else { last = nil }
        return
      }
      count += 1
      next = min(lineEnd + 1, sample.count)
    }
    last = nil
  }
}
