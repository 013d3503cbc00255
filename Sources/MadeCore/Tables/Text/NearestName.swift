// "Did you mean": the name that somebody probably meant.

/// The name most like `name`: equal but for capitals, or at most a third of its letters away; nil if there is none.
///
/// A letter that is missing, extra or different counts one (Levenshtein, 1966). Among equals the first in the
/// alphabet is taken.
package func nearestName(to name: String, among names: some Collection<String>) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars)
  // A longer text is not a mistyped name; and nobody looks for a name among very many.
  guard wanted.count <= 100, names.count <= 10_000 else { return nil }
  var best: (distance: Int, name: String)?
  for candidate in names.sorted() {
    let letters = Array(candidate.lowercased().unicodeScalars)
    let limit = min(best?.distance ?? .max, wanted.count / 3 + 1)
    guard abs(letters.count - wanted.count) < limit else { continue }
    let distance = distance(wanted, letters)
    if distance < limit { best = (distance, candidate) }
  }
  return best?.name
}

/// The fewest letters to put in, take out or replace.
private func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
  var previous = Array(0...other.count)
  for (row, letter) in one.enumerated() {
    var current = [row + 1]
    for (column, otherLetter) in other.enumerated() {
      current.append(
        min(
          previous[column] + (letter == otherLetter ? 0 : 1), previous[column + 1] + 1,
          current[column] + 1))
    }
    previous = current
  }
  return previous[other.count]
}
