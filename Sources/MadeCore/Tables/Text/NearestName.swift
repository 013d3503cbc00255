// "Did you mean": the name that somebody probably meant.

/// The name most like `name`, nil if none is: it differs in capitals only, or in at most a third of its letters.
///
/// Letters that are lacking, too many, or others count one each (Levenshtein, 1966). The first of equals in the alphabet.
package func nearestName(to name: String, among names: some Collection<String>) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars)
  // Longer texts are no names that were mistyped; and among very many nobody looks for one.
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
