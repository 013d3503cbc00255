// What is written about one fit, beside its model.

import ArgumentParser

/// Files that tell how training went.
struct ReportOptions: ParsableArguments {
  @Option(
    help: .seldom("Write one CSV line an epoch to FILE.", valueName: "file"), completion: .file())
  var log: String?
  @Option(
    help: ArgumentHelp("Draw the learning curves into FILE, as SVG.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var curve: String?
}
