// Which first lines are headers: small files, as people have them.

extension LayoutCase {
  static let headers = [
    LayoutCase(
      "words over numbers", "a,b\n1,2\n3,4\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "words above numbers are names"),
    LayoutCase(
      "numbers only", "3,4\n5,6\n7,8\n", ",", .rows(2, 3),
      pandas: "2 columns (3, 4), 2 rows", duckdb: "2 columns (column0, column1), 3 rows",
      why: "numbers above numbers are data"),
    LayoutCase(
      "words over words", "job,city\ncook,Ulm\nclerk,Bonn\ncook,Kiel\n", ",",
      .table(["job", "city"], 3),
      pandas: "2 columns (job, city), 3 rows", duckdb: "2 columns (job, city), 3 rows",
      why: "words that never come again are names"),
    LayoutCase(
      "words seen below", "cook,Ulm\nclerk,Bonn\ncook,Kiel\nclerk,Ulm\ncook,Bonn\n", ",",
      .rows(2, 5),
      pandas: "2 columns (cook, Ulm), 4 rows", duckdb: "2 columns (cook, Ulm), 4 rows",
      why: "words that come again below are data"),
    LayoutCase(
      "numbered names over codes", "c0,c1\nw12,w7\nw3,w9\nw12,w8\n", ",",
      .table(["c0", "c1"], 3),
      pandas: "2 columns (c0, c1), 3 rows", duckdb: "2 columns (c0, c1), 3 rows",
      why: "words with a number that no cell below has are names"),
    LayoutCase(
      "codes over codes", "A12,B7\nA13,B9\nA14,B7\n", ",", .rows(2, 3),
      pandas: "2 columns (A12, B7), 2 rows", duckdb: "2 columns (A12, B7), 2 rows",
      why: "codes that begin as those below are data"),
    LayoutCase(
      "a number among words", "5,Bonn\n7,Ulm\n9,Kiel\n", ",", .rows(2, 3),
      pandas: "2 columns (5, Bonn), 2 rows", duckdb: "2 columns (column0, column1), 3 rows",
      why: "a number that fits its column, and no word above a number"),
    LayoutCase(
      "years as names",
      "country,2000,2001,2002\nLand0,56.4,67.0,71.8\nLand1,84.9,66.9,83.1\nLand2,3.6,42.4,85.0\n",
      ",", .table(["country", "2000", "2001", "2002"], 3),
      pandas: "4 columns (country, 2000, 2001, 2002), 3 rows",
      duckdb: "4 columns (column0, column1, column2, column3), 4 rows",
      why: "years in a row are names where no row below has such a run"),
    LayoutCase(
      "years alone", "2019,2020,2021\n298,153,327\n266,190,337\n223,323,44\n", ",",
      .table(["2019", "2020", "2021"], 3),
      pandas: "3 columns (2019, 2020, 2021), 3 rows",
      duckdb: "3 columns (column0, column1, column2), 4 rows",
      why: "years in a row above other numbers"),
    LayoutCase(
      "years as data", "2019,2020\n2020,2021\n2021,2022\n", ",", .rows(2, 3),
      pandas: "2 columns (2019, 2020), 2 rows", duckdb: "2 columns (column0, column1), 3 rows",
      why: "rows below have years in a row, too"),
    LayoutCase(
      "pandas without names", "0,1,2\n5.1,3.5,1.4\n4.9,3.0,1.4\n4.7,3.2,1.3\n", ",",
      .table(["0", "1", "2"], 3),
      pandas: "3 columns (0, 1, 2), 3 rows",
      duckdb: "3 columns (column0, column1, column2), 4 rows",
      why: "0, 1, 2 ... in all fields, above other numbers"),
    LayoutCase(
      "dates as data", "2024-01-05,7\n2024-01-06,9\n2024-01-07,4\n", ",", .rows(2, 3),
      pandas: "2 columns (2024-01-05, 7), 2 rows", duckdb: "2 columns (column0, column1), 3 rows",
      why: "a date above dates is data"),
    LayoutCase(
      "dates as names", "country,1/22/20,1/23/20\nChina,548,643\nItaly,0,0\nSpain,3,4\n", ",",
      .table(["country", "1/22/20", "1/23/20"], 3),
      pandas: "3 columns (country, 1/22/20, 1/23/20), 3 rows",
      duckdb: "3 columns (country, 1/22/20, 1/23/20), 3 rows", why: "dates above numbers are names"),
    LayoutCase(
      "a word over dates", "day,n\n2024-01-05,7\n2024-01-06,9\n", ",", .table(["day", "n"], 2),
      pandas: "2 columns (day, n), 2 rows", duckdb: "2 columns (day, n), 2 rows",
      why: "words above dates are names"),
    LayoutCase(
      "codes as data", "A1,7\nB2,9\nC3,4\n", ",", .rows(2, 3),
      pandas: "2 columns (A1, 7), 2 rows", duckdb: "2 columns (column0, column1), 3 rows",
      why: "a code like those below it is data"),
    LayoutCase(
      "missing first row", "?,3\n5,4\n7,8\n", ",", .rows(2, 3),
      pandas: "2 columns (?, 3), 2 rows", duckdb: "2 columns (?, 3), 2 rows",
      why: "a word for a missing cell is no name"),
    LayoutCase(
      "NA first", "NA,3\n5,4\n7,8\n", ",", .rows(2, 3),
      pandas: "2 columns (NA, 3), 2 rows", duckdb: "2 columns (NA, 3), 2 rows",
      why: "a word for a missing cell is no name"),
    LayoutCase(
      "true and false", "true,1\nfalse,2\ntrue,3\n", ",", .rows(2, 3),
      pandas: "2 columns (true, 1), 2 rows", duckdb: "2 columns (column0, column1), 3 rows",
      why: "values that are no names anywhere"),
    LayoutCase(
      "unknown among numbers", "Bonn,unknown\nBonn,5\nUlm,7\nBonn,9\n", ",", .rows(2, 4),
      pandas: "2 columns (Bonn, unknown), 3 rows", duckdb: "2 columns (Bonn, unknown), 3 rows",
      why: "one word comes again below, and one would be a name: data"),
    LayoutCase(
      "a name that is a value, too",
      "x,y\n" + (1...15).map { "\($0).5,y\n\($0 * 3).25,n\n" }.joined(), ",",
      .table(["x", "y"], 30),
      pandas: "2 columns (x, y), 30 rows", duckdb: "2 columns (x, y), 30 rows",
      why: "the only word above thirty numbers is a name, whatever the next one is"),
    LayoutCase(
      "header only", "a,b\n", ",", .table(["a", "b"], 0),
      pandas: "2 columns (a, b), 0 rows", duckdb: "2 columns (a, b), 0 rows",
      why: "a line of words above nothing"),
    LayoutCase(
      "quoted numbers as names", "\"1\",\"2\",\"x\"\n5,6,7\n8,9,1\n", ",",
      .table(["1", "2", "x"], 2),
      pandas: "3 columns (1, 2, x), 2 rows", duckdb: "3 columns (1, 2, x), 2 rows",
      why: "a word above numbers makes a header of the line"),
    LayoutCase(
      "names with blanks around", " a , b \n1,2\n3,4\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns ( a ,  b ), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "blanks around names are no part of them"),
    LayoutCase(
      "empty lines first", "\n\na,b\n1,2\n3,4\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "empty lines before a header say nothing"),
    LayoutCase(
      "byte order mark", "\u{feff}a,b\n1,2\n3,4\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "the mark is no part of the first name"),
    LayoutCase(
      "hash before the names", "#id,x\n1,2\n3,4\n", ",", .table(["#id", "x"], 2),
      pandas: "2 columns (#id, x), 2 rows", duckdb: "2 columns (#id, x), 2 rows",
      why: "a line of names that begins with # and has the fields of a row"),
  ]
}
