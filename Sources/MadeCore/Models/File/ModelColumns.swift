// The columns in the header of a model file: lines `column`, `columns`, those of their kinds, and those that say
// how records are read.

extension ModelHeader {
  /// The lines about fields without a column, about missing cells, and about dependencies.
  var readingLines: [String] {
    var lines: [String] = []
    if !schema.ignoredFields.isEmpty {
      let fields = schema.ignoredFields.map { "\($0 + 1)" }
      lines.append("ignored-fields \(fields.joined(separator: " "))")
    }
    lines += schema.leftOut.flatMap(\.headerLines)
    if !schema.missingTokens.isEmpty {
      let tokens = schema.missingTokens.map { HeaderText.escaped($0) }
      lines.append("missing \(tokens.joined(separator: " "))")
    }
    lines += schema.dialect.headerLines
    for dependency in schema.dependencies {
      let codes = dependency.codes.map { $0.map(String.init) ?? "-" }
      lines.append(
        "determines \(dependency.column + 1) \(dependency.determined + 1) "
          + codes.joined(separator: " "))
    }
    return lines
  }

  /// Takes `COLUMN COLUMN CODE...`, the value of a line `determines`; false when it is not legal.
  ///
  /// `checkDependencies` checks the columns and codes once all lines are read.
  mutating func takeDependency(_ value: Substring) -> Bool {
    let words = value.split(separator: " ", omittingEmptySubsequences: false)
    func number(_ word: Substring) -> Int? { HeaderText.integer(word, 0...Int.max) }
    guard words.count > 2, let column = number(words[0]), let determined = number(words[1]),
      column > 0, determined > 0, column != determined
    else { return false }
    let codes = words.dropFirst(2).map { $0 == "-" ? nil : number($0) }
    if zip(codes, words.dropFirst(2)).contains(where: { $0 == nil && $1 != "-" }) { return false }
    schema.dependencies.append(
      Dependency(column: column - 1, determined: determined - 1, codes: codes))
    return true
  }

  /// Checks that the lines `determines` fit the columns, and that their tables fit into memory.
  func checkDependencies() throws(ModelFileError) {
    var pairs = 0
    for dependency in schema.dependencies {
      let ends = [dependency.column, dependency.determined]
      let codes = ends.compactMap { end -> Int? in
        guard schema.columns.indices.contains(end),
          case .code(let states) = schema.columns[end].kind.storage
        else { return nil }
        return states
      }
      guard codes.count == 2, codes.allSatisfy({ $0 > 1 }), dependency.codes.count == codes[0],
        dependency.codes.allSatisfy({ $0.map { $0 < codes[1] } ?? true })
      else { throw .size("a dependency between columns or values that do not exist") }
      let (product, overflow) = codes[0].multipliedReportingOverflow(by: codes[1])
      guard !overflow, product <= Dependency.mostValuePairs - pairs else {
        throw .size(
          "dependencies of columns with more than \(Dependency.mostValuePairs) pairs of values")
      }
      pairs += product
    }
  }

  /// Takes `FIELD FIRST STEP DIGITS DECIMALS PREFIX [SUFFIX]`, the value of a line `counts` after the line `left-out` of the
  /// field; false when it is not legal.
  mutating func takeCount(_ value: Substring) -> Bool {
    guard let words = wordsOfLeftOut(value), let count = RecordCount(headerWords: words) else {
      return false
    }
    schema.leftOut[schema.leftOut.count - 1].content = .count(count)
    return true
  }

  /// Takes `FIELD COUNT TEMPLATE...`, the value of a line `codes` after the line `left-out` of the field; false when it is
  /// not legal.
  mutating func takeCode(_ value: Substring) -> Bool {
    guard let words = wordsOfLeftOut(value), let code = RecordCode(headerWords: words) else {
      return false
    }
    schema.leftOut[schema.leftOut.count - 1].content = .code(code)
    return true
  }

  /// The words after the number of the last field that was left out, if a line may say what is written into it.
  private func wordsOfLeftOut(
    _ value: Substring
  ) -> ArraySlice<Substring.UTF8View.SubSequence>? {
    let words = value.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
    guard let last = schema.leftOut.last, last.content == .text([]),
      words.first.map({ $0.elementsEqual("\(last.field + 1)".utf8) }) == true
    else { return nil }
    return words.dropFirst()
  }

  /// Takes `TOKEN...`, the value of a line `missing`; false when it is not legal.
  mutating func takeMissing(_ value: some Collection<UInt8>) -> Bool {
    let words = value.split(separator: 0x20, omittingEmptySubsequences: false)
    schema.missingTokens = words.compactMap { HeaderText.unescaped($0) }
    return schema.missingTokens.count == words.count && !schema.missingTokens.contains([])
  }

  /// The lines that describe the columns.
  var columnLines: [String] {
    let names = schema.names
    var lines: [String] = []
    // Nameless columns of a kind without lines of its own are counted.
    var run = (word: "", count: 0)
    func endRun() {
      if run.count > 0 { lines.append("columns \(run.count) \(run.word)") }
      run = ("", 0)
    }
    for (index, column) in schema.columns.enumerated() {
      let word = column.kindName
      let own = column.kind.headerLines
      if let names {
        lines.append("column \(word) \(HeaderText.escaped(Array(names[index].utf8)))")
      } else if own.isEmpty && word == run.word {
        run.count += 1
      } else {
        endRun()
        run = (word, 1)
        if !own.isEmpty { endRun() }
      }
      lines += own
    }
    endRun()
    return lines
  }
}
