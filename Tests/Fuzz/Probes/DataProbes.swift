// Data: however they arrive, the reader makes the same of them.

import MadeCore

/// What a reader made of some bytes.
private struct Reading: Equatable {
  var words: [UInt64] = []
  var bad: [Bool] = []
  var texts: [UInt8] = []
  var names: [String]?
  var error: InputError?
}

private func read(
  _ bytes: [UInt8], _ options: InputOptions, _ badRows: BadRowPolicy, chunk: Int, limit: Int,
  fast: Bool
) -> Reading {
  let reader = RecordReader(
    sources: [MemorySource(bytes, chunk: chunk)], options: options, keepsText: true,
    badRows: badRows, usesFastPath: fast)
  var result = Reading()
  do {
    _ = try reader.prepare()
    while let batch = try reader.next(limit: limit) {
      result.words += batch.rows.words
      result.bad += batch.isBad.isEmpty ? Array(repeating: false, count: batch.count) : batch.isBad
      for record in 0..<batch.count { result.texts += batch.text(ofRecord: record) }
    }
  } catch {
    result.error = error
  }
  result.names = reader.schema.names
  return result
}

private func compare(_ bytes: [UInt8], format: InputFormat?) -> String? {
  var choice = Choice(bytes)
  let chunk = choice.among([1, 2, 3, 7, 64, 4096])
  var options = InputOptions()
  options.header = choice.among([.automatic, .present, .absent])
  let badRows = choice.among([BadRowPolicy.fail, .markBad, .skip])
  options.threshold = choice.among([nil, 0.5, -3])
  options.allowsMissing = choice.among([false, true])
  options.delimiter = choice.among([nil, UInt8(ascii: ";"), UInt8(ascii: " ")])
  options.format = format ?? choice.among([.automatic, .csv, .tsv])
  options.maximumLineBytes = choice.among([1 << 12, 40])
  options.maximumColumns = choice.among([1 << 8, 4])
  let content = choice.content
  let whole = read(content, options, badRows, chunk: .max, limit: 1000, fast: true)
  let pieces = read(content, options, badRows, chunk: chunk, limit: 3, fast: false)
  return whole == pieces ? nil : "in pieces of \(chunk): \(pieces)\nas a whole: \(whole)"
}

func probeText(_ bytes: [UInt8]) -> String? { compare(bytes, format: nil) }

func probeIDX(_ bytes: [UInt8]) -> String? { compare(bytes, format: .idx) }

/// The first 64 KiB that a source gives.
private func inflate(
  _ bytes: [UInt8], chunk: Int, capacity: Int
) -> (bytes: [UInt8], error: FileError?) {
  let source = GzipSource(MemorySource(bytes, chunk: chunk), capacity: capacity)
  var (result, error): ([UInt8], FileError?) = ([], nil)
  var buffer = [UInt8](repeating: 0, count: 1 << 14)
  while result.count < 1 << 16 {
    var count = 0
    do throws(FileError) {
      let read = buffer.withUnsafeMutableBytes { buffer in
        Result { () throws(FileError) in try source.read(into: buffer) }
      }
      count = try read.get()
    } catch let thrown {
      error = thrown
    }
    if count == 0 { break }
    result += buffer[..<count]
  }
  return (result, error)
}

func probeGzip(_ bytes: [UInt8]) -> String? {
  var choice = Choice(bytes)
  let (chunk, capacity) = (choice.among([1, 2, 3, 7, 64]), choice.among([2, 3, 64, 4096]))
  let whole = inflate(choice.content, chunk: .max, capacity: 1 << 16)
  let pieces = inflate(choice.content, chunk: chunk, capacity: capacity)
  // What comes before an error may be handed out in other pieces, and so reach less far.
  let length = min(whole.bytes.count, pieces.bytes.count)
  let isSame =
    whole.error == nil && pieces.error == nil
    ? whole.bytes.count == pieces.bytes.count || length >= 1 << 16
    : (whole.error == nil) == (pieces.error == nil) || length >= 1 << 16
  return isSame && whole.bytes[..<length] == pieces.bytes[..<length]
    ? nil
    : "\(pieces.bytes.count), \(String(describing: pieces.error)); as a whole: "
      + "\(whole.bytes.count), \(String(describing: whole.error))"
}
