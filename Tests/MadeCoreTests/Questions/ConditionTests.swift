// Conditions as people write them.

import MadeCore
import Testing

@Suite("Conditions")
struct ConditionTests {
  private static let schema = Schema(
    columns: [
      Column(
        name: "age",
        kind: Bins(
          decimals: 0, ranges: [17...20, 21...21, 25...34, 35...90], hasOther: true,
          hasMissing: true)),
      Column(
        name: "sex",
        kind: Categories(
          values: ["Male", "Female", "a|b"].map { Array($0.utf8) },
          hasOther: true, hasMissing: true)),
      Column(name: "member"),
      Column(name: "height", kind: Bins(decimals: 2, ranges: [100...149, 150...199])),
      Column(name: "age=x", kind: Binary()),
      Column(
        name: "size",
        kind: Categories(values: ["10", "9.5", "2"].map { Array($0.utf8) }, hasOther: true)),
      Column(
        name: "code",
        kind: Categories(
          values: ["7", "01", "02", "2|3", "11", "12"].map { Array($0.utf8) },
          groupSizes: [3, 2], hasOther: true, hasMissing: true)),
      Column(
        name: "stars",
        kind: Categories(
          values: ["-2.5", "10", "3.0", "NA"].map { Array($0.utf8) }, hasMissing: true)),
      Column(
        name: "zip", kind: Categories(values: ["007", "10", "7"].map { Array($0.utf8) })),
    ])

