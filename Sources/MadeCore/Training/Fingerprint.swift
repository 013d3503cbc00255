// Numbers by which a checkpoint recognises its run.

/// A 64-bit hash that is the same in every process.
///
/// Each 64-bit integer is mixed in by a bijection, so two sequences that differ in one of them never collide;
/// others do with probability 2^-64. It guards against mistakes, not against forgery.
struct Fingerprint {
  private(set) var value: UInt64 = 0x243F_6A88_85A3_08D3

  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }

  mutating func add(_ rows: Rows) {
    add(UInt64(rows.columns))
    add(UInt64(rows.count))
    for word in rows.words { add(word) }
  }

  mutating func add(_ bytes: some Collection<UInt8>) {
    add(UInt64(bytes.count))
    var (word, count) = (UInt64(0), 0)
    for byte in bytes {
      word = word << 8 | UInt64(byte)
      count += 1
      if count % 8 == 0 { add(word) }
    }
    add(word)
  }
}

/// What a run is a function of, each part by its fingerprint.
package struct RunIdentity: Equatable, Sendable {
  private let program: UInt64
  private let options: UInt64
  private let data: UInt64
  private let start: UInt64

  /// - Parameters:
  ///   - program: name and version.
  ///   - start: the model before the first step: columns, networks, masks and weights.
  init(
    program: String, options: TrainingOptions, training: Rows, validation: Rows,
    start: Flow
  ) {
    func fingerprint(_ add: (inout Fingerprint) -> Void) -> UInt64 {
      var fingerprint = Fingerprint()
      add(&fingerprint)
      return fingerprint.value
    }
    // Results do not depend on the threads. Everything else counts, options added later included: so what is
    // hashed is the description of them all.
    var relevant = options
    relevant.threads = 0
    self.program = fingerprint { $0.add(program.utf8) }
    self.options = fingerprint { $0.add(String(reflecting: relevant).utf8) }
    data = fingerprint {
      $0.add(training)
      $0.add(validation)
    }
    self.start = fingerprint { $0.add(start.fileBytes(tool: program)) }
  }

  var words: [UInt64] { [program, options, data, start] }

  /// The first part in which another run differs; a difference in one part may make later parts differ.
  func difference(from words: [UInt64]) -> CheckpointError.Part? {
    zip(CheckpointError.Part.allCases, zip(self.words, words)).first { $1.0 != $1.1 }?.0
  }
}
