// Models and checkpoints, also such that somebody made with care: all checksums fit.

import MadeCore

func probeModel(_ bytes: [UInt8]) -> String? { use(bytes) }

/// The same with lengths and checksums made to fit, so that nothing but the checks behind them helps.
func probeFixedModel(_ bytes: [UInt8]) -> String? {
  guard bytes.count >= 32 else { return nil }
  var bytes = ModelFormat.magic + bytes[8...]
  func store(_ value: UInt64, at place: Int, bytes count: Int) {
    for byte in 0..<count { bytes[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
  }
  store(1, at: 8, bytes: 4)
  store(UInt64(bytes.count), at: 16, bytes: 8)
  // The header ends where a line does and numbers begin: behind the last line end before a byte
  // that no text has.
  let text = bytes[32...].prefix { $0 == 0x0A || $0 >= 0x20 && $0 < 0x7F }
  let end = (text.lastIndex(of: 0x0A) ?? 31) + 1
  let said = Int(bytes[12]) | Int(bytes[13]) << 8
  let header = 32 + said <= bytes.count && bytes[15] == 0 ? 32 + said : end
  store(UInt64(header - 32), at: 12, bytes: 4)
  store(UInt64(Checksum(bytes[32..<header]).value), at: 24, bytes: 4)
  store(UInt64(Checksum(bytes[header...]).value), at: 28, bytes: 4)
  return use(bytes)
}

/// Reads a model; if it is one, scores and samples with it, and writes it again.
private func use(_ bytes: [UInt8]) -> String? {
  let flow: Flow
  do throws(ModelFileError) {
    flow = try Flow(fileBytes: bytes)
  } catch {
    return nil
  }
  let model = flow.last
  guard model.architecture.outputs <= 1 << 12, model.masks.count <= 64 else { return nil }
  var rows = Rows(layout: model.schema.layout)
  for row in 0..<3 {
    rows.append(
      codes: rows.layout.storage.enumerated().map { ($0 * 7 + row) % 3 % ($1.states ?? 1) })
  }
  if flow.count > 0 { return use(flow, rows) }
  let scores = model.logLikelihoods(of: rows)
  if scores.count != 3 { return "\(scores.count) scores" }
  // Not finite they may be, with weights near the largest float; above 0 they are never.
  let rounding = rounding(of: model)
  if scores.contains(where: { $0 > rounding }) { return "a probability above 1: \(scores)" }
  if model.rows(0..<3, seed: 1).count != 3 { return "rows are missing" }
  if let problem = interrogate(model) { return problem }
  let written = model.fileBytes(precision: model.precision, tool: model.tool)
  guard let again = try? MadeModel(fileBytes: written) else { return "it does not read its own" }
  if again.fileBytes(precision: again.precision, tool: again.tool) != written {
    return "written again it differs"
  }
  return nil
}

/// The same for a flow, whose scores are of densities and may be anything.
private func use(_ flow: Flow, _ rows: Rows) -> String? {
  let scores = flow.logLikelihoods(of: rows)
  if scores.count != rows.count { return "\(scores.count) scores" }
  if flow.rows(0..<3, seed: 1).count != 3 { return "rows are missing" }
  let written = flow.fileBytes(precision: flow.last.precision, tool: flow.last.tool)
  guard let again = try? Flow(fileBytes: written) else { return "it does not read its own" }
  if again.fileBytes(precision: again.last.precision, tool: again.last.tool) != written {
    return "written again it differs"
  }
  return nil
}

/// The run whose checkpoints are looked for; it does not change unless one is found.
private func makeTrainer() throws -> Trainer {
  var options = TrainingOptions()
  options.epochs = 9
  let rows = Rows(columns: 3, rows: [[true, false, true], [false, true, true]])
  return try Trainer(
    architecture: Architecture(inputs: 3, hidden: [2]), schedule: MaskSchedule(),
    options: options, training: rows, validation: rows)
}

func probeCheckpoint(_ bytes: [UInt8]) -> String? {
  do {
    let trainer = try makeTrainer()
    let schema = Schema(binaryColumns: 3)
    let identity = trainer.identity(schema: schema, program: "probe")
    let sink = MemorySink()
    try trainer.advance()
    try trainer.writeCheckpoint(to: sink, identity: identity)
    // The input changes a real checkpoint from byte 8 on, which gets past its fingerprints.
    var changed = sink.bytes
    for (number, byte) in bytes.enumerated() {
      let place = number < 16 ? 8 + number : 40 + number
      if place < changed.count - 4 { changed[place] ^= byte } else { changed.append(byte) }
    }
    let sum = Checksum(changed.dropLast(4)).value
    for byte in 0..<4 {
      changed[changed.count - 4 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(byte)))
    }
    let other = try makeTrainer()
    try other.resume(from: MemorySource(changed), identity: identity)
    while other.state == .going { try other.advance() }
    _ = try other.model(schema: schema)
  } catch {}
  return nil
}
