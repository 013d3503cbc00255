// Lines among and after the rows: small files, as people have them.

extension LayoutCase {
  static let linesAmong = [
    LayoutCase(
      "header again", "a,b\n1,x\n2,y\na,b\n3,z\n4,x\n", ",", .table(["a", "b"], 4),
      pandas: "2 columns (a, b), 5 rows", duckdb: "2 columns (a, b), 5 rows",
      why: "a line equal to the header is no record"),
    LayoutCase(
      "rows of delimiters at the end", "a,b,c\n1,x,2\n2,y,3\n,,\n,,\n", ",",
      .table(["a", "b", "c"], 2),
      pandas: "3 columns (a, b, c), 4 rows", duckdb: "3 columns (a, b, c), 4 rows",
      why: "rows of nothing at the end are left from a spreadsheet"),
    LayoutCase(
      "a row of delimiters inside", "a,b,c\n1,x,2\n,,\n2,y,3\n", ",", .table(["a", "b", "c"], 3),
      pandas: "3 columns (a, b, c), 3 rows", duckdb: "3 columns (a, b, c), 3 rows",
      why: "inside the table it is a record without values"),
    LayoutCase(
      "delimiter at the end of rows", "a,b\n1,x,\n2,y,\n3,x,\n", ",", .table(["a", "b"], 3),
      pandas: "2 columns (a, b), 3 rows", duckdb: "2 columns (a, b), 3 rows",
      why: "a field more than names, empty in all rows, is no field"),
    LayoutCase(
      "delimiter at the end of rows and names", "a;b;\n1;x;\n2;y;\n3;x;\n", ";",
      .table(["a", "b", ""], 3),
      pandas: "1 columns (a;b;), 3 rows", duckdb: "3 columns (a, b, column2), 3 rows",
      why: "a name that is blank is a name"),
    LayoutCase(
      "delimiter at the end of the header", "a,b,\n1,x\n2,y\n3,x\n", ",", .table(["a", "b"], 3),
      pandas: "3 columns (a, b, Unnamed: 2), 3 rows", duckdb: "1 columns (a,b,), 3 rows",
      why: "the header ends with a delimiter, and no row does"),
    LayoutCase(
      "rows without the last blank fields", "a;b;;\n1;x;;\n2;y\n3;x;;\n", ";",
      .table(["a", "b", "", ""], 3),
      pandas: "1 columns (a;b;;), 3 rows", duckdb: "1 columns (a;b;;), 3 rows",
      why: "fields that have no names may be lacking"),
    LayoutCase(
      "short row", "a,b,c\n1,x,2\n2,y\n3,z,1\n", ",", .refused("fieldCount"),
      pandas: "3 columns (a, b, c), 3 rows", duckdb: "1 columns (a,b,c), 3 rows",
      why: "a row that lacks a named field is damaged: refused with its line"),
    LayoutCase(
      "long row", "a,b\n1,x\n2,y,9\n3,z\n", ",", .refused("fieldCount"),
      pandas: "error: ParserError", duckdb: "1 columns (a,b), 3 rows",
      why: "a row with one more value is damaged: refused with its line"),
    LayoutCase(
      "cut off", "a,b,c\n1,x,2\n2,y,3\n3", ",", .refused("fieldCount"),
      pandas: "3 columns (a, b, c), 3 rows", duckdb: "1 columns (a,b,c), 3 rows",
      why: "the last line was cut off: refused with its line"),
    LayoutCase(
      "empty line inside", "a,b\n1,2\n\n3,4\n", ",", .refused("blankLine"),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "an empty line may be a lost record"),
    LayoutCase(
      "empty lines at the end", "a,b\n1,2\n3,4\n\n\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "empty lines at the end say nothing"),
  ]
}
