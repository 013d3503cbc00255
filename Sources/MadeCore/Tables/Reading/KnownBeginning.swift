// Where the table of a text begins whose columns are known: found in its first lines, without waiting for more.

extension TextBeginning {
  /// Finds the beginning of a text in which certain columns are looked for.
  ///
  /// The spelling of the training table is the first guess, the file decides: what separates fields makes the first
  /// line a header, or a record with a field for each column.
  init(
    reading buffer: InputBuffer, _ options: InputOptions, _ known: KnownColumns, given: UInt8?
  ) throws(InputError) {
    let lines = FirstLines(buffer, options)
    let guess = FieldSeparator(
      delimiter: known.dialect.delimiter, joinsBlanks: known.dialect.joinsBlanks)
    self.init(separator: guess)
    dialect.hasRowNames = false
    // Lines that training had before its table, as they were or as many others above a header that is known.
    if let end = try lines.end(of: known.dialect.linesBefore) {
      take(lines, to: end)
    } else if let line = try lines.line(at: 0), let delimiter = Self.separator(in: line) {
      take(lines, to: min(line.count + 1, buffer.count))
      separator = FieldSeparator(delimiter: delimiter)
    }
    let choice = KnownSeparator(options, known, guess: separator, given: given)
    var start = before
    while let line = try lines.line(at: start), lines.count(before: start) < TextSample.mostLines {
      if line.isBlankLine {
        start += line.count + 1
        continue
      }
      // A comment may have as many words as there are columns.
      let isComment = line.first == UInt8(ascii: "#")
      if let found = try choice.separator(of: lines, at: start, guessAlone: isComment) {
        separator = found
        dialect.hasRowNames = try choice.lacksRowNames(lines, at: start, found)
        if start > before && lines.holdsText(from: before, to: start) { take(lines, to: start) }
        return
      }
      guard isComment else { break }
      start += line.count + 1
    }
    if before == 0, let skipped = try lines.skip(known.dialect.linesBefore),
      let found = try choice.separator(of: lines, at: skipped, namesAlone: true)
    {
      separator = found
      dialect.hasRowNames = try choice.lacksRowNames(lines, at: skipped, found)
      take(lines, to: skipped)
      return
    }
    start = before
    while let line = try lines.line(at: start), line.isBlankLine { start += line.count + 1 }
    let line = try lines.line(at: start) ?? []
    separator =
      given.map { FieldSeparator(delimiter: $0) }
      ?? (line.contains(separator.delimiter) && !separator.joinsBlanks
        ? separator : FieldSeparator(delimiter: SeparatorChoice.first(of: line)))
  }

  private mutating func take(_ lines: FirstLines, to end: Int) {
    before = end
    linesBefore = lines.count(before: end)
  }

  /// What a line `sep=;` says.
  private static func separator(in line: [UInt8]) -> UInt8? {
    (line + [UInt8(ascii: "\n")]).withUnsafeBytes { Self.separatorLine($0)?.delimiter }
  }
}

/// The first lines of a buffer, read as they are asked for.
private struct FirstLines {
  let buffer: InputBuffer
  private let longest: Int

  init(_ buffer: InputBuffer, _ options: InputOptions) {
    self.buffer = buffer
    longest = options.maximumLineBytes
  }

  /// The line at an offset, without its line feed; nil at the end.
  func line(at start: Int) throws(InputError) -> [UInt8]? {
    var seen = start
    while true {
      let bytes = buffer.bytes
      if seen < bytes.count, let end = bytes[seen...].firstIndex(of: UInt8(ascii: "\n")) {
        return Array(bytes[start..<end])
      }
      seen = max(seen, bytes.count)
      if buffer.isAtEnd || seen - start > longest {
        return start < bytes.count ? Array(bytes[start...]) : nil
      }
      try buffer.fill()
    }
  }

  /// Where these lines end, if the text begins with them; nil otherwise.
  func end(of lines: [UInt8]) throws(InputError) -> Int? {
    guard !lines.isEmpty else { return nil }
    while true {
      let common = min(lines.count, buffer.count)
      guard buffer.bytes.prefix(common).elementsEqual(lines.prefix(common)) else { return nil }
      if common == lines.count { return common }
      if buffer.isAtEnd { return nil }
      try buffer.fill()
    }
  }

  /// Where the text goes on after as many lines as these.
  func skip(_ lines: [UInt8]) throws(InputError) -> Int? {
    var start = 0
    for _ in 0..<lines.count(where: { $0 == UInt8(ascii: "\n") }) {
      guard let line = try line(at: start) else { return nil }
      start += line.count + 1
    }
    let next = try line(at: start)
    return start > 0 && next != nil ? start : nil
  }

  func count(before end: Int) -> Int { buffer.bytes.prefix(end).count { $0 == UInt8(ascii: "\n") } }

  /// Whether there is more than empty lines between two offsets.
  func holdsText(from start: Int, to end: Int) -> Bool {
    buffer.bytes.prefix(end).dropFirst(start).contains { !$0.isBlank && $0 != 0x0A && $0 != 0x0D }
  }
}

