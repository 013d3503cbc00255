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
    let sum = ModelFormat.checksum(text[...])
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

  private static let models = ModelKind.all.flatMap { kind in
    [Precision.f32, .bf16].map {
      kind.model(inputs: 3).fileBytes(precision: $0, tool: "fuzz 1")
    }
  }

  private static let arguments = [
    "-m\nm\n--threads\n3\n-d,\n--header\nrows.csv", "--model=m\n-j2\n-q\n--format\nidx\n-o\nout",
    "--hidden\n3,4\n--verbose\n--no-header\n--threshold\n-1.5\n--\n-x", "--help", "--version",
  ].map { Array($0.utf8) }
}
