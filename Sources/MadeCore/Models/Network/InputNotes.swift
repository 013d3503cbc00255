// Where the inputs of a record that are 1 are written down, in both forms.

/// Notes the inputs of one record that are 1: in its list, and in the bits of its group of lanes.
struct InputNotes {
  /// The bytes of the record's group: those of input 0; `stride` bytes on follow those of the next one.
  let bits: UnsafeMutablePointer<UInt8>
  let inputBits: UnsafeMutablePointer<UInt8>
  let stride: Int
  let bit: UInt8
  let list: UnsafeMutablePointer<Int32>
  var found = 0
  var dropped: InputDropout.Pattern?

  /// Whether what comes next is dropped.
  @inline(__always)
  mutating func drops() -> Bool { dropped?.next() == true }

  /// Adds an input that is 1 to the record's list unless it is dropped, and if `isNoted` sets its bit.
  @inline(__always)
  mutating func take(_ place: Int, isNoted: Bool, isDropped: Bool) {
    if isNoted { bits[place * stride] |= bit }
    if isDropped { return }
    if dropped != nil && isNoted { inputBits[place * stride] |= bit }
    list[found] = Int32(truncatingIfNeeded: place)
    found += 1
  }
}

/// Calls `body` with the index of each bit that is 1, ascending.
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
