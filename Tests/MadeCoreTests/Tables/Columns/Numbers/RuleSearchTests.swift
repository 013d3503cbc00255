// Rules between columns of numbers that training records keep.

import Foundation
import MadeCore
import Testing

@Suite("Rules between columns of numbers")
struct RuleSearchTests {
  /// The schema and rows of a table of some lines.
  private func table(_ header: String, _ lines: [String]) throws -> (schema: Schema, rows: Rows) {
    let text = ([header] + lines).joined(separator: "\n") + "\n"
    return try RecordReader(sources: [MemorySource(Array(text.utf8))]).readTable(Typing()).packed()
  }

  private func search(
    _ header: String, _ lines: [String], leading: [Int] = []
  ) throws -> RuleSearch {
    let (schema, rows) = try table(header, lines)
    return RuleSearch(in: rows, schema: schema, leading: leading)
  }

  private func formulas(
    _ header: String, count: Int = 200, leading: [Int] = [],
    _ line: (_ row: Int, _ noise: inout Noise) -> String
  ) throws -> [String] {
    var noise = Noise(7)
    let lines = (0..<count).map { line($0, &noise) }
    let search = try search(header, lines, leading: leading)
    #expect(search.schema.hasLegalRules)
    return search.schema.formulas
  }

  /// A small model of a table, with random weights.
  private func model(of schema: Schema, masks: Int) -> MadeModel {
    let architecture = Architecture(shapes: schema.columns.map(\.shape), hidden: [5])
    let schedule = MaskSchedule(seed: 3)
    return MadeModel(
      schema: schema, architecture: architecture, schedule: schedule,
      masks: schedule.ensemble(count: masks, for: architecture),
      parameters: randomParameters(architecture, schedule, seed: 1), summary: TrainingSummary())
  }

  /// A number with decimals.
  private func decimal(_ units: Int, _ decimals: Int) -> String {
    plainText(units, decimals: decimals)
  }

