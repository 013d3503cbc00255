// The tables and pictures that made-masks prints.

import CommandLineSupport
import MadeCore

/// The masks of a model, or of a shape that has no model yet.
struct MaskedShape: Sendable {
  let masks: [Mask]
  let names: [String]?
  let direct: Bool
  let residual: Bool
  /// Layers above the inputs: hidden ones, then the output.
  let layers: ClosedRange<Int>

  /// Units of each layer, as text.
  var widths: String {
    (0...layers.upperBound).map { "\(masks[0].width(ofLayer: $0))" }.joined(separator: ", ")
  }

  init(model: MadeModel) {
    masks = model.masks
    names = model.schema.names
    direct = model.architecture.direct
    residual = model.architecture.residual
    layers = 1...model.architecture.hidden.count + 1
  }

  init(inputs: Int, hidden: [Int], residual: Bool, seed: UInt64) {
    masks = [
      MaskSchedule(seed: seed).firstMask(
        inputs: inputs, widths: hidden, sharesDegrees: residual)
    ]
    names = nil
    direct = false
    self.residual = residual
    layers = 1...hidden.count + 1
  }
}

/// Prints one view of the masks.
struct MaskTable: Sendable {
  let shape: MaskedShape
  let separator: String

  private func line(_ fields: [String]) -> String { fields.joined(separator: separator) + "\n" }

  /// A line for each mask and weight matrix: how many of its connections the mask allows.
  func summary(to output: Output) throws {
    try output.write(
      line(["mask", "from", "to", "units_below", "units", "connections", "share"]))
    for (number, mask) in shape.masks.enumerated() {
      for part in mask.connectionCounts(direct: shape.direct) {
        let share = Float(part.allowed) / Float(part.below * part.above)
        try output.write(
          line([
            "\(number + 1)", "\(part.from)", "\(part.to)", "\(part.below)", "\(part.above)",
            "\(part.allowed)", "\(share)",
          ]))
      }
    }
  }

  func ordering(of number: Int, to output: Output) throws {
    let hasNames = shape.names != nil
    try output.write(line(["position", "column"] + (hasNames ? ["name"] : [])))
    for (position, column) in shape.masks[number].ordering.columns.enumerated() {
      let name =
        shape.names.map { names in
          [RecordWriter.quoted(names[column], delimiter: separator.utf8.first ?? 0x2C)]
        } ?? []
      try output.write(line(["\(position + 1)", "\(column + 1)"] + name))
    }
  }

  func degrees(of number: Int, to output: Output) throws {
    try output.write(line(["layer", "unit", "degree"]))
    for (layer, degrees) in shape.masks[number].degrees.layers.enumerated() {
      for (unit, degree) in degrees.enumerated() {
        try output.write(line(["\(layer + 1)", "\(unit + 1)", "\(degree)"]))
      }
    }
  }

  /// The mask M^K itself, units in the order of their numbers: text of 0 and 1, or a bitmap (PBM, P4)
  /// with a black pixel for every allowed connection.
  func layer(_ layer: Int, of number: Int, isBitmap: Bool, to output: Output) throws {
    let mask = shape.masks[number]
    let (below, above) = (mask.width(ofLayer: layer - 1), mask.width(ofLayer: layer))
    if isBitmap { try output.write("P4\n\(below) \(above)\n") }
    for upper in 0..<above {
      let row = (0..<below).map { mask.allows(from: layer - 1, $0, to: layer, upper) }
      if isBitmap {
        var bytes = [UInt8](repeating: 0, count: (below + 7) / 8)
        for (unit, isAllowed) in row.enumerated() where isAllowed {
          bytes[unit / 8] |= 0x80 >> UInt8(unit % 8)
        }
        try output.write(bytes)
      } else {
        try output.write(line(row.map { $0 ? "1" : "0" }))
      }
    }
  }

  /// A line for each mask with the verdict; false when a mask is not autoregressive, or when an
  /// output misses a predecessor that the widths would have allowed.
  func check(to output: Output, team: WorkerTeam) throws -> Bool {
    var isProved = true
    let proofs = team.map(shape.masks.count) {
      Reachability(
        mask: self.shape.masks[$0], direct: self.shape.direct, residual: self.shape.residual)
    }
    try output.write(line(["mask", "autoregressive", "outputs", "complete_outputs"]))
    for (number, mask) in shape.masks.enumerated() {
      let proof = proofs[number]
      let isValid = proof.violations.isEmpty
      isProved = isProved && isValid && proof.avoidable.isEmpty
      try output.write(
        line([
          "\(number + 1)", isValid ? "yes" : "no", "\(mask.ordering.count)",
          "\(mask.ordering.count - proof.incomplete.count)",
        ]))
      for column in proof.violations.prefix(1) {
        MadeMasks.tell(
          "mask \(number + 1): the output of column \(column + 1) depends on itself "
            + "or on a later column")
      }
      for column in proof.avoidable.prefix(1) {
        MadeMasks.tell(
          "mask \(number + 1): the output of column \(column + 1) does not see all of "
            + "its predecessors")
      }
    }
    return isProved
  }
}