/// Chooses what separates the fields of a first line among whose fields known columns are looked for.
private struct KnownSeparator {
  private let options: InputOptions
  private let known: KnownColumns
  private let candidates: [FieldSeparator]

  init(_ options: InputOptions, _ known: KnownColumns, guess: FieldSeparator, given: UInt8?) {
    self.options = options
    self.known = known
    if let given {
      candidates = [
        guess.delimiter == given ? guess : FieldSeparator(delimiter: given)
      ]
    } else {
      candidates =
        [guess]
        + (FieldSeparator.usual.map { FieldSeparator(delimiter: $0) } + [.blanks])
        .filter { $0 != guess }
    }
  }

  /// The first separator that finds names, else the first that finds as many fields as there are columns; nil if
  /// none does.
  ///
  /// - Parameters:
  ///   - namesAlone: whether only names will do.
  ///   - guessAlone: whether the number of fields counts only for the first guess.
  func separator(
    of lines: FirstLines, at start: Int, namesAlone: Bool = false, guessAlone: Bool = false
  ) throws(InputError) -> FieldSeparator? {
    for waits in [false, true] {
      let found = try separator(
        of: lines, at: start, namesAlone: namesAlone, guessAlone: guessAlone, waits: waits)
      if let found { return found }
    }
    return nil
  }

  /// - Parameter waits: whether lines are read on for a quote that a separator leaves open which is not the first guess: not
  ///   before the others have been tried.
  private func separator(
    of lines: FirstLines, at start: Int, namesAlone: Bool, guessAlone: Bool, waits: Bool
  ) throws(InputError) -> FieldSeparator? {
    if options.header != .absent && known.names != nil {
      for candidate in candidates {
        let fits = try record(of: lines, at: start, candidate, waits: waits) {
          fields, record, _ in
          known.areNames(fields, in: record)
        }
        if fits { return candidate }
      }
    }
    if namesAlone { return nil }
    for (index, candidate) in candidates.enumerated() where index == 0 || !guessAlone {
      let fits = try record(of: lines, at: start, candidate, waits: waits) {
        fields, record, _ in
        // One field is all of any line that does not hold the delimiter.
        if fields.count == 1 && index > 0 { return false }
        return counts.contains(fields.count)
          || counts.contains(fields.count - 1)
            && fields.last.map { record[$0.start..<$0.end].allSatisfy(\.isBlank) } ?? false
      }
      if fits { return candidate }
    }
    return nil
  }

  /// Whether the record at an offset lacks a name for the names of the rows, as in training: the next record has one
  /// field more.
  func lacksRowNames(
    _ lines: FirstLines, at start: Int, _ separator: FieldSeparator
  ) throws(InputError) -> Bool {
    guard known.dialect.hasRowNames else { return false }
    var (names, next) = (0, start)
    _ = try record(of: lines, at: start, separator, waits: true) { fields, _, end in
      (names, next) = (fields.count, end)
      return true
    }
    if next == start { return false }
    return try record(of: lines, at: next, separator, waits: true) { fields, _, _ in
      fields.count == names + 1
    }
  }

  /// How many fields a record may have.
  private var counts: [Int] {
    let absent = options.allowsAbsentColumns ? options.columnsWithHoles?.count ?? 0 : 0
    return [
      known.count, known.count + known.ignoredFields.count, known.count - absent,
      known.count - known.constants.count,
    ]
  }

  /// Looks at the fields of the record at an offset, and where the next one begins; false if there is none.
  private func record(
    of lines: FirstLines, at start: Int, _ separator: FieldSeparator, waits: Bool,
    _ body: ([FieldSpan], UnsafeRawBufferPointer, _ next: Int) -> Bool
  ) throws(InputError) -> Bool {
    var scanner = FieldScanner(
      delimiter: separator.delimiter, maximumFields: options.maximumColumns,
      joinsBlanks: separator.joinsBlanks)
    while true {
      guard start <= lines.buffer.count else { return false }
      // One line alone, so that how many bytes come at once decides nothing.
      let isOneLine = !waits && separator != candidates[0]
      let length = isOneLine ? (try lines.line(at: start)?.count ?? 0) + 1 : .max
      let bytes = UnsafeRawBufferPointer(
        rebasing: lines.buffer.bytes.dropFirst(start)
          .prefix(min(options.maximumLineBytes + 2, length)))
      let isAtEnd = lines.buffer.isAtEnd && start + bytes.count == lines.buffer.count
      switch scanner.scan(bytes, isAtEnd: isAtEnd) {
      case .record(let length, let ending):
        return body(
          Array(scanner.fields), UnsafeRawBufferPointer(rebasing: bytes.prefix(length)),
          start + length + ending)
      case .fault: return false
      case .incomplete:
        if isOneLine { return false }
        if bytes.count > options.maximumLineBytes { return false }
        try lines.buffer.fill()
      }
    }
  }
}

extension [UInt8] {
  /// Whether it is blanks and perhaps a carriage return.
  fileprivate var isBlankLine: Bool { allSatisfy { $0.isBlank || $0 == UInt8(ascii: "\r") } }
}
