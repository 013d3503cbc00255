// What is drawn is a file of the same kind, without the cells that nothing was learnt of.

import Foundation
import Testing

@Suite("The same kind of file")
struct SameFileTests {
  /// People with names and addresses of their own, a few reviews, a constant and a number.
  private static func people(delimiter: String = ",", lineEnd: String = "\n") -> String {
    let towns = ["Ulm", "Bonn", "Kiel"]
    var lines = ["no,name,street,town,country,review,age"]
    for row in 0..<300 {
      let street = row % 4 == 0 ? "\"Long Way 7\"" : "\"Secretroad \(row * 31 % 997)\""
      let review =
        row % 3 == 0 ? "" : "\"it was a very good stay number \(row * row) and we liked it\""
      lines.append(
        "\(row + 100),\"Personname\(row * 7 % 1009)\",\(street),\"\(towns[row % 3])\",\"Germany\","
          + "\(review),\(20 + row * 13 % 50)")
    }
    return lines.map { $0.replacing(",", with: delimiter) + lineEnd }.joined()
  }

  @Test("no cell of a column that is left out is in the model, and each has a remark")
  func secrets() {
    let place = Workshop()
    place.write("people.csv", Self.people())
    let fit = shell("made-fit --hidden 8 --epochs 1 -o m people.csv", in: place)
    #expect(fit.isSuccess, "\(fit)")
    for words in [
      "column 1 (no) left out, and counted on in samples: it numbers the records",
      "column 2 (name) left out, and empty in samples: no two cells are alike; "
        + "--type name=categorical keeps it",
      "column 3 (street) left out, and empty in samples: most cells hold a word that no other",
      "column 5 (country) constant: drawn as it is", "column 6 (review) left out, and empty",
    ] {
      #expect(fit.message.contains("made-fit: " + words), "\(fit.message)")
    }
    let secrets = shell("grep -acE 'Personname|Secretroad|Long Way|stay|liked' m", in: place)
    #expect(secrets.text == "0\n", "\(secrets)")
    let kept = shell("grep -ac 'Germany' m && grep -ac 'Bonn' m", in: place)
    #expect(kept.isSuccess)
    // An option keeps a column after all.
    let asked = shell(
      "made-fit -q --hidden 8 --epochs 1 -o n --type street=categorical people.csv && "
        + "grep -ac Secretroad n && made-sample -m n -n 20 | grep -c 'Secretroad\\|Long Way'",
      in: place)
    #expect(asked.isSuccess && asked.lines.last == "20", "\(asked)")
  }

