// Files that are no tables: small files, as people have them.

extension LayoutCase {
  static let otherFiles = [
    LayoutCase(
      "JSON", "[{\"a\":1},{\"a\":2}]\n", ",", .refused("foreign"),
      pandas: "2 columns ([{\"a\":1}, {\"a\":2}]), 0 rows",
      duckdb: "2 columns ([{\"a\":1}, {\"a\":2}]), 0 rows",
      why: "named, with the command that makes CSV of it"),
    LayoutCase(
      "JSON lines", "{\"a\":1}\n{\"a\":2}\n", ",", .refused("foreign"),
      pandas: "1 columns ({\"a\":1}), 1 rows", duckdb: "1 columns ({\"a\":1}), 1 rows",
      why: "named, with the command that makes CSV of it"),
    LayoutCase(
      "HTML", "<!DOCTYPE html>\n<html></html>\n", ",", .refused("foreign"),
      pandas: "1 columns (<!DOCTYPE html>), 1 rows", duckdb: "1 columns (<!DOCTYPE html>), 1 rows",
      why: "a download that went wrong is no table"),
  ]
}
