// Well-formed inputs of every probe, for mutations to begin with.

import Foundation
import FuzzProbes
import MadeCore

enum FuzzSeeds {
  static func of(_ probe: Probe) -> [[UInt8]] {
    switch probe.name {
    case "text": texts
    case "idx": images
    case "gzip": archives
    case "model", "model-fixed": models
    case "table": tables
    case "types": types
    case "question": questions
    case "checkpoint": [[], [UInt8](repeating: 0, count: 30)]
    default: arguments
    }
  }

  private static let choices: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 0]

  private static let texts = [
    "a,b,c\n0,1,1\n1,0,0\r\n\"1\",0,\" 0\"\n", "0;1\n1.0;1e0\n", "\u{FEFF}x\ty\n0\t1\n\n\n",
    "0,1\n\"0\",\"1\"\n\"a\"\"b\",\"c\nd\"\n", "1 0 1\n", "",
  ].flatMap { text in
    [choices, [2, 1, 2, 1, 1, 0, 1, 0, 1], [5, 2, 1, 2, 0, 1, 2, 1, 0]].map { $0 + text.utf8 }
  }

  private static let tables = [
    "age,name,x\n17,\"a, b\",0\n18.5,?,1\n17,c,\n-3,\"a, b\",1\n",
    "1,NA,2020-01-02\n2,b,2020-01-03\n2,b b,\n3,\"c\"\"\",2020-01-02\n",
    "0,1\n1,0\n0,0\n1,1\n2,1\n0,x\n", "x\ty\n1e3\t1\n1e-3\t0.0\n12345678901234567890\t1\n",
    "x,y\n" + (0..<60).map { "\($0 % 12).5,\($0 % 3)\n" }.joined(),
    amounts, dollars, days, moments,
  ].flatMap { text in
    [
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [2, 0, 0, 0, 2, 0, 0, 0, 1, 0],
      [4, 0, 0, 2, 1, 0, 0, 0, 0, 6],
    ]
    .map { $0 + text.utf8 }
  }

  /// A header, and a line for each number below a count.
  private static func table(
    _ header: String, _ count: Int, _ line: (Int) -> String
  ) -> String {
    header + "\n" + (0..<count).map { line($0) + "\n" }.joined()
  }

  private static let amounts: String = table("p;q", 30) { row in
    "1.\(100 + 7 * row),50 €;\(row % 15),5 %"
  }
  private static let dollars: String = table("p,q", 30) { row in
    "\"$1,\(100 + 7 * row).50\",(\(row % 15).25)"
  }
  private static let days: String = table("day,t,s", 40) { row in
    let time = "0\(row % 9):\(row + 10):30.5"
    return "2024-0\(row % 9 + 1)-1\(row % 7),\(time),"
      + "\(row % 12 + 1)/\(row % 28 + 1)/24 \(row % 12):30 PM"
  }
  private static let moments: String = table("z,m", 40) { row in
    let zone: String = row % 2 == 0 ? "+01:00" : "+02:00"
    return "2024-\(row % 12 + 10)-05T08:\(row + 10):00\(zone),"
      + "\(row % 28 + 1) Jan 20\(row % 40 + 10)"
  }

  private static let types = [
    "column,name,kind,values,missing,remark,detail\n1,age,integer,73,0,,grid 1\n2,\"a, b\",drop,1,0,constant,\n",
    "kind,name\nreal,x\n\ncategorical,\"y\"\"z\"\n,w\n",
  ].map { Array($0.utf8) }

  private static let questions: [[UInt8]] = [
    [0, 0, 0, 0, 0, 0, 0, 0]
      + "age>=30\nsex=Male|a|b\n\0age,sex,member,height,age=x\n,Male,1,1.20,1\n40,,,,9.5\n".utf8,
    [1, 2, 0, 1, 1, 0, 1, 1]
      + "height<1.5\nage=x!=1\n\0sex,age,note\n\"x, \"\"y\"\"\nz\",21,k\n?, ,\"k, l\"\n".utf8,
    [2, 1, 2, 0, 2, 0, 0, 0]
      + "1=25..30|\n2!=Male\n3=0\n\0,,,,\n30,a|b,0,1.99,1\nNA,0,1,,9.5\n".utf8,
    [3, 3, 0, 0, 1, 1, 1, 0] + "\099;\"Male\" ;1; 1.5 ;1\n ; ;?;\"\";9.5\n".utf8,
  ]

  private static let images: [[UInt8]] = [
    choices + [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 1, 1, 0, 1],
    [1, 0, 0, 1, 0, 0, 0, 0] + [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 255, 7, 0],
    choices + [0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 0],
  ]

  /// One stored block, and one with codes of its own.
  private static let archives: [[UInt8]] = {
    let text = Array("0,1,1\n1,0,1\n".utf8)
    let count = UInt8(text.count)
    var stored: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, count, 0, ~count, 0xFF] + text
    let sum = Checksum(text[...]).value
    stored += [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: sum >> $0) } + [count, 0, 0, 0]
    let packed = [UInt8](
      Data(
        base64Encoded: """
          H4sIAAAAAAACA3VSQQ4EMQi685Ye5P+f26TtKGI3zSRTqwhorFjc3zlx7mBGb+QcMG9fxv5v8Xoj
          KksRicie+hq4fZLPfYdj3DewuD15KteK0/R2noVDxNS68yVHM0Dj4vxVNQU/uhdQVeIIumdZC+sn
          uuYUmT7bdBN/VIw4ZU/40MuXqhvv86q5PzrD3Q/xk6u71/X2/exb9cL5Nxet+vY2ltWBrsj8sQ2C
          R3TfRtfEnz78AH1SeNfAAwAA
          """, options: .ignoreUnknownCharacters) ?? Data())
    return [
      [0, 0] + stored, [1, 1] + packed, [2, 2] + stored + stored + [0, 0], [3, 3] + packed,
    ]
  }()

  private static let models =
    ModelKind.all.flatMap { kind in
      [Precision.f32, .bf16].map {
        kind.model(inputs: 3).fileBytes(precision: $0, tool: "fuzz 1")
      }
    } + ModelKind.categorical.map { $0.model(inputs: 3).ofSharedWords.fileBytes(tool: "fuzz 1") }
    + [DensityKind.all[0].model(writtenColumns).fileBytes(tool: "fuzz 1")]
    + [DensityKind.all[0].model(DensityKind.columns + dates).fileBytes(tool: "fuzz 1")]
    + StepKind.all.map {
      FlowKind(transforms: 2, hidden: [3], map: $0.map, direction: $0.direction).flow()
        .fileBytes(tool: "fuzz 1")
    }

  /// Numbers as people write them.
  private static let writtenColumns = [
    "comma point/4 % %20€ -PNS never as-others zero",
    "point comma/4/2 $ % (PNS) never fixed/% zero",
    "point apostrophe/5 CHF%20 % P-NS positive shortest/.- no-zero",
  ].compactMap { words in
    WrittenStyle(headerWords: words.split(separator: " ")).map { style in
      Column(
        kind: Numbers(
          notation: WrittenNotation(
            style, digits: DecimalNotation(decimals: 2, hasFixedDecimals: true)),
          mixture: mixture(range: -500...90_000), marks: NumberMarks()))
    }
  }

  /// Days with a rhythm, and stamps of two zones.
  private static let dates: [Column] = [
    ["Y-M-D", "day", "19000", "0"],
    ["m/d/y%20I:N:SF%20PO", "second", "1700000000", "3", "60", "1711846800:120"],
  ].compactMap { words in
    let digits = DecimalNotation(decimals: words.count > 4 ? 3 : 0, hasFixedDecimals: true)
    return DateNotation(headerWords: words.map { $0[...] }[...], digits: digits).map {
      let rhythm = NumberRhythm(period: 14, phases: 7, start: 4)
      return Column(
        kind: Numbers(
          notation: $0, mixture: mixture(phasing: .rhythm(rhythm)), marks: NumberMarks())
      )
    }
  }

  private static let arguments = [
    "-m\nm\n--threads\n3\n-d,\n--header\nrows.csv", "--model=m\n-j2\n-q\n--format\nidx\n-o\nout",
    "--hidden\n3,4\n--verbose\n--no-header\n--threshold\n-1.5\n--\n-x", "--help", "--version",
  ].map { Array($0.utf8) }
}
