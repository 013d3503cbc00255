// Records as the network reads them: the inputs that are real numbers.

import CKernels

/// The real inputs of a batch in the order of a mask.
///
/// The same numbers twice, as for hidden units: by record for products with gradients, by rank for products with
/// weights. Lanes without a record, and the padding after the last input, are zero.
package final class RealInputs: Sendable {
  /// Real inputs of a record.
  package let count: Int
  /// (lanes, count padded to 16).
  package let byRecord: FloatBuffer
  /// (count padded to 16, lanes).
  package let byPlace: FloatBuffer
  private let lanes: Int

  init(count: Int, lanes: Int) {
    self.count = count
    self.lanes = lanes
    byRecord = FloatBuffer(count: padded(count, to: 16) * lanes)
    byPlace = FloatBuffer(count: padded(count, to: 16) * lanes)
  }

  /// Takes the values of the first `records` lanes; see `InputBatch.fillReals`.
  fileprivate func fill(
    records: Int, places: [Int], team: WorkerTeam,
    _ value: @Sendable (_ lane: Int, _ real: Int) -> Float
  ) {
    precondition(places.count == count && records <= lanes)
    let width = padded(count, to: 16)
    team.forEach(lanes / InputBatch.group) { group in
      let first = group * InputBatch.group
      for lane in first..<first + InputBatch.group {
        let row = self.byRecord.base + lane * width
        if lane >= records {
          row.update(repeating: 0, count: self.count)
          continue
        }
        for (real, place) in places.enumerated() { row[place] = value(lane, real) }
      }
      Kernels.table.pointee.transpose(
        self.byRecord.base + first * width, width, InputBatch.group, width,
        self.byPlace.base + first, self.lanes)
    }
  }
}

extension InputBatch {
  /// Takes the real inputs of the records that `fill` took; nothing to do without any.
  ///
  /// - Parameters:
  ///   - places: real input to rank, under the mask.
  ///   - value: a real input of the record in a lane.
  package func fillReals(
    places: [Int], team: WorkerTeam, _ value: @Sendable (_ lane: Int, _ real: Int) -> Float
  ) {
    reals?.fill(records: count, places: places, team: team, value)
  }
}
