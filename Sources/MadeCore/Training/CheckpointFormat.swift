// The bytes of a checkpoint: numbers and floats, with a checksum over all of them.
//
//     0  magic "\x89MADECK\n"     8  u32 version        12  u32 flags: 1 average, 2 best
//    16  u64 bytes in all        24  4 x u64 fingerprints: program, options, data, start
//    56  u64 parameters          64  u64 buffers of the optimizer
//    72  u64 epochs              80  u64 halvings of the learning rate
//    88  for each epoch: f64 training, f64 validation (NaN: none), f64 seconds, u64 best epoch
//        f32 parameters, moments, average, best; u32 CRC-32 of all before it
//
// All little-endian. How many steps were taken follows from the epochs and is not stored.

/// Why bytes are not the checkpoint of a run.
package enum CheckpointError: Error, Equatable, Sendable {
  /// What a run is a function of.
  package enum Part: CaseIterable, Sendable { case program, options, data, start }

  /// The first bytes are those of something else.
  case notACheckpoint
  /// It ends early, or late, or its checksum does not fit, or its numbers are impossible.
  case damaged(String)
  /// It is of another run: this part differs.
  case other(Part)
}

enum CheckpointFormat {
  static let magic: [UInt8] = [0x89, 0x4D, 0x41, 0x44, 0x45, 0x43, 0x4B, 0x0A]
  static let version: UInt32 = 1
  static let fixedBytes = 88
  static let epochBytes = 32

  /// Bytes of a whole checkpoint, nil when they cannot be counted.
  static func bytes(epochs: UInt64, floats: Int) -> UInt64? {
    let (history, first) = epochs.multipliedReportingOverflow(by: UInt64(epochBytes))
    let (sum, second) = history.addingReportingOverflow(UInt64(fixedBytes + 4 * floats + 4))
    return first || second ? nil : sum
  }
}

/// Hands bytes on to a sink, and adds them to a checksum.
struct CheckpointWriter {
  private let sink: any ByteSink
  private var checksum = Checksum()

  init(_ sink: any ByteSink) { self.sink = sink }

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    checksum.add(bytes)
    try sink.write(bytes)
  }

  mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    bytes.withUnsafeBytes { checksum.add($0) }
    try sink.write(bytes)
  }

  mutating func write(_ values: FloatBuffer) throws(OutputError) {
    try write(UnsafeRawBufferPointer(start: values.base, count: values.count * 4))
  }

  mutating func finish() throws(OutputError) {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: checksum.value)
    try sink.write(bytes)
  }
}

/// Takes exactly as many bytes from a source as are asked for, and adds them to a checksum.
///
/// No allocation is sized by a length in the file; callers say how much to read, or pass buffers.
struct CheckpointReader {
  private let source: any ByteSource
  private var checksum = Checksum()
  private(set) var count: UInt64 = 0

  init(_ source: any ByteSource) { self.source = source }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws {
    var rest = buffer[...]
    while !rest.isEmpty {
      let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: rest))
      if read == 0 { throw CheckpointError.damaged("it ends early") }
      rest = rest.dropFirst(read)
    }
    checksum.add(UnsafeRawBufferPointer(buffer))
    count += UInt64(buffer.count)
  }

  mutating func bytes(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { try read(into: $0) }
    return bytes
  }

  mutating func read(into values: FloatBuffer) throws {
    try read(into: UnsafeMutableRawBufferPointer(start: values.base, count: values.count * 4))
    guard values.isFinite else { throw CheckpointError.damaged("a number is not finite") }
  }

  /// Reads the checksum, and checks that the file ends after it.
  mutating func finish() throws {
    let expected = checksum.value
    let bytes = try bytes(4)
    guard
      UInt32(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
        == expected
    else { throw CheckpointError.damaged("its checksum does not match") }
    var more: [UInt8] = [0]
    let count = try more.withUnsafeMutableBytes { try source.read(into: $0) }
    if count > 0 { throw CheckpointError.damaged("more bytes follow its end") }
  }

  /// Reads all that a file of `total` bytes still has, to see whether it is whole.
  mutating func skip(to total: UInt64) throws {
    guard total >= count + 4 else { throw CheckpointError.damaged("it ends early") }
    while count < total - 4 { _ = try bytes(Int(min(total - 4 - count, 1 << 16))) }
    try finish()
  }
}
