// Files that people have instead of CSV.

/// A format that is not read here.
public enum ForeignFormat: String, CaseIterable, Sendable {
  case xz, bzip2, zstd, lz4, sevenZip, zip, excel, parquet, arrow, sqlite, hdf5, pdf, json, html,
    model
}
