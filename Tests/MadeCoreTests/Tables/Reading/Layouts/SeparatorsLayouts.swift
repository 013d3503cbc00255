// What separates fields: small files, as people have them.

extension LayoutCase {
  static let separators = [
    LayoutCase(
      "comma", "a,b,c\n1,x,2\n2,y,3\n", ",", .table(["a", "b", "c"], 2),
      pandas: "3 columns (a, b, c), 2 rows", duckdb: "3 columns (a, b, c), 2 rows",
      why: "the plain case"),
    LayoutCase(
      "semicolon", "a;b;c\n1;x;2\n2;y;3\n", ";", .table(["a", "b", "c"], 2),
      pandas: "1 columns (a;b;c), 2 rows", duckdb: "3 columns (a, b, c), 2 rows",
      why: "one field by commas is no table"),
    LayoutCase(
      "tab", "a\tb\tc\n1\tx\t2\n2\ty\t3\n", "\t", .table(["a", "b", "c"], 2),
      pandas: "1 columns (a\tb\tc), 2 rows", duckdb: "3 columns (a, b, c), 2 rows",
      why: "one field by commas is no table"),
    LayoutCase(
      "pipe", "a|b|c\n1|x|2\n2|y|3\n", "|", .table(["a", "b", "c"], 2),
      pandas: "1 columns (a|b|c), 2 rows", duckdb: "3 columns (a, b, c), 2 rows",
      why: "one field by commas is no table"),
    LayoutCase(
      "blanks aligned", "a     b   c\n1   2.5  x\n22  3.5  y\n3  12.5  z\n", " ",
      .table(["a", "b", "c"], 3),
      pandas: "1 columns (a     b   c), 3 rows", duckdb: "1 columns (a     b   c), 3 rows",
      why: "runs of blanks make equal rows with columns of numbers"),
    LayoutCase(
      "blanks single", "a b c\n1 2 3\n4 5 6\n", " ", .table(["a", "b", "c"], 2),
      pandas: "1 columns (a b c), 2 rows", duckdb: "1 columns (a b c), 2 rows",
      why: "equally long rows of numbers"),
    LayoutCase(
      "blanks leading", "  1  2.5\n 10  3.5\n100 14.5\n", " ", .rows(2, 3),
      pandas: "1 columns (  1  2.5), 2 rows", duckdb: "1 columns (1  2.5), 2 rows",
      why: "blanks that align numbers delimit nothing at the ends of a line"),
    LayoutCase(
      "blanks in words", "town\nNew York\nSan Jose\nLos Angeles\n", ",", .table(["town"], 3),
      pandas: "1 columns (town), 3 rows", duckdb: "1 columns (town), 3 rows",
      why: "words are no columns because a blank stands between them"),
    LayoutCase(
      "comma in the header only",
      "Artikel;Menge;Preis (EUR, netto)\nC;9;95,45\nC;27;95,83\nA;21;7,20\n", ";",
      .table(["Artikel", "Menge", "Preis (EUR, netto)"], 3),
      pandas: "2 columns (Artikel;Menge;Preis (EUR,  netto)), 3 rows",
      duckdb: "3 columns (Artikel, Menge, Preis (EUR, netto)), 3 rows",
      why: "commas make two fields of each line, too, but of cells that hold a semicolon"),
    LayoutCase(
      "decimal commas", "x;y\n1,5;2,5\n3,5;4,5\n6,5;7,25\n", ";", .table(["x", "y"], 3),
      pandas: "1 columns (x;y), 3 rows, index",
      duckdb: "3 columns (column0, column1, column2), 3 rows",
      why: "commas between digits separate nothing where semicolons do"),
    LayoutCase(
      "decimal commas alone", "preis\n1,5\n2,25\n13,5\n", ";", .table(["preis"], 3),
      pandas: "1 columns (preis), 3 rows, index", duckdb: "2 columns (column0, column1), 3 rows",
      why: "a comma between digits in every line but the one with the name"),
    LayoutCase(
      "more decimal commas than semicolons", "1,5;2,5;3,5;4,5\n3,5;4,5;5,5;6,5\n6,5;7,5;8,5;9,5\n",
      ";", .rows(4, 3),
      pandas: "5 columns (1, 5;2, 5;3, 5;4, 5), 2 rows",
      duckdb: "5 columns (column0, column1, column2, column3, colu), 3 rows",
      why: "five fields by commas, three of them with a semicolon inside"),
    LayoutCase(
      "lists in cells, semicolon", "id,tags\n1,a;b;c\n2,a;b;c\n3,d;e;f\n", ",",
      .table(["id", "tags"], 3),
      pandas: "2 columns (id, tags), 3 rows", duckdb: "2 columns (id, tags), 3 rows",
      why: "the header has no semicolon"),
    LayoutCase(
      "lists in cells, pipe",
      "id,title,genres\n1,Toy,Adventure|Comedy\n2,Jum,Adventure|Fantasy\n3,Old,Comedy|Romance\n",
      ",", .table(["id", "title", "genres"], 3),
      pandas: "3 columns (id, title, genres), 3 rows",
      duckdb: "3 columns (id, title, genres), 3 rows", why: "three clean columns against two"),
    LayoutCase(
      "commas in text, tab", "id\ttext\n1\tA, b\n2\tC, d\n3\tE, f\n", "\t",
      .table(["id", "text"], 3),
      pandas: "1 columns (id\ttext), 3 rows, index", duckdb: "2 columns (id, text), 3 rows",
      why: "a comma before a blank belongs to a sentence"),
    LayoutCase(
      "commas in quotes", "a,b\n\"x,y\",1\n\"z,w\",2\n", ",", .table(["a", "b"], 2),
      pandas: "2 columns (a, b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "what is quoted separates nothing"),
    LayoutCase(
      "semicolon in quotes", "a;b\n\"x;y\";1\n\"z;w\";2\n", ";", .table(["a", "b"], 2),
      pandas: "1 columns (a;b), 2 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "what is quoted separates nothing"),
    LayoutCase(
      "pipe in a comma file", "a,b\n1,x|y\n2,z\n3,w|v\n", ",", .table(["a", "b"], 3),
      pandas: "2 columns (a, b), 3 rows", duckdb: "2 columns (a, b), 3 rows",
      why: "pipes make unequal rows"),
    LayoutCase(
      "times", "start,end\n10:15,11:30\n12:00,13:45\n14:00,15:00\n", ",",
      .table(["start", "end"], 3),
      pandas: "2 columns (start, end), 3 rows", duckdb: "2 columns (start, end), 3 rows",
      why: "a colon is no delimiter"),
    LayoutCase(
      "colons", "a:b:c\n1:2:3\n4:5:6\n7:8:9\n", ",", .table(["a:b:c"], 3),
      pandas: "1 columns (a:b:c), 3 rows", duckdb: "1 columns (a:b:c), 3 rows",
      why: "read as one column, with the remark that -d : makes three of it"),
    LayoutCase(
      "sep=", "sep=;\na;b\n1;2\n3;4\n", ";", .table(["a", "b"], 2),
      pandas: "1 columns (sep=;), 3 rows", duckdb: "2 columns (sep=, column1), 3 rows",
      why: "what Excel writes to say the delimiter is no row"),
    LayoutCase(
      "sep= in quotes", "\"sep=|\"\na|b\n1|2\n3|4\n", "|", .table(["a", "b"], 2),
      pandas: "1 columns (sep=|), 3 rows", duckdb: "2 columns (a, b), 2 rows",
      why: "the same, quoted"),
    LayoutCase(
      "spaces after commas", "a, b, c\n1, 2, x\n3, 4, y\n", ",", .table(["a", "b", "c"], 2),
      pandas: "3 columns (a,  b,  c), 2 rows", duckdb: "3 columns (a, b, c), 2 rows",
      why: "blanks around fields are no part of them"),
    LayoutCase(
      "tabs and commas", "name\tcity, country\nAnn\tBonn, DE\nBob\tUlm, DE\nCid\tKiel, DE\n", "\t",
      .table(["name", "city, country"], 3),
      pandas: "2 columns (name\tcity,  country), 3 rows",
      duckdb: "2 columns (name\tcity, country), 3 rows",
      why: "a comma before a blank belongs to a sentence"),
  ]
}
