// Numbers as people write them: small columns, what other programs make of them, and what is right.
//
// Figures of pandas 3.1.1 (`read_csv`, and with `thousands=` and `decimal=` where they help) and of DuckDB 2.0.1
// (`read_csv`, and with `decimal_separator=`). Either takes a column that it does not read for words.

/// A column of numbers, or of what only looks like numbers.
struct WrittenNumberCase: Sendable {
  let name: String
  /// The delimiter of the file.
  var delimiter = ","
  /// The different cells, with bars between.
  let cells: String
  /// The words of the style that is found; nil for none: the column holds words, or plain numbers.
  let style: String?
  /// What the first cell says, as programs write it.
  var first = ""
  /// Whether a remark has to say that it may be read in another way.
  var isDoubtful = false
  let pandas: String
  let duckDB: String
  /// Why ours is right.
  let because: String

  static let all = [
    WrittenNumberCase(
      name: "decimal commas", delimiter: ";", cells: "12,5|7,25|103,99",
      style: "comma none % % -PNS never as-others zero", first: "12.5",
      pandas: "words; float64 with decimal=','", duckDB: "VARCHAR; DOUBLE with an option",
      because: "the delimiter is no comma, and no number has two"),
    WrittenNumberCase(
      name: "a German statement", delimiter: ";", cells: "1.234,50|12,00|-7,25|1.234.567,00",
      style: "comma point/4 % % -PNS never as-others zero", first: "1234.50",
      pandas: "words; float64 with both options", duckDB: "VARCHAR, always",
      because: "where both occur, the last one is the decimal point"),
    WrittenNumberCase(
      name: "English amounts in quotes", cells: "1,234.50|12.00|-7.25",
      style: "point comma/4 % % -PNS never as-others zero", first: "1234.50",
      pandas: "words; float64 with thousands=','", duckDB: "VARCHAR",
      because: "where both occur, the last one is the decimal point"),
    WrittenNumberCase(
      name: "thousands and millions", delimiter: ";", cells: "1,234|12|1,987,654",
      style: "point comma/4 % % -PNS never as-others zero", first: "1234",
      pandas: "words; int64 with thousands=','", duckDB: "VARCHAR",
      because: "no number has two decimal commas"),
    WrittenNumberCase(
      name: "three digits after each comma, commas", cells: "1,234|5,678|91,011",
      style: "point comma/4 % % -PNS never as-others zero", first: "1234", isDoubtful: true,
      pandas: "words; int64 with thousands=','", duckDB: "VARCHAR",
      because: "in a file with commas between fields a comma in a number groups digits"),
    WrittenNumberCase(
      name: "three digits after each comma, semicolons", delimiter: ";",
      cells: "1,234|5,678|91,011", style: "comma none % % -PNS never as-others zero",
      first: "1.234", isDoubtful: true,
      pandas: "words; float64 with decimal=','", duckDB: "VARCHAR; DOUBLE with an option",
      because: "a file has semicolons because its numbers have commas"),
    WrittenNumberCase(
      name: "amounts without cents", delimiter: ";", cells: "1,234 €|15,678 €|910,111 €",
      style: "point comma/4 % %20€ -PNS never as-others zero", first: "1234",
      pandas: "words", duckDB: "VARCHAR", because: "money does not have three decimals"),
    WrittenNumberCase(
      name: "thousands with points", delimiter: ";", cells: "1.234|12|987.654|1.234.567",
      style: "comma point/4 % % -PNS never as-others zero", first: "1234",
      pandas: "words; int64 with thousands='.'", duckDB: "VARCHAR",
      because: "1.234.567 has no other meaning"),
    WrittenNumberCase(
      name: "three decimals", cells: "1.234|12.345|3.210", style: nil,
      pandas: "float64", duckDB: "DOUBLE", because: "a point is a decimal point for all programs"),
    WrittenNumberCase(
      name: "Swiss amounts", delimiter: ";", cells: "1'234.50|12.00|66'691.26",
      style: "point apostrophe/4 % % -PNS never as-others zero", first: "1234.50",
      pandas: "words; float64 with thousands=\"'\"", duckDB: "VARCHAR",
      because: "an apostrophe is no decimal point"),
    WrittenNumberCase(
      name: "typographic apostrophes", delimiter: ";", cells: "1’234.50|12.00|66’691.26",
      style: "point quote/4 % % -PNS never as-others zero", first: "1234.50",
      pandas: "words, with any option", duckDB: "VARCHAR",
      because: "it is how Swiss offices write them"),
    WrittenNumberCase(
      name: "blanks", delimiter: ";", cells: "1 234,50|12,00|66 691,26",
      style: "comma blank/4 % % -PNS never as-others zero", first: "1234.50",
      pandas: "words; float64 with both options", duckDB: "VARCHAR, always",
      because: "groups are of three digits in all cells"),
    WrittenNumberCase(
      name: "no-break spaces", delimiter: ";", cells: "1\u{A0}234,50|12,00",
      style: "comma no-break/4 % % -PNS never as-others zero", first: "1234.50",
      pandas: "words, with any option", duckDB: "VARCHAR",
      because: "spreadsheets write them for blanks"),
    WrittenNumberCase(
      name: "narrow no-break spaces", delimiter: ";", cells: "1\u{202F}234,50|12,00",
      style: "comma narrow/4 % % -PNS never as-others zero", first: "1234.50",
      pandas: "words, with any option", duckDB: "VARCHAR",
      because: "it is the French spelling of Unicode"),
    WrittenNumberCase(
      name: "groups from 10000 on", delimiter: ";", cells: "1234|12 345|678 901|56",
      style: "point blank/5 % % -PNS never as-others zero", first: "1234",
      pandas: "words; int64 with thousands=' '", duckDB: "VARCHAR",
      because: "Spanish and Polish leave four digits together"),
    WrittenNumberCase(
      name: "lakhs", cells: "12,34,567|98,765|4,321",
      style: "point comma/4/2 % % -PNS never as-others zero", first: "1234567",
      pandas: "words; with thousands=','", duckDB: "VARCHAR",
      because: "India groups by two after the thousands"),
    WrittenNumberCase(
      name: "percent", cells: "36%|41%|7%",
      style: "point none % %25 -PNS never as-others zero", first: "36",
      pandas: "words", duckDB: "VARCHAR",
      because: "all have the sign; the number is the one that is written, not a hundredth of it"),
    WrittenNumberCase(
      name: "percent after a blank", cells: "36 %|41.5 %|7 %",
      style: "point none % %20%25 -PNS never as-others zero", first: "36",
      pandas: "words", duckDB: "VARCHAR", because: "as the column writes it"),
    WrittenNumberCase(
      name: "dollars", cells: "$1,234.50|$5.00|$12.25",
      style: "point comma/4 $ % -PNS never as-others zero", first: "1234.50",
      pandas: "words, with any option", duckDB: "VARCHAR", because: "all have the sign"),
    WrittenNumberCase(
      name: "euros", delimiter: ";", cells: "1.234,50 €|5,00 €",
      style: "comma point/4 % %20€ -PNS never as-others zero", first: "1234.50",
      pandas: "words, with any option", duckDB: "VARCHAR", because: "all have the sign"),
    WrittenNumberCase(
      name: "reais", delimiter: ";", cells: "R$ 1.234,50|R$ 5,00",
      style: "comma point/4 R$%20 % -PNS never as-others zero", first: "1234.50",
      pandas: "words, with any option", duckDB: "VARCHAR",
      because: "a dollar sign may have letters before it"),
    WrittenNumberCase(
      name: "francs without centimes", delimiter: ";", cells: "CHF 1'234.-|CHF 12.50|CHF 7.-",
      style: "point apostrophe/4 CHF%20 % -PNS never fixed/.- zero", first: "1234",
      pandas: "words, with any option", duckDB: "VARCHAR",
      because: "a dash stands for no centimes"),
    WrittenNumberCase(
      name: "a code that is no currency of ours", cells: "XYZ 1.50|XYZ 2.25",
      style: "point none XYZ%20 % -PNS never as-others zero", first: "1.50",
      pandas: "words", duckDB: "VARCHAR", because: "three capitals before decimals are a currency"),
    WrittenNumberCase(
      name: "minus before the sign of the currency", cells: "-$5.00|$7.25",
      style: "point none $ % -PNS never as-others zero", first: "-5.00",
      pandas: "words", duckDB: "VARCHAR", because: "it comes back there"),
    WrittenNumberCase(
      name: "minus after it", cells: "$-5.00|$7.25",
      style: "point none $ % P-NS never as-others zero", first: "-5.00",
      pandas: "words", duckDB: "VARCHAR", because: "it comes back there"),
    WrittenNumberCase(
      name: "parentheses", cells: "($5.00)|$7.25",
      style: "point none $ % (PNS) never as-others zero", first: "-5.00",
      pandas: "words", duckDB: "VARCHAR", because: "bookkeepers write so what is owed"),
    WrittenNumberCase(
      name: "parentheses inside", cells: "$ (5.00)|$ 7.25",
      style: "point none $%20 % P(N)S never as-others zero", first: "-5.00",
      pandas: "words", duckDB: "VARCHAR", because: "so do spreadsheets"),
    WrittenNumberCase(
      name: "minus at the end", delimiter: ";", cells: "5,00-|7,25|1.200,00-",
      style: "comma point/4 % % PN-S never as-others zero", first: "-5.00",
      pandas: "words, with any option", duckDB: "VARCHAR", because: "SAP writes so"),
    WrittenNumberCase(
      name: "a minus sign that is no hyphen", cells: "−5.5 °C|7.25 °C",
      style: "point none % %20°C −PNS never as-others zero", first: "-5.5",
      pandas: "words", duckDB: "VARCHAR", because: "it is the sign of Unicode, as on web pages"),
    WrittenNumberCase(
      name: "plus signs", cells: "+5|-3|0|+12",
      style: "point none % % -PNS positive as-others zero", first: "5",
      pandas: "int64, the signs are lost", duckDB: "VARCHAR",
      because: "differences are written so, and come back so"),
    WrittenNumberCase(
      name: "plus signs of percentages", cells: "+5.0%|-3.5%|+0.0%|+12.5%",
      style: "point none % %25 -PNS not-negative as-others zero", first: "5.0",
      pandas: "words", duckDB: "VARCHAR", because: "0 has one where cells say so"),
    WrittenNumberCase(
      name: "a unit", cells: "12 kg|7 kg|103 kg",
      style: "point none % %20kg -PNS never as-others zero", first: "12",
      pandas: "words", duckDB: "VARCHAR", because: "all have the same"),
    WrittenNumberCase(
      name: "a unit without a blank", cells: "5.0km/h|7.5km/h",
      style: "point none % km/h -PNS never as-others zero", first: "5.0",
      pandas: "words", duckDB: "VARCHAR", because: "all have the same"),
    WrittenNumberCase(
      name: "points out of ten", cells: "7/10|8/10|10/10",
      style: "point none % /10 -PNS never as-others zero", first: "7",
      pandas: "words", duckDB: "VARCHAR", because: "all have the same"),
    WrittenNumberCase(
      name: "no 0 before the point", cells: ".305|-.25|1.4",
      style: "point none % % -PNS never as-others no-zero", first: "0.305",
      pandas: "float64, written with 0", duckDB: "DOUBLE", because: "statistics programs write so"),
    WrittenNumberCase(
      name: "decimals only where there are some", cells: "5|5.50|7.25|12",
      style: "point none % % -PNS never fixed/% zero", first: "5",
      pandas: "float64, written 5.0 and 5.5", duckDB: "DOUBLE",
      because: "5.50 is not as short as can be, and 5 has no decimals"),
    WrittenNumberCase(
      name: "a point after whole numbers", cells: "5.|5.25|7.5",
      style: "point none % % -PNS never shortest/. zero", first: "5",
      pandas: "float64, written 5.0", duckDB: "DOUBLE", because: "NumPy writes so"),
    WrittenNumberCase(
      name: "powers of ten with commas", delimiter: ";", cells: "1,5E+03|2,25E+04",
      style: "comma none % % -PNS never as-others zero", first: "1500",
      pandas: "words; float64 with decimal=','", duckDB: "VARCHAR; DOUBLE with an option",
      because: "spreadsheets of half of Europe write so"),
    WrittenNumberCase(
      name: "tokens among amounts", cells: "$5.00|n/a|-|$7.25|$1,000.00",
      style: "point comma/4 $ % -PNS never as-others zero", first: "5.00",
      pandas: "words, n/a is missing", duckDB: "VARCHAR",
      because: "a few words do not make a column one of words"),
    WrittenNumberCase(
      name: "a decimal point among decimal commas", delimiter: ";", cells: "1,5|2,5|3,25|1.5",
      style: "comma none % % -PNS never as-others zero", first: "1.5",
      pandas: "words, with any option", duckDB: "VARCHAR",
      because: "most have commas, and 1.5 is a number all the same"),
  ]

