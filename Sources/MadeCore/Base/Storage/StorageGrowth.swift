// What lists take when they are full.

/// A list that doubles when it is full: it takes a new block, moves there, and gives the old one back.
package struct StorageGrowth {
  /// How many elements fit when what is added has its place.
  package let room: Int
  /// Bytes of the new block and of the old one; none if what is added fits.
  package let taken: Int
  package let freed: Int

  package init(count: Int, capacity: Int, width: Int, adding more: Int) {
    let fits = more <= capacity - count
    let after = fits ? capacity : max(2 * capacity, count + more)
    room = after - count
    taken = fits ? 0 : width * after
    freed = fits ? 0 : width * capacity
  }

  /// The most bytes that lists which grow one after the other take beyond what they have.
  package static func bytes(_ growths: some Sequence<StorageGrowth>) -> Int {
    var (now, most) = (0, 0)
    for growth in growths {
      most = max(most, now + growth.taken)
      now += growth.taken - growth.freed
    }
    return most
  }
}