  @Test("are found where one number is never below another one, and of chains the steps")
  func orders() throws {
    #expect(
      try formulas("start,end") { _, noise in
        let start = noise.below(500)
        return "\(start),\(start + noise.below(60))"
      } == ["end >= start"])
    #expect(
      try formulas("c,b,a") { _, noise in
        let a = noise.below(500)
        let b = a + noise.below(90)
        return "\(b + noise.below(70)),\(b),\(a)"
      } == ["b <= c", "a <= b"])
    #expect(
      try formulas("Open,High,Low,Close") { _, noise in
        let (open, close) = (5000 + noise.below(900), 5000 + noise.below(900))
        let (high, low) = (
          max(open, close) + noise.below(99), min(open, close) - noise.below(99)
        )
        return [open, high, low, close].map { decimal($0, 2) }.joined(separator: ",")
      } == ["High >= max(Open, Close)", "Low <= min(Open, Close)"])
    // Of dates, with origins of their own, and from one to the other grid.
    #expect(
      try formulas("from,to,price,floor") { row, noise in
        let (day, more) = (1 + noise.below(9), noise.below(19))
        let price = 300 + noise.below(4000)
        return
          "2024-0\(1 + row % 9)-0\(day),2024-0\(1 + row % 9)-\(10 + more % 19),\(decimal(price, 2)),\(price / 100 - row % 2)"
      } == ["to >= from", "floor <= price"])
  }

  @Test("are found where a number says how far two dates or times are apart")
  func dates() throws {
    func day(_ number: Int) -> String {
      let (month, day) = (1 + number / 28, 1 + number % 28)
      return "2024-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
    #expect(
      try formulas("days,opened,closed,price") { _, noise in
        let (month, start, days) = (noise.below(9), noise.below(8), noise.below(20))
        return
          "\(days),\(day(28 * month + start)),\(day(28 * month + start + days)),\(noise.below(99))"
      } == ["closed = opened + days"])
    #expect(
      try formulas("begin,minutes,end") { _, noise in
        let (hour, start, minutes) = (10 + noise.below(9), 10 + noise.below(9), noise.below(40))
        return "\(hour):\(start),\(minutes),\(hour):\(start + minutes)"
        // No time of a day is past its end.
      } == ["minutes = end - begin", "end >= begin"])
    // Two dates may be one, however each is spelled.
    #expect(
      try formulas("created,n,updated") { _, noise in
        let day = day(noise.below(9 * 28))
        return "\(day),\(noise.below(99)),\(day)"
      } == ["updated = created"])
    #expect(
      try formulas("iso,n,german") { _, noise in
        let day = day(noise.below(9 * 28))
        let parts = day.split(separator: "-").reversed()
        return "\(day),\(noise.below(99)),\(parts.joined(separator: "."))"
      } == ["german = iso"])
    // Where the number is missing the dates still have their order.
    #expect(
      try formulas("opened,closed,days", count: 400) { row, noise in
        let (month, start, days) = (noise.below(9), noise.below(8), noise.below(20))
        let text = row % 5 == 0 ? "" : "\(days)"
        return "\(day(28 * month + start)),\(day(28 * month + start + days)),\(text)"
      } == ["closed >= opened", "days = closed - opened"])
    // What comes first follows from nothing.
    #expect(
      try formulas("opened,closed,days", leading: [1]) { _, noise in
        let (month, start, days) = (noise.below(9), noise.below(8), noise.below(20))
        return "\(day(28 * month + start)),\(day(28 * month + start + days)),\(days)"
      } == ["opened = closed - days"])
    let apart = try formulas("opened,closed,days", leading: [0, 1]) { _, noise in
      let (month, start, days) = (noise.below(9), noise.below(8), noise.below(20))
      return "\(day(28 * month + start)),\(day(28 * month + start + days)),\(days)"
    }
    #expect(apart == ["days = closed - opened"])
  }

  @Test("between dates are learnt with, and kept in rows that are drawn")
  func drawnDates() throws {
    var noise = Noise(9)
    let lines = (0..<300).map { _ -> String in
      let (month, start, days) = (1 + noise.below(9), 1 + noise.below(9), noise.below(15))
      return
        "2024-0\(month)-0\(start),\(days),2024-0\(month)-\(start + days < 10 ? "0" : "")\(start + days)"
    }
    let found = try search("opened,days,closed", lines).schema
    let model = model(of: found, masks: 2)
    let drawn = model.samples(500, seed: 1)
    /// Days since the year began.
    func dayOfYear(_ text: String) throws -> Int {
      let parts = text.split(separator: "-").compactMap { Int($0) }
      #expect(parts.count == 3 && parts[0] == 2024)
      let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      return lengths.prefix(parts[1] - 1).reduce(0, +) + parts[2]
    }
    for row in 0..<500 {
      let (opened, days, closed) = (drawn.text(row, 0), drawn.text(row, 1), drawn.text(row, 2))
      let apart = try dayOfYear(closed) - dayOfYear(opened)
      #expect(Int(days) == apart, "\(opened), \(days), \(closed)")
    }
    let read = try MadeModel(fileBytes: model.fileBytes(tool: "test"))
    #expect(read.schema == found)
  }

  @Test("are bounds where a column's own numbers are simpler, and drawn rows keep these, too")
  func bounds() throws {
    var noise = Noise(5)
    let lines = (0..<600).map { row -> String in
      // Mostly round, so a rule cannot count on a coarser grid.
      let fare = row % 20 == 0 ? 301 + noise.below(1500) : 50 * (6 + noise.below(30))
      return [fare, noise.below(fare), noise.below(fare)].map { decimal($0, 2) }
        .joined(separator: ",")
    }
    let (schema, rows) = try table("fare,tip,toll", lines)
    let found = RuleSearch(in: rows, schema: schema).schema
    #expect(found.formulas == ["fare >= max(tip, toll)"])
    let numbers = try #require(found.columns[0].kind as? Numbers)
    let before = try #require(schema.columns[0].kind as? Numbers)
    #expect(numbers.mixture.rule?.relation?.isBound == true)
    #expect(numbers.values == before.values)
    #expect(numbers.headerLines.contains("bound largest 2 1 0 0 3 1 0 0"))

    let model = model(of: found, masks: 2)
    let drawn = model.rows(0..<3000, seed: 1)
    for row in 0..<drawn.count {
      let (fare, tip, toll) = (drawn.code(row, 0), drawn.code(row, 1), drawn.code(row, 2))
      #expect(fare >= max(tip, toll), "\(fare), \(tip), \(toll)")
    }
    let question = try PValueQuestion(model)
    #expect(uniformDistance(question.pValues(of: drawn)) < 1.95)
    let read = try MadeModel(fileBytes: model.fileBytes(tool: "test"))
    #expect(read.schema == found)
  }

  @Test("of several are of those that are there, and of chains with gaps the long steps, too")
  func gaps() throws {
    #expect(
      try formulas("b,c,least", count: 400) { row, noise in
        let (b, c) = (100 + noise.below(900), 100 + noise.below(900))
        let hasC = row % 5 != 0
        let least = (hasC ? min(b, c) : b) - noise.below(90)
        return "\(b),\(hasC ? "\(c)" : ""),\(least)"
      } == ["least <= min(b, c)"])
    let found = try formulas("a,b,c", count: 400) { row, noise in
      let a = noise.below(900)
      let b = a + noise.below(200)
      return "\(a),\(row % 4 == 0 ? "" : "\(b)"),\(b + noise.below(200))"
    }
    #expect(found.contains("c >= max(a, b)"), "\(found)")
  }

  @Test("are found where few numbers are exact multiples of others")
  func fewMultiples() throws {
    #expect(
      try formulas("a,three", count: 400) { _, noise in
        let a = 1 + noise.below(40)
        return "\(a),\(3 * a)"
      } == ["three = 3.0 a"])
    // What is rounded to few numbers says nothing.
    #expect(
      try formulas("a,half", count: 400) { _, noise in
        let a = 1 + noise.below(60)
        return "\(a),\((a + 1) / 2)"
      }.allSatisfy { !$0.contains("=") || $0.contains("<=") || $0.contains(">=") })
  }

  @Test("that are sums say how widely their numbers lie where a term is missing that never was")
  func stretch() throws {
    var noise = Noise(8)
    let lines = (0..<400).map { _ -> String in
      let (net, tax) = (1000 + noise.below(9000), noise.below(900))
      return [net, tax, net + tax].map { decimal($0, 2) }.joined(separator: ",")
    }
    let (schema, rows) = try table("net,tax,total", lines)
    let found = RuleSearch(in: rows, schema: schema).schema
    let numbers = try #require(found.columns[2].kind as? Numbers)
    let relation = try #require(numbers.mixture.rule?.relation)
    #expect(relation.stretch > 100)
    let model = model(of: found, masks: 1)
    #expect(try MadeModel(fileBytes: model.fileBytes(tool: "test")).schema == found)
    // Of all totals beside a lost net the probabilities sum to 1.
    let lost = NumberLimits.cell(ofMark: 0)
    var all = Rows(layout: found.layout)
    for total in -2_000_000...2_000_000 { all.append(codes: [lost, 300, total]) }
    all.append(codes: [lost, 300, lost])
    var one = Rows(layout: found.layout)
    one.append(codes: [lost, 300, 0])
    let evidence = Evidence(
      rows: one, holes: Rows(columns: 3, rows: [[false, false, true]]), schema: found)
    let whole = try model.conditionalSampler(particles: 8, fillsMissing: false)
      .logLikelihoods(evidence, numbers: [1]).values[0]
    let sum = logSumExp(model.logLikelihoods(of: all, threads: 2))
    #expect(abs(sum - whole) < 0.01, "\(sum), \(whole)")
    // And an ordinary total is not far out.
    let scores = model.logLikelihoods(
      of: Rows(layout: found.layout, records: [[lost, 300, 5300], [5000, 300, 5300]]), threads: 1)
    #expect(scores[0] - scores[1] > -60)
  }

  @Test("are found where a column is a sum of others, with signs")
  func sums() throws {
    #expect(
      try formulas("net,tax,total") { _, noise in
        let (net, tax) = (noise.below(9000), noise.below(900))
        return [net, tax, net + tax].map { decimal($0, 2) }.joined(separator: ",")
      } == ["total = net + tax"])
    #expect(
      try formulas("a,b,c,d,e") { _, noise in
        let numbers = (0..<4).map { _ in noise.below(900) - 400 }
        let sum = numbers[0] - numbers[1] + numbers[2] + numbers[3]
        return (numbers + [sum]).map(String.init).joined(separator: ",")
      } == ["e = a + c + d - b"])
    // Two columns that are the same, and no more rules of what follows.
    #expect(
      try formulas("a,b,c") { _, noise in
        let (a, b) = (noise.below(900), noise.below(900))
        return "\(a),\(b),\(a)"
      } == ["c = a"])
    // A term may be a sum, or a multiple, itself; names that repeat are told apart.
    #expect(
      try formulas("net,tax,tip,total,tip,gross") { _, noise in
        let (net, tax, tip) = (noise.below(9000), noise.below(900), noise.below(90))
        let total = net + tax
        return "\(net),\(tax),\(tip),\(total),\(3 * tip),\(total + 3 * tip)"
      } == ["total = net + tax", "tip#2 = 3.0 tip", "gross = total + tip#2"])
    // A column of whole numbers has no cents.
    #expect(
      try formulas("whole,cents,sum") { _, noise in
        let (whole, cents) = (noise.below(99), noise.below(9900))
        return "\(whole),\(decimal(cents, 2)),\(decimal(100 * whole - cents, 2))"
      } == ["sum = whole - cents"])
  }

  @Test("are found where a column is a multiple of another one, rounded")
  func multiples() throws {
    #expect(
      try formulas("inch,cm") { _, noise in
        let inch = 400 + noise.below(400)
        return "\(decimal(inch, 1)),\(decimal((inch * 254 + 50) / 100, 1))"
      } == ["cm = 2.54 inch"])
    #expect(
      try formulas("gross,net") { _, noise in
        let net = 100 * noise.below(5000)
        return "\(decimal(net * 119 / 100, 2)),\(decimal(net, 2))"
      } == ["gross = 1.19 net"])
  }

  @Test("are not found where they could hardly fail")
  func chance() throws {
    // Apart anyway; too few records; a sum of little but zeros; a column that leads.
    #expect(
      try formulas("low,high") { _, noise in "\(noise.below(50)),\(100 + noise.below(50))" } == [])
    #expect(
      try formulas("start,end", count: 19) { _, noise in
        let start = noise.below(500)
        return "\(start),\(start + noise.below(60))"
      } == [])
    #expect(
      try formulas("a,b,c") { row, noise in
        let (a, b) = (noise.below(900), row < 15 ? 100 * (row + 1) : 0)
        return "\(a),\(b),\(a + b)"
      } == ["c >= a"])
    #expect(
      try formulas("start,end", leading: [1]) { _, noise in
        let start = noise.below(500)
        return "\(start),\(start + noise.below(60))"
      } == ["start <= end"])
    #expect(try formulas("a,b") { _, noise in "\(noise.below(900)),\(noise.below(900))" } == [])
  }

  @Test("are found where columns are missing together")
  func ties() throws {
    #expect(
      try formulas("a,b,c") { row, noise in
        let (a, b, c) = (noise.below(900), noise.below(900), noise.below(900))
        return row % 5 == 0 ? ",,\(c)" : row % 7 == 0 ? "\(a),\(b)," : "\(a),\(b),\(c)"
      } == ["b is missing where a is"])
  }

  @Test("count numbers from a fallback where others are missing, and every cell comes back")
  func missing() throws {
    var noise = Noise(5)
    let lines = (0..<300).map { row in
      let start = noise.below(500)
      return
        "\(row % 4 == 0 ? "" : String(start)),\(row % 9 == 0 ? "" : String(start + noise.below(60)))"
    }
    let (schema, rows) = try table("start,end", lines)
    let ruled = RuleSearch(in: rows, schema: schema).schema
    #expect(ruled.formulas == ["end >= start"])
    let numbers = try #require(ruled.columns[1].kind as? Numbers)
    let relation = try #require(numbers.mixture.rule?.relation)
    #expect(relation.range.lowerBound >= 0 && relation.range.upperBound < 60)
    for record in 0..<rows.count {
      let cell = rows.code(record, 1)
      let frame = numbers.mixture.frame { rows.code(record, $0) }
      let relative = frame.relative(cell)
      #expect(frame.absolute(relative) == cell)
      if NumberLimits.mark(of: cell) == nil { #expect(numbers.values.range.contains(relative)) }
    }
  }

  @Test("are learnt with, and kept in rows that are drawn")
  func fits() throws {
    var noise = Noise(9)
    let lines = (0..<400).map { _ in
      let (a, b, start) = (noise.below(90), noise.below(90), noise.below(500))
      return "\(a),\(start + noise.below(60)),\(a + b),\(start),\(b)"
    }
    let text = (["a,end,sum,start,b"] + lines).joined(separator: "\n") + "\n"
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    let table = try Table(contentsOf: file.path)
    var options = FitOptions(for: table)
    options.training.epochs = 3
    let model = try MadeModel.fit(to: table, options: options)
    #expect(model.schema.formulas == ["sum >= a", "start <= end", "b = sum - a"])
    for record in model.rows(0..<400, seed: 3).records {
      #expect(record[3] <= record[1] && record[4] == record[2] - record[0], "\(record)")
    }
    options.findsRules = false
    #expect(try MadeModel.fit(to: table, options: options).schema.formulas.isEmpty)
  }
}
