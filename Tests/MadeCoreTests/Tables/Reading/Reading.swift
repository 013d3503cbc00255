// What the tests of reading share: read some bytes in every way they can arrive and see one result.

import MadeCore
import Testing

/// What a reader made of its inputs.
struct Reading: Equatable {
  /// The codes of each, a digit for each column.
  var rows: [String] = []
  var bad: [Int] = []
  var missing: [String] = []
  var names: [String]?
  var hasHeader = false
  var delimiter = UInt8(ascii: ",")
  var texts: [String] = []
  var error: InputError?
}

/// How to read.
struct ReadingPlan {
  var options = InputOptions()
  var schema: Schema?
  var badRows = BadRowPolicy.fail
  var chunk = Int.max
  var limit = 100
  var usesFastPath = true
}

let chunkSizes = [1, 2, 3, 7, 4096]

/// Reads inputs through batches, in one way.
func read(_ inputs: [[UInt8]], _ plan: ReadingPlan) -> Reading {
  let sources = inputs.enumerated().map {
    MemorySource($0.element, name: $0.offset == 0 ? "t" : "t\($0.offset + 1)", chunk: plan.chunk)
  }
  let reader = RecordReader(
    sources: sources, options: plan.options, schema: plan.schema, keepsText: true,
    badRows: plan.badRows, usesFastPath: plan.usesFastPath)
  var result = Reading()
  do {
    _ = try reader.prepare()
    while let batch = try reader.next(limit: plan.limit) {
      #expect(batch.firstRecord == result.rows.count)
      #expect(batch.textEnds.count == batch.count && batch.count <= plan.limit)
      for row in 0..<batch.count {
        if !batch.isBad.isEmpty && batch.isBad[row] { result.bad.append(result.rows.count) }
        result.rows.append(batch.rows.digits(row))
        if let holes = batch.holes {
          #expect(holes.layout == .bits(batch.rows.columns) && holes.count == batch.count)
          result.missing.append(holes.digits(row))
        }
        result.texts.append(String(decoding: batch.text(ofRecord: row), as: UTF8.self))
      }
    }
  } catch {
    result.error = error
  }
  result.names = reader.schema.names
  result.hasHeader = reader.hasHeader
  result.delimiter = reader.delimiter
  return result
}

/// Reads inputs in every way, and expects one result.
func readInEveryWay(
  _ inputs: [[UInt8]], options: InputOptions = InputOptions(), schema: Schema? = nil,
  badRows: BadRowPolicy = .fail, _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) -> Reading {
  let plan = ReadingPlan(options: options, schema: schema, badRows: badRows)
  let expected = read(inputs, plan)
  for chunk in chunkSizes {
    for limit in [1, 2, 1000] {
      for usesFastPath in [true, false] {
        var plan = plan
        plan.chunk = chunk
        plan.limit = limit
        plan.usesFastPath = usesFastPath
        let reading = read(inputs, plan)
        #expect(
          reading == expected, "chunk \(chunk), limit \(limit), fast path \(usesFastPath)",
          sourceLocation: sourceLocation)
      }
    }
  }
  return expected
}

extension Rows {
  /// The codes of a row: a digit each, from 10 on in parentheses.
  fileprivate func digits(_ row: Int) -> String {
    (0..<columns).map { column in
      let code = code(row, column)
      return code < 10 ? "\(code)" : "(\(code))"
    }.joined()
  }
}

extension Schema {
  /// Binary columns of the given names.
  init(names: [String]) {
    self.init(columns: names.map { Column(name: $0) })
  }
}
