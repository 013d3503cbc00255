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

  private var width: Int { padded(count, to: 16) }

  /// Sets a real input of the record in a lane.
  func set(_ lane: Int, _ place: Int, _ value: Float) {
    byRecord.base[lane * width + place] = value
  }

  /// Takes the record out of a lane.
  func clear(_ lane: Int) {
    (byRecord.base + lane * width).update(repeating: 0, count: count)
  }

  /// Copies what `set` and `clear` left in the lanes of a group to `byPlace`.
  func turn(_ group: Int) {
    let first = group * InputBatch.group
    Kernels.table.pointee.transpose(
      byRecord.base + first * width, width, InputBatch.group, width, byPlace.base + first, lanes)
  }

  /// Takes the values of the first `records` lanes; see `InputBatch.fillReals`.
  fileprivate func fill(
    records: Int, places: [Int], team: WorkerTeam,
    _ value: @Sendable (_ lane: Int, _ real: Int) -> Float
  ) {
    precondition(places.count == count && records <= lanes)
    team.forEach(lanes / InputBatch.group) { group in
      for lane in group * InputBatch.group..<(group + 1) * InputBatch.group {
        if lane >= records {
          self.clear(lane)
          continue
        }
        for (real, place) in places.enumerated() { self.set(lane, place, value(lane, real)) }
      }
      self.turn(group)
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