  /// What is no number, whatever it looks like.
  static let words = [
    ("dates", "2024-01-05|2024-02-17"), ("dates with points", "05.01.2024|17.02.2024"),
    ("times", "12:30|07:45"), ("telephone numbers", "030 123 456|040 987 654"),
    ("telephone numbers of a country", "+49 123 456 789|+49 987 654 321"),
    ("telephone numbers without blanks", "+49123456789|+33987654321"),
    ("telephone numbers in parentheses", "(555) 123-4567|(556) 987-6543"),
    ("addresses of computers", "192.168.100.101|192.168.100.102|10.0.0.1"),
    ("versions", "1.2.3|1.10.0|2.0.0"), ("codes", "007 kg|012 kg"),
    ("names with numbers", "SKU1234|SKU777"), ("names with numbers and hyphens", "A-17|A-42"),
    ("rooms", "Room 5|Room 12"), ("numbers of houses", "12|12a|14b|15c|16"),
    ("ranges", "10-20|20-30"), ("limits", "<5|<7|<12"), ("versions with a letter", "v1.2|v1.10"),
    ("two units", "90 min|2 Seasons|95 min|3 Seasons"), ("sizes", "10x20|30x40"),
    ("whole numbers after three capitals", "SKU 1234|SKU 777"), ("plain numbers", "1|2.5|-3e5"),
    ("units of some", "12 kg|12|7|3 kg"), ("parts of groups", "1,23,4|12,3,45"),
  ]
}
