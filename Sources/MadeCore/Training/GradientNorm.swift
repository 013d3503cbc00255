// The length of the gradient, for clipping.

enum GradientNorm {
  /// The Euclidean norm of a gradient, in Double.
  ///
  /// Partial sums are of fixed parts of the buffer, so the result is the same for every number of
  /// threads.
  static func value(of gradient: FloatBuffer, team: WorkerTeam) -> Double {
    let size = 1 << 14
    let parts = (gradient.count + size - 1) / size
    let sums = DoubleBuffer(count: parts)
    team.forEach(parts) { part in
      var sum = 0.0
      for place in part * size..<min(gradient.count, (part + 1) * size) {
        let value = Double(gradient.base[place])
        sum += value * value
      }
      sums.base[part] = sum
    }
    return (0..<parts).reduce(0) { $0 + sums.base[$1] }.squareRoot()
  }
}
