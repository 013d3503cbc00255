// Flows in model files.

import MadeCore
import Testing

@Suite("A model file of a flow")
struct FlowFileTests {
  @Test("is read as it was written", arguments: FlowKind.all, Precision.allCases)
  func roundTrip(kind: FlowKind, precision: Precision) throws {
    let flow = kind.flow()
    let bytes = flow.fileBytes(precision: precision, tool: "test 1")
    let read = try Flow(fileBytes: bytes)
    #expect(read.count == flow.count && read.parameterCount == flow.parameterCount)
    #expect(read.fileBytes(precision: precision, tool: "test 1") == bytes)
    let step = StepKind(map: kind.map, direction: kind.direction)
    #expect(read.headerText.contains("\n\(step) \(kind.hidden[0])"))
    guard precision == .f32 else { return }
    let rows = flow.last.someRecords(count: 50)
    #expect(read.logLikelihoods(of: rows) == flow.logLikelihoods(of: rows))
    #expect(read.rows(0..<50, seed: 1) == flow.rows(0..<50, seed: 1))
  }

  @Test("without transforms is that of its network, byte for byte, and the other way round")
  func network() throws {
    let last = FlowKind(transforms: 1).flow().last
    let bytes = last.fileBytes(tool: "test 1")
    #expect(Flow([], last: last).fileBytes(tool: "test 1") == bytes)
    #expect(try Flow(fileBytes: bytes).density is MadeModel)
  }

  @Test("is refused where a network alone is asked for")
  func refused() {
    let flow = FlowKind(transforms: 2).flow()
    #expect(throws: ModelFileError.flow(transforms: 2)) {
      _ = try MadeModel(fileBytes: flow.fileBytes(tool: "test 1"))
    }
  }

  /// The flow's file with another header and payload.
  private func forged(
    _ flow: Flow, header change: (String) -> String = { $0 },
    payload: (inout [UInt8]) -> Void = { _ in }
  ) -> [UInt8] {
    func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    let bytes = flow.fileBytes(tool: "test 1")
    let text = Array(change(flow.headerTextOfTest).utf8)
    var rest = Array(bytes[(32 + flow.headerTextOfTest.utf8.count)...])
    payload(&rest)
    var result = ModelFormat.magic + littleEndian(UInt32(1)) + littleEndian(UInt32(text.count))
    result += littleEndian(UInt64(32 + text.count + rest.count))
    result += littleEndian(Checksum(text[...]).value) + littleEndian(Checksum(rest[...]).value)
    return result + text + rest
  }

  @Test("may have steps of several kinds and sizes")
  func various() throws {
    let flow = FlowKind.various()
    let read = try Flow(fileBytes: flow.fileBytes(tool: "test 1"))
    let rows = flow.last.someRecords(count: 200)
    let scores = read.logLikelihoods(of: rows, threads: 2)
    #expect(scores == flow.logLikelihoods(of: rows))
    let reference = ReferenceFlow(flow)
    for (score, record) in zip(scores, rows.records) {
      let expected = reference.logLikelihood(of: record)
      #expect(abs(score - expected) < 2e-4 * max(1, abs(expected)), "\(record)")
    }
    #expect(read.rows(0..<200, seed: 1) == flow.rows(0..<200, seed: 1, threads: 2))
  }

  @Test(
    "that lies about its steps is refused, and traps for none of it",
    arguments: StepKind.all)
  func hostile(kind: StepKind) throws {
    let flow = FlowKind(transforms: 2, map: kind.map, direction: kind.direction).flow()
    #expect(try Flow(fileBytes: forged(flow)).count == 2)
    func refuse(_ name: String, _ bytes: [UInt8]) {
      #expect(throws: ModelFileError.self, "\(name)") { _ = try Flow(fileBytes: bytes) }
    }
    let step = "\(kind)"
    let line = "\(step) 12\n"
    let otherMaps = StepKind.all.filter { $0.map != kind.map }.map { "\($0) 12\n" }
    for other in otherMaps + [
      "", "step\n", "\(step)\n", "\(step) \n", "step cubic 12\n", "\(step) 0\n",
      "\(step.uppercased()) 12\n", "\(step) 012\n", "\(step) -1\n", "\(step) 12 \n",
      "step  \(kind.map.rawValue) 12\n", "\(step) iaf iaf 12\n", "\(step) maf 12\n",
      "\(step) IAF 12\n", "\(step) 12 iaf\n", "\(step) iaf\n", "step iaf \(kind.map) 12\n",
      "step iaf 12\n", "step \(kind.map) 12 iaf\n", "step \(kind.map) inverse 12\n",
      "\(step) 11\n", "\(step) 13\n", "\(step) 12 12\n", "\(step) 16777216\n",
      "\(step) 16777217\n", "\(step) 99999999999999999999\n",
      step + String(repeating: " 1", count: 65) + "\n",
      String(repeating: line, count: 2), String(repeating: line, count: 65),
      String(repeating: "\(step) 16777216 16777216\n", count: 9),
    ] {
      refuse(
        "\(other.prefix(40))",
        forged(flow) { $0.replacing(line, with: other, maxReplacements: 1) })
    }
    for (key, value) in [("masks", "2"), ("masks", "endless"), ("mask-weights", "yes")] {
      refuse(
        "\(key) \(value)",
        forged(flow) { header in
          header.split(separator: "\n")
            .map { $0.hasPrefix(key + " ") ? "\(key) \(value)" : String($0) }
            .joined(separator: "\n") + "\n"
        })
    }
    // The ordering of the first step, one of its degrees, and its first weight.
    refuse(
      "ordering",
      forged(flow) {
        $0
      } payload: {
        $0[0] = $0[2]
      })
    refuse(
      "degree",
      forged(flow) {
        $0
      } payload: {
        ($0[14], $0[15]) = (0, 0)
      })
    refuse(
      "degree",
      forged(flow) {
        $0
      } payload: {
        ($0[14], $0[15]) = (7, 0)
      })
    let first = 2 * (7 + 12)
    refuse(
      "weight",
      forged(flow) {
        $0
      } payload: {
        $0.replaceSubrange(first..<first + 4, with: [0, 0, 0x80, 0x7F])
      })
    refuse(
      "short",
      forged(flow) {
        $0
      } payload: {
        $0.removeLast()
      })
    refuse(
      "long",
      forged(flow) {
        $0
      } payload: {
        $0.append(0)
      })
  }

  @Test("whose columns do not move is refused")
  func nothingMoves() {
    let words = HostileModelTests().forged(adding: "step affine 3\n")
    #expect(throws: ModelFileError.self) { _ = try Flow(fileBytes: words) }
  }
}

extension Flow {
  fileprivate var headerTextOfTest: String {
    let bytes = fileBytes(tool: "test 1")
    let length = Int(bytes[12]) + Int(bytes[13]) << 8
    return String(decoding: bytes[32..<32 + length], as: UTF8.self)
  }
}
