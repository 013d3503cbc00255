import Foundation
import Testing

// On macOS the file system takes no other names than UTF-8.
#if os(Linux)
  @Suite("File names are bytes")
  struct FileNameTests {
    /// Names in printf's notation.
    static let names = [
      #"o\377.x"#, #"\200\201"#, #"gr\374\337e"#, #"\303"#, #"a\364\217\277\277b"#, "\u{301}accent",
    ]

    @Test("every option that takes a file takes any name, and the file has it", arguments: names)
    func everywhere(name: String) {
      let place = Workshop()
      place.write("m", Shared.bytes(Shared.model))
      place.write("rows", Shared.table.csv)
      place.write("holes", Shared.table.rows(0..<9).csv)
      let script = """
        n=$(printf '\(name)') || exit 1
        cp rows "$n" && cp holes "h$n" && cp m "m$n" && mkdir "d$n" || exit 2
        fit="made-fit -q --hidden 8 --masks 1 --epochs 1"
        $fit rows -o plain && $fit --valid "$n" "--output=d$n/$n" "$n" && cmp -s plain "d$n/$n"
        $fit -o"./$n.made" --log "$n.log" --curve "$n.svg" --checkpoint="./$n.check" rows || exit 3
        for f in "$n.made" "$n.log" "$n.svg" "$n.check" "d$n/$n"; do [ -s "$f" ] || exit 4; done
        made-score -m m rows > scores && made-score -m "m$n" "$n" | cmp - scores || exit 5
        made-score -m"m$n" --nearest "$n" -- "$n" > near || exit 6
        made-sample -m "m$n" --given "h$n" --seed 1 -o "s$n" && [ -s "s$n" ] || exit 7
        ln -s "$n.made" "link$n" && $fit rows -o "link$n" && [ -L "link$n" ] || exit 8
        ls -a | grep -c part; exit 0
        """
      let outcome = shell(script, in: place)
      #expect(outcome.isSuccess && outcome.text == "0\n", "\(outcome)")
    }

    @Test("messages show the bytes, and what names no file is read as before")
    func messages() {
      let place = Workshop()
      place.write("m", Shared.bytes(Shared.model))
      let missing = shell(#"made-score -m m "$(printf 'o\377.csv')""#, in: place)
      expectFailure(
        missing, of: "made-score", status: 66, saying: [#"o\xff.csv: cannot open"#], output: "")
      let condition = shell(#"made-score -m m --where "$(printf 'c\377=1')""#, in: place)
      expectFailure(
        condition, of: "made-score", status: 64, saying: ["no column \"c\u{FFFD}\""], output: "")
      // The names that other writers of other files have left stay.
      let left = shell(
        #"""
        a=$(printf '\377'); b=$(printf '\376'); : > ".$b.1-0.part"; : > ".$a.1-0.part"
        made-sample -m m -o "$a" && ls -a | grep -c part && [ -e ".$b.1-0.part" ]
        """#, in: place)
      #expect(left.isSuccess && left.text == "1\n", "\(left)")
    }
  }
#endif
