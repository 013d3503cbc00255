// How people name a column where names repeat or are blank.

/// What names each column in options and conditions: its name; `NAME#2` for the second one of a name, `NAME#3` for the
/// third; its number from 1 where it has no name or a blank one.
package func columnAddresses(_ names: [String?]) -> [String] {
  var seen: [String: Int] = [:]
  return names.enumerated().map { index, name in
    guard let name, !name.isEmpty else { return "\(index + 1)" }
    let occurrence = seen[name, default: 0] + 1
    seen[name] = occurrence
    return occurrence == 1 ? name : "\(name)#\(occurrence)"
  }
}

/// The index of the column that a text names: the first one of that name, else by its number from 1, else by its
/// address; nil if there is no such column.
package func columnIndex(_ text: some StringProtocol, among names: [String?]) -> Int? {
  if !text.isEmpty, let index = names.firstIndex(where: { $0.map { $0 == text } ?? false }) {
    return index
  }
  if let number = Int(text), (1...max(names.count, 1)).contains(number), !names.isEmpty {
    return number - 1
  }
  guard text.contains("#") else { return nil }
  return columnAddresses(names).firstIndex { $0 == text }
}
