// The program of Sources/MadeCore/README.md, and then the rest of the tour; check.sh runs it.

import MadeCore

let table = try Table(contentsOf: "train.csv.gz")
let model = try MadeModel.fit(to: table)  // the defaults of made-fit, all of them
let scores = try model.logLikelihoods(of: Table(contentsOf: "today.csv", schema: model.schema))

let rows = model.samples(1000, seed: 7)
print(scores[0], rows[0, "height"] ?? .missing)  // -11.116177868256603 number(208.07)
print(rows.text(0, 1), rows.text(0, 2))  // 208.07 light, blue

let holes = try Table(contentsOf: "holes.csv", schema: model.schema, emptyCells: .holes)
let filled = try model.completions(of: holes, count: 5, seed: 7)  // rows 0 to 4 are the first one's

try model.write(to: "model.made")
try filled.write(to: "filled.csv")

// The program ends here; what check.sh compares with the tools comes now.

try rows.write(to: "rows.csv")
try write(numbers: [scores], to: "scores.txt")
try tour(table, model, holes)
