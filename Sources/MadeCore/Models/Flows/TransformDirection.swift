// What the networks of steps read: numbers before they move, or after.

/// Which numbers the network of a transform reads: those before a number as they are before the step, or after it.
///
///     maf:  u_d = f(x_d; z_d(x_<d)),     iaf:  u_d = f(x_d; z_d(u_<d))
///
/// `maf` makes u of x in a plain pass, and x of u position by position; with `iaf` it is the other way round. Both use
/// each weight once.
public enum TransformDirection: String, CaseIterable, Sendable {
  /// Before they move: masked autoregressive flow (Papamakarios, Pavlakou and Murray 2017).
  case maf
  /// After they have moved: inverse autoregressive flow (Kingma et al. 2016).
  case iaf

  /// What model files and people are told of a transform: files of `maf` are those of before there was `iaf`.
  package func words(_ map: NumberMap) -> String {
    self == .maf ? map.rawValue : "\(map.rawValue) \(rawValue)"
  }
}
