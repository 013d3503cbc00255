// The memory of one thread that evaluates records.

/// The memory in which one thread evaluates records, made when it is first needed.
///
/// All lanes of a workspace are computed, used or not, so there are narrow ones for the few records that pipes
/// and co-processes send at a time. It belongs to one thread at a time, hence `@unchecked`.
package final class EvaluationWorkspace: @unchecked Sendable {
  private let architecture: Architecture
  private var rooms: [Workspace?] = [nil, nil, nil]
  private var buffers: [FloatBuffer?] = [nil, nil]

  /// Records that one thread takes through a network at a time.
  package static let lanes = 96

  private static let sizes = [16, 48, lanes]

  package init(_ architecture: Architecture) { self.architecture = architecture }

  func room(for count: Int) -> Workspace {
    let index = Self.sizes.firstIndex { count <= $0 } ?? Self.sizes.count - 1
    let room =
      rooms[index] ?? Workspace(architecture, lanes: Self.sizes[index], training: false)
    rooms[index] = room
    return room
  }

  /// One of two buffers of at least `count` floats, with whatever their last use left in them.
  func buffer(_ number: Int, count: Int) -> FloatBuffer {
    if let buffer = buffers[number], buffer.count >= count { return buffer }
    buffers[number] = nil
    let buffer = FloatBuffer(count: count)
    buffers[number] = buffer
    return buffer
  }
}