  @Test("delimiter, quotes and line ends come back, and options override them")
  func dialect() {
    let place = Workshop()
    place.write("people.csv", Self.people(delimiter: ";", lineEnd: "\r\n"))
    let script = """
      made-fit -q --hidden 8 --epochs 1 -o m people.csv &&
      made-sample -m m -n 9 --seed 1 --offset 5 > rows && head -1 rows | tr -d '\\r' &&
      grep -cE '^10[5-9];;;"(Ulm|Bonn|Kiel)";"Germany";;[0-9]+.$|^11[0-3];;;"(Ulm|Bonn|Kiel)";"Germany";;[0-9]+.$' rows &&
      made-sample -m m -n 9 --seed 1 --format csv | grep -cE '^10[0-8],,,(Ulm|Bonn|Kiel),Germany,,[0-9]+$' &&
      made-sample -m m -n 9 --seed 1 -d '|' --left-out drop | tail -n +2 |
        grep -cE '^"(Ulm|Bonn|Kiel)"[|]"Germany"[|][0-9]+.$' &&
      made-score -m m rows | wc -l &&
      printf 'town;age\\r\\nUlm;\\r\\n' | made-sample -m m --given - --seed 1 | od -c | grep -c '.r  .n'
      """
    let outcome = shell(script, in: place)
    #expect(outcome.isSuccess, "\(outcome)")
    #expect(
      outcome.lines.prefix(5) == [
        "no;name;street;town;country;review;age", "9", "9", "9", "10",
      ], "\(outcome)")
    for (options, words) in [
      (["--delimiter", "7"], "one character"),
      (["-d", ";", "--format", "csv"], "exclude each other"),
      (["--left-out", "drop", "--format", "idx"], "--left-out"),
      (["--left-out", "x"], "--left-out"),
      (["-d", ";", "--given", "x"], "--given"),
    ] {
      let bad = run("made-sample", ["-m", place.path + "/m"] + options)
      expectFailure(bad, of: "made-sample", status: 64, saying: [words], output: "")
    }
  }

  @Test(
    "a constant that changes is surprising, may lack, and fields that are not looked at are named")
  func scores() {
    let place = Workshop()
    place.write("people.csv", Self.people())
    let script = """
      made-fit -q --hidden 8 --epochs 1 -o m people.csv &&
      printf 'town,country,age\\nUlm,Germany,30\\nUlm,France,30\\n' | made-score -m m &&
      printf 'town,age\\nUlm,30\\n' | made-score -m m
      """
    let outcome = shell(script, in: place)
    let scores = outcome.lines.compactMap { Double($0) }
    #expect(outcome.isSuccess && scores.count == 3, "\(outcome)")
    if scores.count == 3 {
      #expect(scores[1] < scores[0] - 4 && scores[2] == scores[0])
    }
    let told = shell("made-score -v -m m people.csv > scores", in: place)
    #expect(
      told.message.contains(
        "fields 1 (no), 2 (name), 3 (street), 6 (review) are not looked at"), "\(told)")
  }

  @Test("numbers that are too far apart for one grid are said to be lost, if they are to be whole")
  func lost() {
    let place = Workshop()
    let lines = (0..<300).map { "\($0 % 9 + 1).\($0 % 7)e\($0 * 7 % 300 - 150),\($0 % 2)\n" }
    place.write("far.csv", "x,y\n" + lines.joined())
    let fit = shell("made-fit --type x=integer --hidden 8 --epochs 1 -o m far.csv", in: place)
    #expect(fit.message.contains("column 1 (x): most cells are lost, 2"), "\(fit)")
    let drawn = shell(
      "made-sample -m m -n 200 --seed 1 | grep e | grep -vcE '^[0-9]([.][0-9]+)?e'",
      in: place)
    #expect(drawn.text == "0\n", "\(drawn)")
  }

  @Test(
    "scales, powers of ten, long decimals and dates in two spellings come back, and score as they were drawn"
  )
  func spellings() {
    let place = Workshop()
    let lines = (0..<600).map { row -> String in
      let size = row * 7919 % 997 + 1
      let price = row % 2 == 0 ? "$\(size)K" : "$\(size / 10 + 1).\(size % 10)M"
      let share = row % 3 == 0 ? "\(size).\(row % 9 + 1)e-05" : "0.0\(size)"
      let root = (Double(size) / 1000).squareRoot()
      let (day, month) = (row % 18 + 10, row * 7 % 3 + 10)
      let date = row % 2 == 0 ? "2023-\(month)-\(day)" : "\(day).\(month).2023"
      return
        "\(price),\(row % 3 == 0 ? "\(size % 9 + 1).\(row % 9 + 1)e-05" : share),\(root),\(date)\n"
    }
    place.write("mixed.csv", "price,share,root,date\n" + lines.joined())
    let script = """
      made-fit -q --hidden 8 --epochs 1 -o m mixed.csv &&
      made-sample -m m -n 400 --seed 1 > rows && tail -n +2 rows | grep -cE '^[$]([0-9]+K|[0-9]+[.][0-9]M),([0-9.]+e-0[5-9]|0[.][0-9]+),[01][.][0-9]+,(2023-1[0-2]-[0-3][0-9]|[0-3][0-9][.]1[0-2][.]2023)$' &&
      cut -d, -f4 rows | grep -c '2023-' && cut -d, -f3 rows | grep -cE '[0-9]{15}' &&
      made-sample -m m -n 400 --seed 1 --with-score | awk -F, '{ print $5 }' > own &&
      made-score -m m rows > scores && cmp own scores
      """
    let outcome = shell(script, in: place)
    #expect(outcome.isSuccess && outcome.lines.first == "400", "\(outcome)")
    if let iso = outcome.lines.dropFirst().first.flatMap({ Int($0) }),
      let long = outcome.lines.dropFirst(2).first.flatMap({ Int($0) })
    {
      #expect((120...280).contains(iso) && long > 300, "\(outcome)")
    }
  }
}
