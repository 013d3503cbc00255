// gzip, recognised by content (RFC 1952). Stricter than gzip(1) in one point: bytes after the
// last member that are not zero padding are an error, or somebody would train on a part of the data.

import CZlib

/// A source that inflates gzip and passes anything else through unchanged.
///
/// What begins with `1f 8b` is gzip: one member after another, then zero bytes as padding,
/// then the end. Positions in errors are offsets into the compressed bytes. The bytes before any
/// damage have been given out by then, because the checksum of a member is at its end.
package final class GzipSource: ByteSource {
  private enum State { case unknown, plain, memberStart, member, padding, ended }

  private let source: any ByteSource
  private var state = State.unknown
  private let stream: UnsafeMutablePointer<z_stream>
  private var streamIsOpen = false

  private let compressed: UnsafeMutableRawBufferPointer
  private var compressedStart = 0
  private var compressedEnd = 0
  /// How many bytes the source has given, compressed ones where it is compressed.
  private(set) var bytesTaken = 0
  private var compressedOffset = 0  // of compressed[0] in the source
  private var sourceEnded = false

  private let plain: UnsafeMutableRawBufferPointer
  private var plainStart = 0
  private var plainEnd = 0
  private var plainHead: [UInt8] = []  // the first two bytes, to recognise gzip inside gzip
  private var failure: FileError?

  /// The name of the source underneath.
  package var name: String { source.name }

  /// Inflates `source` if it is gzip.
  package convenience init(_ source: any ByteSource) {
    self.init(source, capacity: 64 << 10)
  }

  package init(_ source: any ByteSource, capacity: Int) {
    precondition(capacity >= 2)
    self.source = source
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    compressed = .allocate(byteCount: capacity, alignment: 16)
    plain = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    if streamIsOpen { inflateEnd(stream) }
    stream.deallocate()
    compressed.deallocate()
    plain.deallocate()
  }

  /// Reads some inflated bytes; 0 at the end.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      if plainStart < plainEnd {
        let count = min(buffer.count, plainEnd - plainStart)
        buffer.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: plain[plainStart..<plainStart + count]))
        plainStart += count
        return count
      }
      if let failure { throw failure }
      if state == .ended { return 0 }
      if state == .plain {
        if compressedStart == compressedEnd {
          let count = try source.read(into: buffer)
          bytesTaken += count
          return count
        }
        // The bytes that were read to recognise the kind come first.
        let count = min(buffer.count, compressedEnd - compressedStart)
        buffer.copyMemory(
          from: UnsafeRawBufferPointer(
            rebasing: compressed[compressedStart..<compressedStart + count]))
        compressedStart += count
        return count
      }
      advance()
    }
  }

  /// Whether an inflated byte, the end or an error can be had without waiting.
  package var isReady: Bool {
    // Buffered input may not yield output yet; keep inflating until it does.
    while true {
      if plainStart < plainEnd || failure != nil || state == .ended { return true }
      if state == .plain { return compressedStart < compressedEnd || source.isReady }
      if needsInput && !sourceEnded && !source.isReady { return false }
      advance()
    }
  }

  // MARK: One step

  private var available: Int { compressedEnd - compressedStart }

  /// Whether the next step must read from the source first.
  private var needsInput: Bool {
    switch state {
    case .unknown: available == 0 || (available == 1 && compressed[compressedStart] == 0x1f)
    case .memberStart, .padding: available == 0
    case .member: available == 0 && !mayHoldOutput
    case .plain, .ended: false
    }
  }

  /// Whether the last inflate filled its output, so that the input it has may yield more.
  private var mayHoldOutput = false

  /// Does one thing that brings the next plain byte nearer, with at most one read.
  private func advance() {
    do throws(FileError) {
      if needsInput && !sourceEnded { try fill() }
      switch state {
      case .unknown: try recognise()
      case .memberStart: try startMember()
      case .member: try inflateSome()
      case .padding: try skipPadding()
      case .plain, .ended: break
      }
    } catch {
      failure = error
    }
  }

  private func fill() throws(FileError) {
    if compressedStart == compressedEnd {
      compressedOffset += compressedEnd
      compressedStart = 0
      compressedEnd = 0
    }
    let free = UnsafeMutableRawBufferPointer(rebasing: compressed[compressedEnd...])
    let count = try source.read(into: free)
    if count == 0 { sourceEnded = true }
    bytesTaken += count
    compressedEnd += count
  }

  private func recognise() throws(FileError) {
    if needsInput && !sourceEnded { return }
    let isGzip =
      available >= 2 && compressed[compressedStart] == 0x1f
      && compressed[compressedStart + 1] == 0x8b
    guard isGzip else {
      state = .plain
      return
    }
    // 15: the largest window; 16: a gzip wrapper, and no other.
    guard
      inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw fault(.noMemory) }
    streamIsOpen = true
    state = .member
  }

  /// Between members: the end, padding, or another member.
  private func startMember() throws(FileError) {
    guard available > 0 else {
      if sourceEnded { state = .ended }
      return
    }
    switch compressed[compressedStart] {
    case 0x1f:
      inflateReset(stream)
      state = .member
    case 0: state = .padding
    default: throw fault(.trailingBytes)
    }
  }

  private func skipPadding() throws(FileError) {
    while compressedStart < compressedEnd {
      if compressed[compressedStart] != 0 { throw fault(.trailingBytes) }
      compressedStart += 1
    }
    if sourceEnded { state = .ended }
  }

  private func inflateSome() throws(FileError) {
    if available == 0 && sourceEnded && !mayHoldOutput { throw fault(.truncated) }
    let input = compressed.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let output = plain.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.next_in = input?.advanced(by: compressedStart)
    stream.pointee.avail_in = UInt32(available)
    stream.pointee.next_out = output
    stream.pointee.avail_out = UInt32(plain.count)
    let status = inflate(stream, Z_NO_FLUSH)
    compressedStart = compressedEnd - Int(stream.pointee.avail_in)
    plainStart = 0
    plainEnd = plain.count - Int(stream.pointee.avail_out)
    mayHoldOutput = stream.pointee.avail_out == 0
    try refuseNested()
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      state = .memberStart
      mayHoldOutput = false
    case Z_MEM_ERROR: throw fault(.noMemory)
    default: throw fault(damage())
    }
  }

  /// zlib's sentence for the damage.
  private func damage() -> GzipFault {
    guard let message = stream.pointee.msg else { return .damaged("invalid data") }
    return .damaged(String(cString: message))
  }

  private func refuseNested() throws(FileError) {
    guard plainHead.count < 2 else { return }
    for index in plainStart..<min(plainEnd, plainStart + 2 - plainHead.count) {
      plainHead.append(plain[index])
    }
    if plainHead == [0x1f, 0x8b] {
      plainEnd = plainStart
      throw .gzip(source: name, byte: 0, .nested)
    }
  }

  private func fault(_ fault: GzipFault) -> FileError {
    .gzip(source: name, byte: compressedOffset + compressedStart, fault)
  }
}
