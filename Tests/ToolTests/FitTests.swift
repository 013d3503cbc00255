import Foundation
import Testing

@Suite("made-fit")
struct FitTests {
  private static let csv = Data(Shared.table.csv.utf8)

  /// Fits quickly; returns the model's bytes.
  private func fit(_ options: String...) -> Data {
    expectSilentSuccess(run("made-fit", Shared.quick + options, input: Self.csv))
  }

  /// Mean log-likelihood of the shared table under a model.
  private func mean(_ model: Data) -> Double {
    let path = Workshop().write("m", model)
    let outcome = run("made-score", ["-m", path, "--summary"], input: Self.csv)
    expectSilentSuccess(outcome)
    let fields = (outcome.lines.last ?? "").split(separator: ",")
    return fields.count == 3 ? Double(fields[1]) ?? .nan : .nan
  }

  @Test("the same seed gives the same bytes, another seed others")
  func seeds() {
    #expect(fit() == fit())
    #expect(fit() == fit("--seed", "1"))
    #expect(fit() != fit("--seed", "2"))
    #expect(
      fit("--masks", "endless", "--dropout", "0.3") == fit("--masks", "endless", "--dropout", "0.3")
    )
  }

  static let choices: [[String]] = [
    ["--hidden", "25"], ["--hidden", "24,8"], ["--activation", "tanh"], ["--no-direct"],
    ["--hidden", "24,24,24"], ["--hidden", "24,24,24", "--residual"],
    ["--masks", "2"], ["--masks", "2", "--mask-weights"], ["--masks", "endless"],
    ["--masks", "2", "--resample", "ordering"], ["--ordering", "natural"],
    ["--initialisation", "orthogonal"], ["--optimizer", "sgd"], ["--optimizer", "adagrad"],
    ["--optimizer", "adadelta"], ["--optimizer", "rmsprop"], ["--learning-rate", "0.01"],
    ["--rate-decay", "0.1"], ["--momentum", "0.5"], ["--epsilon", "0.1"], ["--batch-size", "50"],
    ["--epochs", "4"], ["--dropout", "0.1"], ["--holdout", "0.2"], ["--holdout", "0"],
    ["--precision", "bf16"], ["--precision", "f16"],
  ]

  @Test("every choice makes a difference and a proper model", arguments: choices)
  func differs(options: [String]) {
    let model = expectSilentSuccess(run("made-fit", Shared.quick + options, input: Self.csv))
    #expect(model != fit(), "\(options)")
    #expect(mean(model) > -12 * log(2), "\(options): worse than coins")
    let check = run("made-masks", ["-m", "-", "--check"], input: model)
    expectSilentSuccess(check)
  }

  @Test("more epochs learn the table's structure")
  func learns() {
    let independent = Self.independentMean
    let trained = mean(fit("--epochs", "60", "--learning-rate", "0.01"))
    // Three exclusive ors are known once their parts are: the truth is near -4.9.
    #expect(trained > independent + 2, "\(trained) against \(independent)")
    #expect(trained < -4.5, "too good to be true: \(trained)")
  }

  /// What the column means alone would give.
  private static var independentMean: Double {
    let rows = Shared.table.rows
    return (0..<12).reduce(0) { (sum: Double, column: Int) -> Double in
      let p: Double = Double(rows.count { $0[column] == 1 }) / Double(rows.count)
      return sum + p * log(p) + (1 - p) * log(1 - p)
    }
  }

  @Test(
    "half precision halves the weights and hardly moves the scores", arguments: ["bf16", "f16"])
  func precision(name: String) {
    let (full, half) = (
      fit("--masks", "1", "--hidden", "200"),
      fit("--masks", "1", "--hidden", "200", "--precision", name)
    )
    #expect(Double(half.count) < 0.6 * Double(full.count))
    #expect(abs(mean(full) - mean(half)) < 0.02)
  }

  @Test("--log has a header and a line for every epoch")
  func epochLog() {
    let place = Workshop()
    _ = fit("--epochs", "5", "--log", place.path + "/log")
    _ = fit("--epochs", "2", "--holdout", "0", "--log", place.path + "/short")
    let lines = String(decoding: place.read("log") ?? Data(), as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "epoch,training_log_likelihood,validation_log_likelihood,best,seconds")
    #expect(lines.dropFirst().map { $0.prefix { $0 != "," } } == ["1", "2", "3", "4", "5"])
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      #expect(fields.count == 5 && !fields.contains(nil), "\(line)")
    }
    #expect(place.read("short")?.split(separator: 10).count == 3)
    // A redirected stream is not emptied, and "-" is no file's name.
    place.write("rows", Shared.table.csv)
    for (log, words) in [("-", "1>> all"), ("/dev/stdout", ">> all"), ("/dev/stderr", "2>> all")] {
      place.write("all", "before\n")
      let script = "made-fit -q --epochs 2 --hidden 4 --log \(log) -o m rows \(words)"
      expectSilentSuccess(shell(script, in: place))
      let all = place.read("all") ?? Data()
      #expect(all.starts(with: Data("before\nepoch,".utf8)) && all.split(separator: 10).count == 4)
    }
    #expect(place.files == ["all", "log", "m", "rows", "short"])
    let missing = run("made-fit", Shared.quick + ["--log", "/nowhere/log"], input: Self.csv)
    expectFailure(missing, of: "made-fit", status: 73, saying: ["/nowhere/log"], output: "")
    let full = run("made-fit", Shared.quick + ["--log", "/dev/full"], input: Self.csv)
    expectFailure(full, of: "made-fit", status: 74, saying: ["/dev/full"], output: "")
  }

  @Test("--dry-run tells the plan and writes no model")
  func dryRun() {
    let place = Workshop()
    let outcome = run("made-fit", ["--dry-run", "-o", place.path + "/m"], input: Self.csv)
    #expect(outcome.isSuccess && outcome.output.isEmpty && place.files.isEmpty, "\(outcome)")
    for word in ["1800 to train on, 200 to validate on", "12 binary: c1, c2", "500 relu", "adam"] {
      #expect(outcome.message.contains(word), "\(word) in \(outcome)")
    }
    let bad = run("made-fit", ["--dry-run"], input: "0,1\n0,2\n")
    expectFailure(bad, of: "made-fit", status: 65, saying: [":2: field 2"], output: "")
  }

  @Test("--initial goes on from a model and refuses other columns")
  func initial() {
    let place = Workshop()
    let start = place.write("start", fit("--epochs", "1"))
    let before = mean(Shared.bytes(start))
    let more = run("made-fit", ["--quiet", "--initial", start, "--epochs", "10"], input: Self.csv)
    expectSilentSuccess(more)
    let after = mean(more.output)
    #expect(after > before + 0.1, "\(before), then \(after)")
    let contrary = run("made-fit", ["--initial", start, "--hidden", "9"], input: Self.csv)
    expectFailure(contrary, of: "made-fit", status: 64, saying: ["--hidden"], output: "")
    let narrow = Shared.table.columns([0, 1, 2, 3])
    let renamed = run("made-fit", ["--initial", start], input: narrow.csv)
    expectFailure(
      renamed, of: "made-fit", status: 65, saying: ["lacks the column \"c5\""], output: "")
    let fewer = run("made-fit", ["--initial", start], input: narrow.bare.csv)
    expectFailure(
      fewer, of: "made-fit", status: 65, saying: ["expected 12 fields, found 4"], output: "")
  }

  @Test("--residual fits a stack that all tools read, the same for any number of threads")
  func residual() {
    let place = Workshop()
    let stack = ["--residual", "--hidden", "24,24,24"]
    for options in [
      [], ["--masks", "3", "--mask-weights", "--dropout", "0.2"],
      ["--masks", "endless", "--compute", "bf16", "--average", "0.9"],
    ] {
      let models = ["1", "2", "3"].map { threads in
        expectSilentSuccess(
          run("made-fit", Shared.quick + stack + options + ["-j", threads], input: Self.csv))
      }
      #expect(models[0] == models[1] && models[0] == models[2], "\(options)")
      let path = place.write("m", models[0])
      let info = run("made-masks", ["-m", path, "--info"])
      #expect(info.lines.contains("residual yes") && info.lines.contains("hidden 24 24 24"))
      expectSilentSuccess(run("made-masks", ["-m", path, "--check"]))
      let degrees = run("made-masks", ["-m", path, "--degrees"]).lines.dropFirst().map {
        $0.split(separator: ",").map { Int($0) ?? 0 }
      }
      for layer in [2, 3] {
        #expect(
          degrees.filter { $0[0] == layer }.map { $0[2] } == degrees.prefix(24).map { $0[2] })
      }
      let rows = run("made-sample", ["-m", path, "-n", "200", "--seed", "4", "--with-score"])
      #expect(rows.isSuccess && rows.lines.count == 201, "\(options)")
      let more = run("made-fit", ["-q", "--initial", path, "--epochs", "4"], input: Self.csv)
      let tuned = run("made-masks", ["-m", "-", "--info"], input: expectSilentSuccess(more))
      #expect(tuned.lines.contains("residual yes"))
    }
    let plain = run("made-masks", ["-m", "-", "--info"], input: fit("--hidden", "24,24,24"))
    #expect(plain.lines.contains("residual no"))
    let plan = run("made-fit", ["--dry-run"] + stack, input: Self.csv)
    #expect(plan.message.contains("24,24,24 relu, direct, residual"), "\(plan)")
    let trained = mean(
      fit("--epochs", "60", "--learning-rate", "0.01", "--residual", "--hidden", "24,24,24"))
    #expect(trained > Self.independentMean + 2 && trained < -4.5, "\(trained)")
  }

  @Test("a network too narrow for its columns is remarked on, unless inputs go around it")
  func narrow() {
    for (options, isNarrow) in [
      (["--hidden", "3", "--no-direct"], true), (["--hidden", "24,3", "--no-direct"], true),
      (["--hidden", "3"], false), (["--hidden", "11", "--no-direct"], false),
      (["--hidden", "3", "--no-direct", "-q"], false),
    ] {
      let outcome = run("made-fit", options + ["--epochs", "1"], input: Self.csv)
      #expect(outcome.isSuccess)
      #expect(outcome.message.contains("too narrow for 12 columns") == isNarrow, "\(outcome)")
    }
  }

  @Test("--valid chooses the epoch by a file of its own")
  func valid() throws {
    let place = Workshop()
    let valid = place.write(
      "valid", Shared.gzip(Data(Table.chain(columns: 12, count: 300, seed: 9).csv.utf8)))
    let outcome = run(
      "made-fit", ["--hidden", "24", "--masks", "1", "--epochs", "3", "-v", "--valid", valid],
      input: Self.csv)
    #expect(outcome.isSuccess)
    #expect(outcome.message.contains("2000 to train on, 300 to validate on"), "\(outcome)")
    // The last line is about the epoch that was saved, as the model has it.
    let last = try #require(outcome.message.split(separator: "\n").last)
    let info = run("made-masks", ["-m", "-", "--info"], input: outcome.output).text
    let best = try #require(info.split(separator: "\n").first { $0.hasPrefix("best-epoch") })
    let epoch = try #require(best.split(separator: " ").last)
    #expect(last.hasPrefix("made-fit: saved epoch \(epoch): train -"), "\(last)")
    let shown = try #require(
      outcome.message.split(separator: "\n").first { $0.hasPrefix("epoch \(epoch) ") })
    let valid3 = try #require(shown.split(separator: " ").dropFirst(5).first)
    #expect(last.hasSuffix("valid \(valid3)"), "\(last): \(shown)")
    let empty = place.write("empty", "")
    let none = run("made-fit", ["--valid", empty], input: Self.csv)
    expectFailure(none, of: "made-fit", status: 65, saying: ["empty: no records"], output: "")
    let other = place.write("other", "0,1\n")
    let narrow = run("made-fit", ["--valid", other], input: Self.csv)
    expectFailure(
      narrow, of: "made-fit", status: 65, saying: ["other:1: expected 12 fields, found 2"],
      output: "")
  }

  @Test("--ordering takes natural, numbers and names")
  func ordering() {
    func columns(_ model: Data) -> [String] {
      run("made-masks", ["-m", "-", "--ordering"], input: model).lines.dropFirst().map {
        String($0.split(separator: ",")[1])
      }
    }
    let place = Workshop()
    let order = [5, 3, 12, 1, 2, 4, 6, 7, 11, 10, 9, 8].map(String.init)
    #expect(columns(fit("--ordering", "natural")) == (1...12).map(String.init))
    let spellings = [
      order.joined(separator: "\n") + "\n", order.joined(separator: " "),
      order.map { "c" + $0 }.joined(separator: "\r\n"), order.map { "\tc" + $0 }.joined(),
    ]
    for text in spellings {
      #expect(columns(fit("--ordering", place.write("order", text))) == order, "\(text)")
    }
    for (text, words) in [
      ("1 2 3", "each of the 12 columns once"), ("", "each of the 12 columns once"),
      (order.joined(separator: " ") + " 1", "once"), ("0 1", "no column \"0\""),
      ("c1 c13", "no column \"c13\""),
      (order.joined(separator: "\n").replacing("12", with: "11"), "once"),
    ] {
      let path = place.write("order", text)
      let outcome = run("made-fit", ["--ordering", path], input: Self.csv)
      expectFailure(outcome, of: "made-fit", status: 65, saying: [path, words], output: "")
    }
  }

  static let divergent = [
    ["--learning-rate", "1e30"], ["--learning-rate", "1e30", "--optimizer", "sgd"],
    [
      "--learning-rate", "9e37", "--optimizer", "sgd", "--holdout", "0", "--epochs", "1",
      "--batch-size", "2000",
    ],
    ["--learning-rate", "1e20", "--hidden", "20,20", "--holdout", "0"],
  ]

  @Test("a fit that diverges ends with status 75 and leaves the older model", arguments: divergent)
  func diverges(options: [String]) {
    let place = Workshop()
    place.write("m", "old")
    let outcome = run(
      "made-fit", Shared.quick + options + ["-o", place.path + "/m"], input: Self.csv)
    expectFailure(
      outcome, of: "made-fit", status: 75, saying: ["diverged in epoch 1", "--learning-rate"],
      output: "")
    #expect(place.read("m") == Data("old".utf8) && place.files == ["m"])
  }

  @Test("--sharpen says by how much, and makes validation records likelier than without it")
  func sharpens() throws {
    let place = Workshop()
    place.write("rows", Shared.table.csv)
    let command =
      "made-fit rows --valid rows --masks 4 --hidden 20 --dropout 0.5 --weight-decay 0.5 --epochs 8"
    let plain = shell(command + " --no-sharpen -q -o plain", in: place)
    expectSilentSuccess(plain)
    let told = shell(command + " --sharpen -j 1 -o sharp 2>&1 | grep scaled", in: place)
    let words = try #require(told.lines.first?.split(separator: " "))
    #expect(
      told.lines[0].hasPrefix("made-fit: output weights scaled by ")
        && words.contains("direct"), "\(told)")
    let value = try #require(words.last.flatMap { Double($0) })
    #expect(abs(mean(try #require(place.read("sharp"))) - value) < 6e-4)
    #expect(value > mean(try #require(place.read("plain"))) + 0.05)
    // Again without a word, with another number of threads, and by default, as there are several masks.
    expectSilentSuccess(shell(command + " -q -j 2 -o again", in: place))
    #expect(place.read("again") == place.read("sharp"))
  }

  @Test("--choose-masks keeps masks that suit validation records better than the first ones")
  func choosesMasks() throws {
    let place = Workshop()
    place.write("rows", Shared.table.csv)
    let command =
      "made-fit rows --valid rows --masks endless --evaluate-masks 3 --hidden 20 --epochs 8"
    expectSilentSuccess(shell(command + " -q -o first", in: place))
    let told = shell(
      command + " --choose-masks 40 -j 1 -o best 2>&1 | grep chose", in: place)
    #expect(
      told.lines.first?.hasPrefix("made-fit: chose 3 of 40 masks: valid -") == true, "\(told)")
    let value = try #require(told.lines.first?.split(separator: " ").last.flatMap { Double($0) })
    let mean = mean(try #require(place.read("best")))
    #expect(abs(mean - value) < 6e-4)
    #expect(mean > self.mean(try #require(place.read("first"))) + 0.05)
    expectSilentSuccess(run("made-masks", ["-m", place.path + "/best", "--check"]))
    expectSilentSuccess(shell(command + " --choose-masks 40 -q -j 2 -o again", in: place))
    #expect(place.read("again") == place.read("best"))
    // Three of three are those that come first, in another order.
    expectSilentSuccess(shell(command + " --choose-masks 3 -q -o same", in: place))
    #expect(
      abs(
        self.mean(try #require(place.read("same"))) - self.mean(try #require(place.read("first"))))
        < 1e-6)
  }

  @Test(
    "a fit that diverges before it is better than the start writes nothing, and ends with status 75"
  )
  func divergesLater() {
    let place = Workshop()
    place.write("rows", Shared.table.csv)
    let command =
      "made-fit -q rows --hidden 20,20,20,20 --optimizer sgd --learning-rate 1e7 --warm-up 100 "
      + "--batch-size 10000 --average 0 --dropout 0"
    let outcome = shell(command + " -o m --curve c --log l", in: place)
    expectFailure(
      outcome, of: "made-fit", status: 75, saying: ["diverged in epoch", "--learning-rate"],
      output: "")
    #expect(place.files == ["c", "l", "rows"])
    let piped = shell(command, in: place)
    expectFailure(piped, of: "made-fit", status: 75, saying: ["diverged in epoch"], output: "")
    let blind = shell(command + " --holdout 0 --epochs 99 -o none", in: place)
    expectFailure(blind, of: "made-fit", status: 75, saying: ["diverged in epoch"], output: "")
    #expect(place.files == ["c", "l", "rows"])
  }

  @Test(
    "steps that are too large end with status 75, and epoch 0 is kept where nothing is to be learnt"
  )
  func start() {
    let place = Workshop()
    place.write("rows", Shared.table.csv)
    let command = "made-fit -q rows --hidden 20,20,20,20 --optimizer sgd --average 0 --dropout 0"
    let large = shell(
      command + " --learning-rate 1e5 --warm-up 1000 --patience 5 -o m", in: place)
    expectFailure(
      large, of: "made-fit", status: 75,
      saying: ["smaller --learning-rate"], output: "")
    #expect(place.files == ["rows"])
    // Random weights that hardly change, and two columns of coins and one of a thousand numbers to be learnt.
    var random = Choices(seed: 5)
    var text = "a,b,x\n"
    for _ in 0..<900 {
      text += "\(random.next() % 2),\(random.next() % 2),\(random.next() % 1000)\n"
    }
    place.write("noise", text)
    // Of the records that they were fitted to, no random weights make those columns more likely.
    let noise = shell(
      "made-fit -o n --learning-rate 1e-7 --epochs 2 --valid noise noise", in: place)
    #expect(noise.isSuccess, "\(noise)")
    let info = run("made-masks", ["-m", place.path + "/n", "--info"])
    #expect(info.lines.contains("best-epoch 0"), "\(info)")
    #expect(noise.message.contains("columns that do not depend on each other"), "\(noise)")
    // Scores of columns that do not depend on each other do not depend on how cells are put together.
    func score(_ rows: String) -> Double {
      let outcome = run("made-score", ["-q", "-m", place.path + "/n"], input: "a,b,x\n" + rows)
      return outcome.lines.reduce(0) { $0 + (Double($1) ?? 0) }
    }
    #expect(abs(score("0,1,10\n1,0,900\n") - score("1,1,900\n0,0,10\n")) < 1e-6)
  }

  @Test(
    "tables of odd shapes are fitted and sampled",
    arguments: [
      "1\n", "0\n1\n1\n", "0,1\n", "1,1,1\n1,1,1\n0,1,1\n", "a\n0\n", "0,0,0,0\n0,0,0,0\n",
    ])
  func oddShapes(input: String) {
    let model = run("made-fit", ["-q", "--epochs", "40", "--hidden", "3"], input: input)
    let path = Workshop().write("m", expectSilentSuccess(model))
    let scores = run("made-score", ["-m", path], input: input)
    expectSilentSuccess(scores)
    #expect(scores.lines.allSatisfy { $0 == "log_likelihood" || Float($0)?.isFinite == true })
    expectSilentSuccess(run("made-sample", ["-m", path, "-n", "5"]))
    expectSilentSuccess(run("made-masks", ["-m", path, "--check"]))
  }
}
