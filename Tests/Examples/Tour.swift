// More of the library, each part as short as it goes.

import MadeCore

/// Writes files that check.sh compares with what the tools print; ends the program where something is not as it
/// should be.
func tour(_ table: Table, _ model: MadeModel, _ holes: Table) throws {
  // Likelihoods of what is known, and how well they are estimated.
  let marginals = try model.marginals(of: holes)
  try write(numbers: [marginals.values, marginals.standardErrors], to: "marginals.txt")
  let scores = try model.logLikelihoods(of: holes)
  check(scores == marginals.values, "a table with holes is summed over")

  // Conditions, as --where takes them.
  let tall = try model.samples(100, where: ["height>=180", "colour=red|green"], seed: 7)
  try tall.write(to: "tall.csv")
  check((0..<tall.count).allSatisfy { (tall[$0, "height"]?.number ?? 0) >= 180 }, "all are tall")

  // A model from a file; settings; a mixture of two models.
  let same = try MadeModel(contentsOf: "model.made")
  check(same.samples(9, seed: 1)[3] == model.samples(9, seed: 1)[3], "it is the same model")
  var options = FitOptions(for: table)
  options.hidden = [20]
  options.training.epochs = 3
  options.training.seed = 2
  let small = try MadeModel.fit(to: table, options: options)
  try small.write(to: "small.made")
  let mixture = try Mixture([model, small], weights: [3, 1])
  try mixture.samples(100, seed: 7).write(to: "mixture.csv")

  // Rows of Swift values: strings, integers, doubles, booleans; nil is missing, or a hole.
  let unknown: Double? = nil
  let asked = try Table(
    [[true, 180.25, "red", 3], [false, unknown, "purple", nil]],
    columns: ["smokes", "height", "colour", "children"], schema: model.schema, emptyCells: .holes)
  check(asked[0] == [.word("1"), .number(180.25), .word("red"), .word("3")], "values come back")
  check(asked[1, "colour"] == .word("purple"), "and those that the model has never seen")
  check(asked[1, "height"] == .hole && asked.text(1, 1) == "", "a hole is a hole")
  let answers = try model.completions(of: asked, count: 3, seed: 1)
  check(answers.count == 6 && answers[2] == asked[0], "known cells stay as they are")
  check(!answers.hasHoles, "no hole is left")

  // A table of Swift values whose columns are found; its rows are read as those of any model with such columns.
  var people: [[(any CellValue)?]] = []
  for number in 0..<200 {
    let height = Double(number * number % 97) / 4
    people.append([number % 3 == 0, height, number % 2 == 0 ? "red" : "green", number % 4])
  }
  let made = try Table(people, columns: ["smokes", "height", "colour", "children"])
  check(made.schema != model.schema, "columns are found in the values")
  check(made[10, "height"] == .number(0.75), "values are kept as they are")
  check(try model.logLikelihoods(of: made).count == 200, "and scored by another model")

  // What is wrong is a value.
  do {
    _ = try Table([["a"], ["b", "c"]], schema: model.schema)
    check(false, "rows of other columns")
  } catch {
    check(error == .fieldCount(source: "rows", line: 1, expected: 4, found: 1), "\(error)")
  }
  do {
    _ = try MadeModel.fit(to: holes)
    check(false, "holes are not trained on")
  } catch {
    check(error as? TrainingError == .holes, "\(error)")
  }
}

/// Writes lines of numbers as the tools print them.
func write(numbers columns: [[Double]], to path: String) throws {
  let file = try AtomicFile(path: path)
  for row in columns[0].indices {
    try file.write(columns.map { Float($0[row]).description }.joined(separator: ",") + "\n")
  }
  try file.commit()
}

func check(_ isSo: Bool, _ what: String) {
  precondition(isSo, what)
}
