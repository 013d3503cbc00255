// Rules between columns of numbers that nearly all training records keep.

import MadeCore
import Testing

@Suite("Rules that few records break")
struct NearRuleTests {
  @Test("are told with their number: orders, sums, copies, multiples, dates and spans")
  func nearly() throws {
    /// What few records break, of 2,000 of which one or three are others.
    func told(
      _ header: String, breaking: Int = 1, _ line: (_ isOdd: Bool, inout Noise) -> String
    ) throws -> [String] {
      var noise = Noise(3)
      let lines = (0..<2000).map { line($0 % 500 == 0 && $0 / 500 < breaking, &noise) }
      let text = ([header] + lines).joined(separator: "\n") + "\n"
      let (schema, rows) = try RecordReader(sources: [MemorySource(Array(text.utf8))])
        .readTable(Typing()).packed()
      let search = RuleSearch(in: rows, schema: schema)
      // That a sum is more than each term is a rule all the same.
      #expect(!search.schema.formulas.contains { $0.contains(" = ") }, "\(header)")
      return search.nearly.map { "\(search.schema.formula($0)): \($0.breaks)" }
    }
    let orders = try told("start,end") { isOdd, noise in
      let start = noise.below(500)
      return "\(start),\(isOdd ? start - 1 : start + noise.below(60))"
    }
    #expect(orders == ["end >= start: 1"])
    let sums = try told("net,tax,total", breaking: 3) { isOdd, noise in
      let (net, tax) = (noise.below(5000) + 1, noise.below(900) + 1)
      return "\(net),\(tax),\(net + tax + (isOdd ? 1 : 0))"
    }
    #expect(sums == ["total = net + tax: 3"])
    let copies = try told("a,b", breaking: 2) { isOdd, noise in
      let number = noise.below(5000)
      return "\(number),\(isOdd ? 5000 - number : number)"
    }
    #expect(copies == ["b = a: 2"])
    let multiples = try told("inch,cm") { isOdd, noise in
      let inch = noise.below(500) + 1
      return "\(inch),\(isOdd ? 7 : inch * 254)"
    }
    #expect(multiples == ["cm = 254.0 inch: 1"])
    let spans = try told("from,to,days", breaking: 3) { isOdd, noise in
      let (from, days) = (noise.below(15) + 10, noise.below(15))
      let to = from + days < 31 ? "01-\(from + days)" : "02-0\(from + days - 31)"
      return "2023-01-\(from),2023-\(to),\(isOdd ? 17 : days)"
    }
    #expect(spans == ["to = from + days: 3"])
    let often = try told("net,tax,total", breaking: 3) { isOdd, noise in
      let (net, tax) = (noise.below(5000) + 1, noise.below(900) + 1)
      return "\(net),\(tax),\(net + tax + (noise.below(50) == 0 ? 1 : 0))"
    }
    #expect(often.isEmpty)
  }
}
