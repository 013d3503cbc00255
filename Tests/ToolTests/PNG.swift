// Pictures from the tools, read by a decoder in Python.

import Foundation
import Testing

enum PNG {
  static let hasDecoder = shell("python3 -c 'import zlib'", in: Workshop()).isSuccess

  /// Rows of levels; empty unless the bytes are a PNG file.
  static func levels(_ png: Data) -> [[Int]] {
    let script = Documentation.root.appending(path: "Tests/ToolTests/read_png.py").path
    let outcome = shell("python3 '\(script)'", in: Workshop(), input: png)
    #expect(outcome.isSuccess, "\(outcome)")
    let lines = outcome.lines.map { $0.split(separator: " ").compactMap { Int($0) } }
    guard let sides = lines.first, sides == [lines.last?.count, lines.count - 1] else { return [] }
    return Array(lines.dropFirst())
  }

  /// The tiles of a sheet, in reading order, without the lines between them.
  static func tiles(_ sheet: [[Int]], width: Int, height: Int) -> [[Int]] {
    guard let top = sheet.first else { return [] }
    let (lines, columns) = ((sheet.count - 1) / (height + 1), (top.count - 1) / (width + 1))
    for (y, row) in sheet.enumerated() {
      for (x, level) in row.enumerated() where y % (height + 1) == 0 || x % (width + 1) == 0 {
        #expect(level == 128)
      }
    }
    return (0..<lines).flatMap { line in
      (0..<columns).map { column in
        (0..<height).flatMap { y in
          (0..<width).map { x in
            sheet[1 + line * (height + 1) + y][1 + column * (width + 1) + x]
          }
        }
      }
    }
  }
}
