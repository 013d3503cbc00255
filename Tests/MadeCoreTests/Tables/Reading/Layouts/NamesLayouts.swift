// Names that repeat, are blank, or are lacking: small files, as people have them.

extension LayoutCase {
  static let names = [
    LayoutCase(
      "two same names", "name,score,score\np0,11,10\np1,10,8\n", ",",
      .table(["name", "score", "score"], 2),
      pandas: "3 columns (name, score, score.1), 2 rows",
      duckdb: "3 columns (name, score, score_1), 2 rows",
      why: "names stay as they are; score#2 is the second one"),
    LayoutCase(
      "blank names", "a,,,d\n2,A,C,7\n4,B,C,6\n", ",", .table(["a", "", "", "d"], 2),
      pandas: "4 columns (a, Unnamed: 1, Unnamed: 2, d), 2 rows",
      duckdb: "4 columns (a, column1, column2, d), 2 rows",
      why: "blank names stay blank; columns are addressed by number"),
    LayoutCase(
      "pandas index", ",name,city\n0,Bob,Kiel\n1,Ann,Bonn\n2,Ann,Kiel\n", ",",
      .table(["", "name", "city"], 3),
      pandas: "3 columns (Unnamed: 0, name, city), 3 rows",
      duckdb: "3 columns (column0, column1, column2), 4 rows", why: "an index has no name"),
    LayoutCase(
      "R row names",
      "\"mpg\",\"cyl\",\"gear\"\n\"car 0\",28,6,5\n\"car 1\",32,6,5\n\"car 2\",11,6,4\n", ",",
      .table(["", "mpg", "cyl", "gear"], 3),
      pandas: "3 columns (mpg, cyl, gear), 3 rows, index",
      duckdb: "4 columns (column0, column1, column2, column3), 3 rows",
      why: "one name fewer than fields: the first field names the rows"),
    LayoutCase(
      "R row names, one column", "\"mpg\"\n\"car 0\",28\n\"car 1\",32\n\"car 2\",11\n", ",",
      .table(["", "mpg"], 3),
      pandas: "1 columns (mpg), 3 rows, index", duckdb: "2 columns (column0, column1), 3 rows",
      why: "a single name in quotes is R's, not a title"),
    LayoutCase(
      "names in quotes with a line feed", "\"a\nb\",c\n1,2\n3,4\n", ",", .table(["a\nb", "c"], 2),
      pandas: "2 columns (a\\nb, c), 2 rows", duckdb: "2 columns (a\\nb, c), 2 rows",
      why: "a quoted name may hold a line end"),
  ]
}
