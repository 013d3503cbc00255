// Lines before and below a header: small files, as people have them.

extension LayoutCase {
  static let linesBefore = [
    LayoutCase(
      "comments",
      "# station 4711\n# units: ppm\nyear,month,co2\n1990,1,348.2\n1990,2,349.1\n1990,3,350.0\n",
      ",", .table(["year", "month", "co2"], 3),
      pandas: "error: ParserError", duckdb: "3 columns (year, month, co2), 3 rows",
      why: "lines of # before a line without are comments"),
    LayoutCase(
      "comment with commas", "# a, b, and c\nx,y\n1,2\n3,4\n5,6\n", ",", .table(["x", "y"], 3),
      pandas: "3 columns (# a,  b,  and c), 4 rows", duckdb: "2 columns (x, y), 3 rows",
      why: "a comment with commas has not the fields of a row"),
    LayoutCase(
      "title above a header",
      "Report of sales\nCreated 1 May\n\nregion,month,amount\nBonn,2,25.5\nUlm,3,11.0\nKiel,2,7.5\n",
      ",", .table(["region", "month", "amount"], 3),
      pandas: "error: ParserError", duckdb: "3 columns (region, month, amount), 3 rows",
      why: "lines of one field above a header that others agree with"),
    LayoutCase(
      "title with commas",
      "Sales, all regions, all months, all years\nregion,month\nBonn,2\nUlm,3\nKiel,2\n", ",",
      .table(["region", "month"], 3),
      pandas: "4 columns (Sales,  all regions,  all months,  all y), 4 rows",
      duckdb: "1 columns (Sales, all regions, all months, all year), 4 rows",
      why: "a line of another length above a header"),
    LayoutCase(
      "counts above numbers",
      "569,3,malignant,benign,x\n17.9,10.3,122.8,1001,0.11,0.27,0\n20.5,17.7,132.9,1326,0.08,0.07,0\n19.6,21.2,130.1,1203,0.10,0.15,1\n",
      ",", .rows(7, 3),
      pandas: "5 columns (569, 3, malignant, benign, x), 3 rows, index",
      duckdb: "7 columns (column0, column1, column2, column3, colu), 3 rows",
      why: "scikit-learn writes counts and classes first: numbers and words, much shorter than rows"
    ),
    LayoutCase(
      "short first row", "1,2\n1,2,3\n4,5,6\n7,8,9\n", ",", .refused("linesBeforeTable"),
      pandas: "2 columns (1, 2), 3 rows", duckdb: "3 columns (column0, column1, column2), 3 rows",
      why: "a row that is too short may be data: the command that leaves it out is printed"),
    LayoutCase(
      "too few names", "a,b\n1,2,3,4\n4,5,6,7\n7,8,9,1\n", ",", .refused("linesBeforeTable"),
      pandas: "2 columns (a, b), 3 rows, index",
      duckdb: "4 columns (column0, column1, column2, column3), 3 rows",
      why: "two names for four fields: which ones?"),
    LayoutCase(
      "units below", "time,speed\ns,m/s\n1,2.5\n2,3.5\n3,4.5\n4,5.5\n", ",",
      .table(["time", "speed"], 4),
      pandas: "2 columns (time, speed), 5 rows", duckdb: "2 columns (time, speed), 5 rows",
      why: "words above nothing but numbers in all columns are units"),
    LayoutCase(
      "one odd cell below", "name,speed\nAnn,fast\nBob,3.5\nCid,4.5\nAnn,5.5\n", ",",
      .table(["name", "speed"], 4),
      pandas: "2 columns (name, speed), 4 rows", duckdb: "2 columns (name, speed), 4 rows",
      why: "one word above numbers may be a value"),
  ]
}
