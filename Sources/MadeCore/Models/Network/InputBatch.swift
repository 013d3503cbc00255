// Records as the network reads them: which inputs are 1, by record and by rank; and their codes.

/// A batch of records in the order of a mask's inputs.
///
/// The same cells in several forms, because the two directions of the network want them differently: for each
/// record the ascending list of the inputs that are 1 (to add up rows of first-layer weights); for each input
/// the set of records in which it is 1 (to add up gradients, and for the loss of bits); and for each column
/// the codes of all records (for the loss of others).
package final class InputBatch: @unchecked Sendable {
  /// Records of a group, which one thread fills at a time.
  package static let group = 8

  /// Inputs that are 0 or 1.
  package let inputs: Int
  /// The inputs that are real numbers, which `fillReals` takes; nil without any.
  package let reals: RealInputs?
  /// How many records fit, a multiple of 16.
  package let lanes: Int
  /// Records now held.
  package private(set) var count = 0
  /// For each record the ranks of its inputs that are 1, ascending; a record has `inputs` elements.
  package let active: UnsafeMutablePointer<Int32>
  package let activeCount: UnsafeMutablePointer<Int32>
  /// Bit b % 16 of element p * lanes / 16 + b / 16: whether the input of rank p is 1 in record b.
  ///
  /// Filled for binary columns, and for training also for the others.
  package let bits: UnsafeMutablePointer<UInt16>
  /// The same without the inputs that were dropped; `bits` itself without input dropout.
  package private(set) var inputBits: UnsafeMutablePointer<UInt16>
  /// Codes by position and lane, -1 in lanes without a record; not filled for binary columns.
  ///
  /// Of numbers the one that they set, counted from the first of their column.
  private let codes: UnsafeMutablePointer<Int32>
  /// What describes numbers to their conditionals: the rows of each column in turn, by lane.
  let values: FloatBuffer
  /// Whether `bits` is filled for columns that are not binary, too.
  private let hasInputBits: Bool
  /// What the inputs that were kept are multiplied by, to make up for the dropped ones.
  package private(set) var inputFactor: Float = 1

  /// - Parameter training: whether the gradient by the weights of inputs will be taken.
  package init(_ architecture: Architecture, lanes: Int, training: Bool) {
    inputs = architecture.ones
    reals = architecture.reals > 0 ? RealInputs(count: architecture.reals, lanes: lanes) : nil
    self.lanes = lanes
    hasInputBits = training
    active = .allocate(capacity: max(inputs * lanes, 1))
    activeCount = .allocate(capacity: lanes)
    activeCount.initialize(repeating: 0, count: lanes)
    bits = .allocate(capacity: max(inputs * lanes / 16, 1))
    bits.initialize(repeating: 0, count: inputs * lanes / 16)
    inputBits = bits
    codes = .allocate(capacity: max(architecture.columns * lanes, 1))
    values = FloatBuffer(count: architecture.shapes.reduce(0) { $0 + $1.cellRows } * lanes)
  }

  deinit {
    active.deallocate()
    activeCount.deallocate()
    bits.deallocate()
    codes.deallocate()
    if inputBits != bits { inputBits.deallocate() }
  }

  /// The cells of the columns from `position` on; `input` is the rank of their first input, `row` the first of
  /// the rows that describe their numbers.
  package func cells(position: Int, input: Int, row: Int) -> LaneCells {
    LaneCells(
      lanes: lanes, count: count, bits: bits + input * (lanes / 16),
      codes: codes + position * lanes,
      values: values.base + row * lanes)
  }

  /// A column as a mask orders it.
  private struct Cell {
    let place: CellPlace
    /// The rank of the input of code 0, if that code had one.
    let input: Int
    let silentCodes: Int
    let inputs: Range<Int>
    let isBit: Bool
    /// Its index among the columns of numbers; nil for one of codes.
    let number: Int?
    /// Its index among the columns whose numbers move.
    let moving: Int?
  }

  /// Takes the records with the given indices, at most `lanes` of them.
  ///
  /// - Parameters:
  ///   - moving: the cells that `move` will set, which are left out here; nil for none.
  ///   - dropout: drops inputs, but not what is to be predicted; nil without.
  package func fill(
    from rows: Rows, records: ArraySlice<Int32>, mask: Mask, except moving: MovingCells? = nil,
    dropout: InputDropout? = nil, team: WorkerTeam
  ) {
    if rows.layout.isBits {
      fill(bits: rows, records: records, places: mask.onePlaces, dropout: dropout, team: team)
      return
    }
    precondition(rows.columns == mask.ordering.count)
    var numbers: [NumberCells] = []
    var (input, row) = (0, 0)
    let cells = mask.ordering.columns.map { column in
      let conditional = mask.reading(column)
      let (first, silent) = (input, conditional.ofCodes?.silentCodes ?? 0)
      input += conditional.ones
      var number: Int?
      if let conditional = conditional.ofValues {
        number = numbers.count
        numbers.append(
          NumberCells(
            conditional: conditional, real: mask.realPlaces[mask.firstReals[column]], row: row,
            rows: mask.shapes[column].cellRows, places: rows.layout.places))
        row += mask.shapes[column].cellRows
      }
      return Cell(
        place: rows.layout.places[column], input: first - silent, silentCodes: silent,
        inputs: first..<input, isBit: rows.layout.storage[column] == .bit, number: number,
        moving: moving?.indices[column])
    }
    let numberCells = numbers
    fill(rows, records, dropout, team: team) { group, source, dropout in
      for cell in cells where cell.isBit || self.hasInputBits {
        self.clear(cell.inputs, group, hasDropout: dropout != nil)
      }
      for lane in group * Self.group..<(group + 1) * Self.group {
        guard lane < self.count else {
          self.leaveEmpty(lane, cells)
          continue
        }
        let record = Int(records[records.startIndex + lane])
        self.fillCells(lane, source.row(record), cells, numberCells, moving, dropout)
      }
      self.reals?.turn(group)
    }
  }

  /// The same for rows of bits, each of which is an input.
  ///
  /// - Parameter places: bit to place, as the mask sorts the ones.
  package func fill(
    bits rows: Rows, records: ArraySlice<Int32>, places: [Int], dropout: InputDropout? = nil,
    team: WorkerTeam
  ) {
    precondition(rows.layout.isBits && rows.columns == inputs && places.count == inputs)
    fill(rows, records, dropout, team: team) { group, source, dropout in
      self.clear(0..<self.inputs, group, hasDropout: dropout != nil)
      for lane in group * Self.group..<(group + 1) * Self.group {
        self.activeCount[lane] = 0
        if lane >= self.count { continue }
        let record = Int(records[records.startIndex + lane])
        self.fillBits(lane, source.row(record), source.width, places, dropout)
      }
    }
  }

  /// Calls `body` with each group of lanes, by all threads of the team.
  private func fill(
    _ rows: Rows, _ records: ArraySlice<Int32>, _ dropout: InputDropout?, team: WorkerTeam,
    _ body: @Sendable (_ group: Int, Source, InputDropout?) -> Void
  ) {
    inputFactor = dropout?.factor ?? 1
    if dropout != nil && inputBits == bits {
      inputBits = .allocate(capacity: max(inputs * lanes / 16, 1))
    }
    precondition(records.count <= lanes)
    count = records.count
    rows.words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return }
      let source = Source(base: base, width: rows.wordsPerRow)
      team.forEach(lanes / Self.group) { body($0, source, dropout) }
    }
  }

  private struct Source: @unchecked Sendable {
    let base: UnsafePointer<UInt64>
    /// Words of a row.
    let width: Int

    func row(_ record: Int) -> UnsafePointer<UInt64> { base + record * width }
  }

  /// As bytes: two groups share 16 bits, but never a byte (little-endian).
  private func bytes(_ words: UnsafeMutablePointer<UInt16>) -> UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(words).assumingMemoryBound(to: UInt8.self)
  }

  private func clear(_ places: Range<Int>, _ group: Int, hasDropout: Bool) {
    let stride = lanes / Self.group
    let (bytes, left) = (bytes(bits), bytes(inputBits))
    for place in places { bytes[place * stride + group] = 0 }
    if hasDropout { for place in places { left[place * stride + group] = 0 } }
  }

  private func leaveEmpty(_ lane: Int, _ cells: [Cell]) {
    activeCount[lane] = 0
    for (position, cell) in cells.enumerated() where !cell.isBit {
      codes[position * lanes + lane] = -1
    }
    reals?.clear(lane)
  }

  private func notes(_ lane: Int, _ dropout: InputDropout?) -> InputNotes {
    let group = lane / Self.group
    return InputNotes(
      bits: bytes(bits) + group, inputBits: bytes(inputBits) + group, stride: lanes / Self.group,
      bit: 1 << UInt8(lane % Self.group), list: active + lane * inputs,
      dropped: dropout?.pattern(ofLane: lane))
  }

  private func fillCells(
    _ lane: Int, _ words: UnsafePointer<UInt64>, _ cells: [Cell], _ numbers: [NumberCells],
    _ moving: MovingCells?, _ dropout: InputDropout?
  ) {
    let row = UnsafeRawPointer(words)
    let codes = codes + lane
    var notes = notes(lane, dropout)
    for (position, cell) in cells.enumerated() {
      var code = cell.place.cell(in: row)
      var isDropped = false
      if let number = cell.number {
        isDropped = notes.drops()
        if let index = cell.moving, let moving, moving.moves(index, lane) {
          code = -1
        } else {
          code = numbers[number].fill(
            lane, cell: code, of: row, factor: isDropped ? 0 : inputFactor, reals: reals,
            values: values,
            lanes: lanes)
        }
      }
      if !cell.isBit { codes[position * lanes] = Int32(truncatingIfNeeded: code) }
      if code < cell.silentCodes { continue }
      if cell.number == nil { isDropped = notes.drops() }
      notes.take(
        cell.input + code, isNoted: cell.isBit || hasInputBits, isDropped: isDropped)
    }
    activeCount[lane] = Int32(notes.found)
  }

  /// The same for rows of bits: in many tables most are 0, so only those that are 1 are looked at.
  private func fillBits(
    _ lane: Int, _ words: UnsafePointer<UInt64>, _ width: Int, _ places: [Int],
    _ dropout: InputDropout?
  ) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: width) { sorted in
      sorted.initialize(repeating: 0)
      guard let placeBits = sorted.baseAddress else { return }
      forEachOne(words, width) { column in
        let place = places[column]
        placeBits[place / 64] |= 1 << UInt64(place % 64)
      }
      var notes = notes(lane, dropout)
      forEachOne(UnsafePointer(placeBits), width) { place in
        notes.take(place, isNoted: true, isDropped: notes.drops())
      }
      activeCount[lane] = Int32(notes.found)
    }
  }
}
