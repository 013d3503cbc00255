import MadeCore
import Testing

@Suite("The name that was meant")
struct NearestNameTests {
  @Test(
    "is close to the one that was written",
    arguments: [
      ("incme", "income"), ("Income", "income"), ("education-nun", "education-num"), ("x", nil),
      ("X", "x"), ("", nil), ("colour", nil), ("age", "age"), ("agd", "age"), ("incomes", "income"),
      ("educatoin", "education"),
    ] as [(String, String?)])
  func nearest(written: String, meant: String?) {
    let names = ["income", "education", "education-num", "age", "x"].filter {
      $0 != written || $0 == "age"
    }
    #expect(nearestName(to: written, among: names) == meant)
  }

  @Test("is not looked for in a text of any length")
  func bounds() {
    #expect(nearestName(to: String(repeating: "a", count: 5000), among: ["a"]) == nil)
  }
}
