// Records as the network reads them: which inputs are 1, by record and by place.

/// A batch of records in the order of a mask's inputs: ones, and beside them reals, if there are any.
///
/// Of the ones the same bits twice, because the two directions of the network want them differently: for each
/// record the ascending list of the places that are 1 (to add up rows of first-layer weights), and
/// for each place the set of records in which it is 1 (to add up gradients, and for the loss).
package final class InputBatch: @unchecked Sendable {
  /// Records to a group, which is what one thread fills at a time.
  package static let group = 8

  /// Inputs that are 0 or 1.
  package let inputs: Int
  /// The inputs that are real numbers, which `fillReals` takes; nil without any.
  package let reals: RealInputs?
  /// Room for records, a multiple of 16.
  package let lanes: Int
  /// Records now held.
  package private(set) var count = 0
  /// Places that are 1; `inputs` of them have room in a record.
  package let active: UnsafeMutablePointer<Int32>
  package let activeCount: UnsafeMutablePointer<Int32>
  /// Bit b % 16 of word p * lanes / 16 + b / 16: place p of record b.
  package let bits: UnsafeMutablePointer<UInt16>
  /// The same without the inputs that were dropped; `bits` itself when none can be.
  package private(set) var inputBits: UnsafeMutablePointer<UInt16>
  /// What the inputs that are left count, to make up for the dropped ones.
  package private(set) var inputFactor: Float = 1

  package init(inputs: Int, reals: Int = 0, lanes: Int) {
    self.inputs = inputs
    self.reals = reals > 0 ? RealInputs(count: reals, lanes: lanes) : nil
    self.lanes = lanes
    active = .allocate(capacity: max(inputs * lanes, 1))
    activeCount = .allocate(capacity: lanes)
    activeCount.initialize(repeating: 0, count: lanes)
    bits = .allocate(capacity: max(inputs * lanes / 16, 1))
    bits.initialize(repeating: 0, count: inputs * lanes / 16)
    inputBits = bits
  }

  deinit {
    active.deallocate()
    activeCount.deallocate()
    bits.deallocate()
    if inputBits != bits { inputBits.deallocate() }
  }

  /// Takes the records with the given numbers, at most `lanes` of them.
  ///
  /// - Parameters:
  ///   - places: slot to place, as the mask sorts them.
  ///   - dropout: drops inputs, though not what is to be predicted; nil for none.
  package func fill(
    from rows: Rows, records: ArraySlice<Int32>, places: [Int],
    dropout: InputDropout? = nil, team: WorkerTeam
  ) {
    inputFactor = dropout?.factor ?? 1
    if dropout != nil && inputBits == bits {
      inputBits = .allocate(capacity: max(inputs * lanes / 16, 1))
    }
    precondition(records.count <= lanes && rows.columns == inputs && places.count == inputs)
    count = records.count
    let width = Rows.words(forColumns: inputs)
    rows.words.withUnsafeBufferPointer { words in
      let words = SendableWords(base: words.baseAddress, width: rows.wordsPerRow)
      team.forEach(lanes / Self.group) { group in
        // Bytes, not words: two groups share a 16-bit word but never a byte (little-endian).
        let bytes = UnsafeMutableRawPointer(self.bits).assumingMemoryBound(to: UInt8.self)
        let stride = self.lanes / Self.group
        for place in 0..<self.inputs { bytes[place * stride + group] = 0 }
        let left = UnsafeMutableRawPointer(self.inputBits).assumingMemoryBound(to: UInt8.self)
        if dropout != nil {
          for place in 0..<self.inputs { left[place * stride + group] = 0 }
        }
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: width) { sorted in
          for lane in group * Self.group..<(group + 1) * Self.group {
            self.activeCount[lane] = 0
            guard lane < self.count, let base = words.base else { continue }
            sorted.initialize(repeating: 0)
            let record = Int(records[records.startIndex + lane])
            guard let placeBits = sorted.baseAddress else { continue }
            forEachOne(base.advanced(by: record * words.width), width) { slot in
              let place = places[slot]
              sorted[place / 64] |= 1 << UInt64(place % 64)
            }
            let list = self.active.advanced(by: lane * self.inputs)
            let bit = UInt8(1) << UInt8(lane % Self.group)
            var found = 0
            var dropped = dropout?.pattern(ofLane: lane)
            forEachOne(UnsafePointer(placeBits), width) { place in
              bytes[place * stride + group] |= bit
              if dropped?.next() == true { return }
              if dropout != nil { left[place * stride + group] |= bit }
              list[found] = Int32(truncatingIfNeeded: place)
              found += 1
            }
            self.activeCount[lane] = Int32(found)
          }
        }
      }
    }
  }
}

private struct SendableWords: @unchecked Sendable {
  let base: UnsafePointer<UInt64>?
  let width: Int
}

/// Calls `body` with the number of each bit that is 1, ascending.
@inline(__always)
func forEachOne(_ words: UnsafePointer<UInt64>, _ count: Int, _ body: (Int) -> Void) {
  for index in 0..<count {
    var word = words[index]
    while word != 0 {
      body(index * 64 + word.trailingZeroBitCount)
      word &= word - 1
    }
  }
}

extension Rows {
  /// Calls `body` with each bit that is 1 in a record, ascending.
  package func forEachOne(inRow row: Int, _ body: (Int) -> Void) {
    words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return }
      MadeCore.forEachOne(base.advanced(by: row * wordsPerRow), wordsPerRow, body)
    }
  }
}
