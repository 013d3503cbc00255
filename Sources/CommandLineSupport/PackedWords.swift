// Thousands of file names on a command line: the parser takes a time that grows with their square.

/// Many words as one, put together before the command line is parsed and taken apart after that.
///
/// They are joined by the one byte that no argument can hold.
enum PackedWords {
  private static let separator = "\0"
  /// Shorter runs are left alone, so that messages about them are as ever.
  private static let least = 50

  /// The arguments with long runs of words that can only be operands packed.
  ///
  /// The first word of a run stays as it is: it may be the value of an option before it.
  static func packed(_ arguments: [String]) -> [String] {
    var result: [String] = []
    var run: [String] = []
    var isAfterTerminator = false
    func endRun() {
      let first = isAfterTerminator ? 0 : 1
      if run.count >= least {
        result += run.prefix(first) + [run.dropFirst(first).joined(separator: separator)]
      } else {
        result += run
      }
      run = []
    }
    for word in arguments {
      if isAfterTerminator || word == "-" || word.utf8.first != UInt8(ascii: "-") {
        run.append(word)
      } else {
        endRun()
        result.append(word)
        isAfterTerminator = word == "--"
      }
    }
    endRun()
    return result
  }

  /// The words of packed ones and of others.
  static func unpacked(_ words: [String]) -> [String] {
    words.flatMap { word in
      word.utf8.contains(0)
        ? word.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        : [word]
    }
  }
}
