// Files of other formats: their names, and the commands that make CSV of them.

import MadeCore

extension ForeignFormat {
  /// What it is called.
  var title: String {
    switch self {
    case .xz: "an xz file"
    case .bzip2: "a bzip2 file"
    case .zstd: "a Zstandard file"
    case .lz4: "an LZ4 file"
    case .sevenZip: "a 7-Zip archive"
    case .zip: "a zip archive"
    case .excel: "a workbook of a spreadsheet"
    case .parquet: "a Parquet file"
    case .arrow: "an Arrow file"
    case .sqlite: "an SQLite database"
    case .hdf5: "an HDF5 file"
    case .pdf: "a PDF document"
    case .json: "JSON"
    case .html: "HTML or XML"
    case .model: "a model of made-fit"
    }
  }

  /// The command that makes CSV of a file, which is a word for a shell.
  func hint(_ file: String) -> String {
    switch self {
    case .xz: "xz -dc \(file) unpacks it, to be piped in"
    case .bzip2: "bzip2 -dc \(file) unpacks it, to be piped in"
    case .zstd: "zstd -dc \(file) unpacks it, to be piped in"
    case .lz4: "lz4 -dc \(file) unpacks it, to be piped in"
    case .sevenZip: "7z x -so \(file) unpacks it, to be piped in"
    case .zip: "unzip -p \(file) unpacks it, to be piped in"
    case .excel: "in2csv \(file) (of csvkit) makes CSV of its first sheet, to be piped in"
    case .parquet:
      #"duckdb -c "copy (from read_parquet('\#(file)')) to '/dev/stdout' (format csv)" makes CSV of it"#
    case .arrow:
      #"python3 -c "import pandas; print(pandas.read_feather('\#(file)').to_csv(index=False), end='')" makes CSV of it"#
    case .sqlite: "sqlite3 -csv -header \(file) 'select * from TABLE' makes CSV of a table"
    case .hdf5:
      #"python3 -c "import pandas; print(pandas.read_hdf('\#(file)').to_csv(index=False), end='')" makes CSV of it"#
    case .json:
      #"duckdb -c "copy (from read_json('\#(file)')) to '/dev/stdout' (format csv)" makes CSV of it"#
    case .pdf: "export the table as CSV"
    case .html: "export the table as CSV; a download may have ended at a page of an error"
    case .model: "a model is given with -m"
    }
  }
}
