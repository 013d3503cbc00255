// How rows become the tiles of a picture.

import ArgumentParser
import CommandLineSupport
import MadeCore

extension Extent: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// Options of `--format png`.
struct SheetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "W pixels by H to a row (default: as in the training data, or a square).", valueName: "wxh"))
  var shape: Extent?
  @Option(
    help: ArgumentHelp(
      "W rows side by side, H of these lines (default: as square as can be).", valueName: "wxh"))
  var grid: Extent?

  /// A sheet with places for `rows` rows.
  func sheet(of rows: Int, schema: Schema) throws -> ContactSheet {
    let tile = try tile(schema)
    if let grid, grid.area.map({ $0 < rows }) == true {
      throw ToolFailure.usage(
        "--grid \(grid) has too few places for \(rows) rows",
        hint: "give a larger --grid or a smaller --count, or leave both out")
    }
    let capacity = ContactSheet.capacity(tile: tile)
    if grid == nil && rows > capacity {
      throw ToolFailure.usage(
        "\(rows) rows of \(tile) pixels are too many for a picture, which holds \(capacity)",
        hint: capacity == 0
          ? "choose other tiles with --shape"
          : "draw several with --offset, or use --format idx")
    }
    do throws(PictureError) {
      return try ContactSheet(tile: tile, grid: grid ?? ContactSheet.squareGrid(count: rows))
    } catch {
      throw ToolFailure.usage(
        "--grid \(grid?.description ?? "") of \(tile) pixels each is too large for a picture",
        hint: "it holds \(GreyPicture.mostPixels) pixels, and \(GreyPicture.longestSide) to a side")
    }
  }

  /// The sides of one row as a picture.
  private func tile(_ schema: Schema) throws -> Extent {
    let columns = schema.columns.count
    if let shape {
      if shape.area == columns { return shape }
      throw ToolFailure.usage(
        "--shape \(shape) is not the \(columns) columns of the model", hint: suggestion(columns))
    }
    // IDX puts the lines first, then the pixels of a line.
    if let sizes = schema.imageShape, sizes.count == 2 {
      return Extent(width: sizes[1], height: sizes[0])
    }
    let square = ContactSheet.squareGrid(count: columns)
    if square.area == columns && square.width == square.height { return square }
    throw ToolFailure.usage(
      "rows of \(columns) columns are not squares: --shape says what they are",
      hint: suggestion(columns))
  }

  /// The sides closest to a square.
  private func suggestion(_ columns: Int) -> String {
    let height = (1...columns).last { $0 * $0 <= columns && columns % $0 == 0 } ?? 1
    return "for example --shape \(columns / height)x\(height)"
  }
}
