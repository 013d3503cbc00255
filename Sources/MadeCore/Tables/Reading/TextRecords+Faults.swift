// What is said about a text: remarks and errors; and the first look at it.

extension TextRecords {
  /// Looks at the first lines of a text of which nothing is known.
  static func findBeginning(
    _ buffer: InputBuffer, _ options: InputOptions, given: UInt8?
  ) throws(InputError) -> TextBeginning {
    let (sample, isAtEnd) = TextSample.read(buffer, longestLine: options.maximumLineBytes)
    let tokens = MissingTokens(options.missingTokens)
    let header: Bool? =
      switch options.header {
      case .automatic: nil
      case .present: true
      case .absent: false
      }
    return try TextBeginning(
      finding: sample, isAtEnd: isAtEnd, source: buffer.source.name, header: header,
      given: given.map { FieldSeparator(delimiter: $0) }, maximumFields: options.maximumColumns,
      isToken: { tokens.contains($0) })
  }

  /// What was found beside the records, as far as they have been read.
  var allRemarks: [ReadingRemark] {
    let source = buffer.source.name
    return remarks
      + (header?.areLatin == true && isCollecting ? [.latinNames(source: source)] : [])
      + (repeatedHeaders > 0 ? [.repeatedHeader(source: source, lines: repeatedHeaders)] : [])
      + (pendingEmptyRows > 0 ? [.emptyRows(source: source, rows: pendingEmptyRows)] : [])
  }

  func tooLong() -> InputError {
    .recordTooLong(
      source: buffer.source.name, line: line, limit: options.maximumLineBytes,
      openQuote: scanner.isInQuotes ? line + scanner.quoteOpenedAfterLines : nil)
  }

  func error(_ fault: TextFault) -> InputError {
    let source = buffer.source.name
    let here = line + scanner.innerLines
    switch fault {
    case .unterminatedQuote:
      return .unterminatedQuote(source: source, line: line + scanner.quoteOpenedAfterLines)
    case .textAfterQuote:
      return .textAfterQuote(source: source, line: here, field: scanner.fields.count + 1)
    case .loneCarriageReturn: return .loneCarriageReturn(source: source, line: here)
    case .tooManyFields:
      return .tooManyColumns(source: source, limit: options.maximumColumns)
    }
  }
}

extension TextRecords {
  /// Bytes of address space that a column takes while its kind is inferred, without its values: measured with a
  /// million columns of 0 and 1.
  private static let bytesPerColumn = 700

  /// Refuses more columns than there is memory for.
  static func checkMemory(_ columns: Int, _ source: String) throws(InputError) {
    let bytes = columns * bytesPerColumn
    guard Memory.has(bytes: bytes) else {
      throw .noMemory(source: source, .columns(columns, bytes: bytes))
    }
  }
}