  @Test(
    "give the share of each code that fulfils them",
    arguments: [
      ("age>=30", 0, [0, 0, 0.5, 1, 0, 0]), ("age>34", 0, [0, 0, 0, 1, 0, 0]),
      ("age<=20", 0, [1, 0, 0, 0, 0, 0]), ("age < 19", 0, [0.5, 0, 0, 0, 0, 0]),
      ("age=21", 0, [0, 1, 0, 0, 0, 0]), ("age=17|18|25..26", 0, [0.5, 0, 0.2, 0, 0, 0]),
      ("age!=21", 0, [1, 0, 1, 1, 0, 0]), ("age=", 0, [0, 0, 0, 0, 0, 1]),
      ("age!=", 0, [1, 1, 1, 1, 0, 0]), ("age=21|", 0, [0, 1, 0, 0, 0, 1]),
      ("age>=29.5", 0, [0, 0, 0.5, 1, 0, 0]), ("age<25.5", 0, [1, 1, 0.1, 0, 0, 0]),
      ("age=1e1..2.1e1", 0, [1, 1, 0, 0, 0, 0]), ("age=10 .. 21", 0, [1, 1, 0, 0, 0, 0]),
      ("age = 10.0\t..\t+21 ", 0, [1, 1, 0, 0, 0, 0]), ("1>=30", 0, [0, 0, 0.5, 1, 0, 0]),
      ("sex=Female", 1, [0, 1, 0, 0, 0]), ("sex=Female|Male", 1, [1, 1, 0, 0, 0]),
      ("sex!=Female", 1, [1, 0, 1, 0, 0]), ("sex=a|b", 1, [0, 0, 1, 0, 0]),
      ("sex=", 1, [0, 0, 0, 0, 1]), ("member=1", 2, [0, 1]), ("member!=1", 2, [1, 0]),
      ("member=0|1", 2, [1, 1]), ("member>=1.0", 2, [0, 1]), ("member<0.5", 2, [1, 0]),
      ("member=0..2", 2, [1, 1]), ("member!=0.7", 2, [1, 1]), ("height>=1.75", 3, [0, 0.5]),
      ("height<1.5", 3, [1, 0]),
      ("height=1.005..1.014", 3, [0.02, 0]), ("age=x=1", 4, [0, 1]),
      ("size>=9.5", 5, [1, 1, 0, 0]), ("size<1e1", 5, [0, 1, 1, 0]),
      ("code=7", 6, [1, 0, 0, 0, 0]), ("code=01|12", 6, [0, Float(1.0 / 3), 0.5, 0, 0]),
      ("code=2|3", 6, [0, Float(1.0 / 3), 0, 0, 0]), ("code!=11", 6, [1, 1, 0.5, 0, 0]),
      ("code=", 6, [0, 0, 0, 0, 1]),
      ("stars=3", 7, [0, 0, 1, 0, 0]), ("stars=03.00|1e1", 7, [0, 1, 1, 0, 0]),
      ("stars!=3", 7, [1, 1, 0, 0, 0]), ("stars>=3", 7, [0, 1, 1, 0, 0]),
      ("stars<3", 7, [1, 0, 0, 0, 0]), ("stars>-2.50", 7, [0, 1, 1, 0, 0]),
      ("stars<=-2.5", 7, [1, 0, 0, 0, 0]), ("stars=-5..3", 7, [1, 0, 1, 0, 0]),
      ("stars!=3..9", 7, [1, 1, 0, 0, 0]), ("stars=NA|10.0", 7, [0, 1, 0, 1, 0]),
      ("stars!=NA", 7, [1, 1, 1, 0, 0]), ("stars=|-2.5", 7, [1, 0, 0, 0, 1]),
      ("stars!=", 7, [1, 1, 1, 0, 0]), ("stars<1e400", 7, [1, 1, 1, 0, 0]),
      ("zip=7", 8, [0, 0, 1]), ("zip>=7", 8, [1, 1, 1]), ("zip<10", 8, [1, 0, 1]),
    ] as [(String, Int, [Float])])
  func shares(text: String, column: Int, shares: [Float]) throws {
    var conditions = Conditions(schema: Self.schema)
    try conditions.add(text)
    #expect(Self.shares(conditions, column) == shares, "\(text)")
    #expect(
      conditions.constraints.enumerated().allSatisfy { $0.offset == column || $0.element == nil })
  }

  private static func shares(_ conditions: Conditions, _ column: Int) -> [Float]? {
    conditions.constraints[column].map { schema.columns[column].kind.shares(of: $0) }
  }

  @Test("hold together when a column has several")
  func several() throws {
    var conditions = Conditions(schema: Self.schema)
    try conditions.add("age>=30")
    try conditions.add("age<45")
    try conditions.add("age!=32")
    #expect(Self.shares(conditions, 0) == [0, 0, 0.4, Float(10.0 / 56), 0, 0])
    #expect(conditions.constraints[0]?.values.ranges == [30...31, 33...44])
    try conditions.add("sex!=Male")
    try conditions.add("sex=Male|Female")
    #expect(Self.shares(conditions, 1) == [0, 1, 0, 0, 0])
    try conditions.add("code!=01")
    try conditions.add("code=01|02|2|12|")
    #expect(Self.shares(conditions, 6) == [0, Float(1.0 / 3), 0.5, 0, 0])
    #expect(conditions.constraints[6]?.values.ranges == [2...2, 5...5])
  }

  @Test(
    "that mean nothing are refused",
    arguments: [
      ("agee=3", .noColumn("agee", nearest: "age")), ("age", .noOperator(column: "age")),
      ("10=1", .noColumn("10")), ("age!5", .noOperator(column: "age")),
      ("=1", .noCondition("=1")), ("", .noCondition("")), ("sex<Male", .noOrder(column: "sex")),
      ("member>1", .impossible(column: "member")), ("member=0.7", .impossible(column: "member")),
      ("member=yes", .notANumber(column: "member", value: "yes")),
      ("age>=old", .notANumber(column: "age", value: "old")),
      ("age=3..", .notANumber(column: "age", value: "")),
      ("size>big", .notANumber(column: "size", value: "big")),
      ("age=22", .impossible(column: "age")), ("age>90", .impossible(column: "age")),
      ("age=21.5", .impossible(column: "age")), ("sex=Other", .impossible(column: "sex")),
      ("height=", .impossible(column: "height")), ("age>=1e400", .impossible(column: "age")),
      ("member=2", .impossible(column: "member")), ("code=13", .impossible(column: "code")),
      ("code<=7", .noOrder(column: "code")),
      ("stars=3.1", .impossible(column: "stars")), ("stars=4..9", .impossible(column: "stars")),
      ("stars=N/A", .impossible(column: "stars")), ("zip=7.0", .impossible(column: "zip")),
      ("stars=3..x", .notANumber(column: "stars", value: "x")),
      ("stars<NA", .notANumber(column: "stars", value: "NA")),
      ("age==21", .foreignOperator("==")), ("age <> 21", .foreignOperator("<>")),
      ("stars=> 3", .foreignOperator("=>")), ("sex==Male", .foreignOperator("==")),
    ] as [(String, ConditionError)])
  func refused(text: String, error: ConditionError) {
    var conditions = Conditions(schema: Self.schema)
    #expect(throws: error, "\(text)") { try conditions.add(text) }
    #expect(conditions.isEmpty)
  }

  @Test("that contradict each other are refused")
  func contradiction() throws {
    var conditions = Conditions(schema: Self.schema)
    try conditions.add("age<=20")
    #expect(throws: ConditionError.impossible(column: "age")) { try conditions.add("age>20") }
  }
}
