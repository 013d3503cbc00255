// What is fuzzed: functions from bytes to a complaint. libFuzzer drives them (Tests/Fuzz/fuzz.sh), and so
// do the ordinary tests, with mutations from a fixed seed and with everything that was ever found.

/// Something that takes bytes of a stranger and must neither trap, nor hang, nor contradict itself.
package struct Probe: Sendable, CustomStringConvertible {
  /// The name, also of the directory of its finds.
  package let name: String
  /// What is wrong, nil when all is well; a trap is wrong, too.
  package let run: @Sendable ([UInt8]) -> String?

  package var description: String { name }

  package static let all = [
    Probe(name: "text", run: probeText), Probe(name: "idx", run: probeIDX),
    Probe(name: "gzip", run: probeGzip), Probe(name: "model", run: probeModel),
    Probe(name: "model-fixed", run: probeFixedModel),
    Probe(name: "checkpoint", run: probeCheckpoint),
    Probe(name: "arguments", run: probeArguments), Probe(name: "table", run: probeTable),
    Probe(name: "types", run: probeTypes), Probe(name: "question", run: probeQuestions),
  ]

  package static func named(_ name: String) -> Probe? { all.first { $0.name == name } }
}

/// Whether a file that begins like this is taken for text as it is.
func beginsAsText(_ bytes: [UInt8]) -> Bool {
  !bytes.prefix(2).contains(0)
    && ![[0x1F, 0x8B], [0xFE, 0xFF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF]].contains {
      bytes.starts(with: $0)
    }
}

/// The first bytes of an input are choices, the rest is content.
struct Choice {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func among<Value>(_ values: [Value]) -> Value {
    values[Int(rest.popFirst() ?? 0) % values.count]
  }

  var content: [UInt8] { Array(rest) }
}
