// Quotes and line ends: small files, as people have them.

extension LayoutCase {
  static let spelling = [
    LayoutCase(
      "doubled quotes", "a,b\n\"say \"\"hi\"\"\",1\n\"x\",2\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "two quotes stand for one"),
    LayoutCase(
      "line feed in quotes", "a,b\n\"x\ny\",1\n\"z\",2\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "a quoted cell may hold a line end"),
    LayoutCase(
      "quote inside a word", "a,b\n5\" pipe,1\n6\" pipe,2\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "a quote that does not begin a field is an inch"),
    LayoutCase(
      "open quote", "a,b\n\"x,1\ny,2\n", ",", .refused("unterminatedQuote"),
      pandas: "error: ParserError", duckdb: "2 columns (a, b), 2 rows",
      why: "refused with the line where the quote opens"),
    LayoutCase(
      "text after a quote", "a,b\n\"x\"y,1\nz,2\n", ",", .refused("textAfterQuote"),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "refused with line and field"),
    LayoutCase(
      "CRLF", "a,b\r\n1,2\r\n3,4\r\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "both line ends are read"),
    LayoutCase(
      "lone CR", "a,b\r1,2\r3,4\r", ",", .refused("loneCarriageReturn"),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "refused with the command that makes lines of it"),
    LayoutCase(
      "no last line end", "a,b\n1,2\n3,4", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "the last line needs no end"),
    LayoutCase(
      "all quoted", "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "quotes do not make words of numbers"),
    LayoutCase(
      "empty and blank cells", "a,b,c\n1,,x\n2,  ,y\n", ",", .table(["a", "b", "c"], 2),
      pandas: "3 columns (a, b, c), 2 rows", duckdb: "3 columns (a, b, c), 2 rows",
      why: "blanks are an empty cell"),
    LayoutCase(
      "one column", "v\n1\n2\n3\n", ",", .table(["v"], 3),
      pandas: "1 columns (v), 3 rows", duckdb: "1 columns (v), 3 rows",
      why: "a table may have one column"),
    LayoutCase(
      "UTF-8 names", "größe,ort\n1,Köln\n2,Ulm\n", ",", .table(["größe", "ort"], 2),
      pandas: "2 columns (größe, ort), 2 rows", duckdb: "2 columns (größe, ort), 2 rows",
      why: "names and cells are bytes of UTF-8"),
  ]
}
