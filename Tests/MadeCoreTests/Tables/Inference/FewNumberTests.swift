// Columns of few different numbers that are part of an equation.

import MadeCore
import Testing

@Suite("Columns of few different numbers")
struct FewNumberTests {
  /// The forms of the columns, and the rules between them.
  private func forms(
    _ header: String, count: Int = 400, _ change: (inout Typing) -> Void = { _ in },
    _ line: (_ row: Int, _ noise: inout Noise) -> String
  ) throws -> (forms: [String], formulas: [String]) {
    var noise = Noise(3)
    let lines = (0..<count).map { line($0, &noise) }
    let text = ([header] + lines).joined(separator: "\n") + "\n"
    var typing = Typing()
    change(&typing)
    let table = try RecordReader(sources: [MemorySource(Array(text.utf8))]).readTable(typing)
    let (schema, rows) = try table.packed()
    let search = RuleSearch(in: rows, schema: schema)
    #expect(search.schema.hasLegalRules)
    return (table.columns.map(\.form.word), search.schema.formulas)
  }

  private func guests(_ row: Int, _ noise: inout Noise) -> String {
    let (adults, children) = (1 + noise.below(4), noise.below(3))
    return "\(adults),\(children),\(adults + children),\(noise.below(5))"
  }

  @Test("are numbers where one is the sum of others, and words where none is")
  func sums() throws {
    let found = try forms("adults,children,guests,stars") { guests($0, &$1) }
    #expect(found.forms == ["integer", "integer", "integer", "categorical"])
    #expect(found.formulas == ["guests = adults + children"])

    // Known values of a table are one in three, and a term may be missing.
    let gaps = try forms("a,b,d") { row, noise in
      let (a, b) = (noise.below(6), noise.below(5))
      return row % 3 == 0 ? "\(a),,NA" : "\(a),\(b),\(a - b)"
    }
    #expect(gaps.forms == ["integer", "integer", "integer"])
    #expect(gaps.formulas.contains("d = a - b"))
  }

  @Test("are numbers even if there are two")
  func two() throws {
    let found = try forms("adults,children,guests,floor") { _, noise in
      let (adults, children) = (1 + noise.below(2), noise.below(3))
      return "\(adults),\(children),\(adults + children),\(1 + noise.below(2))"
    }
    #expect(found.forms == ["integer", "integer", "integer", "categorical"])
    #expect(found.formulas == ["guests = adults + children"])
  }

  @Test("follow from the others where they may be missing")
  func missingTerms() throws {
    let found = try forms("adults,children,guests") { row, noise in
      let (adults, children) = (1 + noise.below(4), noise.below(3))
      return "\(adults),\(row % 2 == 0 ? "" : "\(children)"),\(adults + children)"
    }
    #expect(found.formulas == ["children = guests - adults", "guests >= adults"])
  }

  @Test("are numbers where they are part of the sum of many")
  func terms() throws {
    let found = try forms("price,pieces,total") { _, noise in
      let (price, pieces) = (100 + noise.below(900), 1 + noise.below(6))
      return "\(price),\(pieces),\(price + pieces)"
    }
    #expect(found.forms == ["integer", "integer", "integer"])
    #expect(found.formulas == ["total = price + pieces"])
  }

  @Test("are numbers where they say how far two dates are apart")
  func nights() throws {
    let found = try forms("from,to,nights") { _, noise in
      let (month, day, nights) = (1 + noise.below(9), 1 + noise.below(20), 1 + noise.below(7))
      return "2024-0\(month)-\(twoDigits(day)),2024-0\(month)-\(twoDigits(day + nights)),\(nights)"
    }
    #expect(found.forms == ["date", "date", "integer"])
    #expect(found.formulas == ["to = from + nights"])
    // As programs write whole numbers of which some are missing.
    let floats = try forms("from,to,nights") { row, noise in
      let (month, day, nights) = (1 + noise.below(9), 1 + noise.below(12), 1 + noise.below(15))
      let text = row % 7 == 0 ? "" : "\(nights).0"
      return "2024-0\(month)-\(twoDigits(day)),2024-0\(month)-\(twoDigits(day + nights)),\(text)"
    }
    #expect(floats.formulas == ["to >= from", "nights = to - from"])
  }

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test("are words where rules are not looked for, and where an option says so")
  func options() throws {
    let without = try forms("a,b,c,d", { $0.findsRules = false }) { guests($0, &$1) }
    #expect(without.forms == Array(repeating: "categorical", count: 4))
    let asked = try forms(
      "a,b,c,d", { $0.rules = [Typing.Rule(column: "c", form: .categorical)] }
    ) { guests($0, &$1) }
    #expect(asked.forms == Array(repeating: "categorical", count: 4))
  }

  @Test("are words where an equation could hardly fail")
  func chance() throws {
    // Nearly always the same, so that two columns are equal in all records.
    let constant = try forms("a,b") { row, _ in row % 50 == 7 ? "\(row % 4),\(row % 4)" : "5,5" }
    #expect(constant.forms == ["categorical", "categorical"])
    // Of columns that are nearly alike there are sums by chance.
    let raters = try forms("a,b,c,d", count: 100) { row, noise in
      let rating = 1 + row % 5
      return (0..<4).map { _ in "\(noise.below(20) == 0 ? rating % 5 + 1 : rating)" }
        .joined(separator: ",")
    }
    #expect(raters.forms == Array(repeating: "categorical", count: 4))
    // A copy is determined by the other column as a word.
    let copy = try forms("class,label") { _, noise in
      let number = noise.below(6)
      return "\(number),\(number)"
    }
    #expect(copy.forms == ["categorical", "categorical"])
    // Codes are no numbers.
    let codes = try forms("a,b,c") { _, noise in
      let (a, b) = (noise.below(4), noise.below(4))
      return "0\(a),0\(b),0\(a + b)"
    }
    #expect(codes.forms == ["categorical", "categorical", "categorical"])
    // 0 and 1 are marks of what there is, more than they are numbers.
    let bits = try forms("a,b,c") { _, noise in
      let (a, b) = (noise.below(2), noise.below(2))
      return "\(a),\(b),\(a + b)"
    }
    #expect(bits.forms == ["categorical", "categorical", "categorical"])
  }
}
