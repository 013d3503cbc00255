// csv-spectrum (github.com/max-mapper/csv-spectrum): texts with their meaning as JSON.

import Foundation
import MadeCore
import Testing

@Suite(
  "csv-spectrum",
  .enabled(if: dataDirectory != nil, "no data: set MADE_DATA to the directory of the data sets"))
struct CSVSpectrumTests {
  // location_coordinates is left out: its JSON has another telephone number than its CSV.
  @Test(
    "fields are those of the JSON",
    arguments: [
      "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
      "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ])
  func fields(name: String) throws {
    let directory = try #require(dataDirectory).appending(path: "csv-spectrum")
    let text = try Data(contentsOf: directory.appending(path: "csvs/\(name).csv"))
    let json = try Data(contentsOf: directory.appending(path: "json/\(name).json"))
    let expected = try #require(
      try JSONSerialization.jsonObject(with: json) as? [[String: String]])
    for chunk in chunkSizes {
      var records = try textFields(Array(text), chunk: chunk).map { record in
        record.map { String(decoding: $0, as: UTF8.self) }
      }
      let names = records.removeFirst()
      let found = records.map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
      #expect(found == expected)
    }
  }
}
