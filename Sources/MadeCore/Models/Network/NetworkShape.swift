// Where every parameter lies in one flat buffer.

/// Where the rows of one weight matrix lie, whichever way round it is stored.
package struct MatrixLayout: Sendable {
  package let connection: Connection
  /// Element (r, c) of the sorted matrix lies at `offset[r] + c`.
  package let offset: [Int64]
  /// Live columns of row r are lower[r]..<upper[r].
  package let lower: [Int32]
  package let upper: [Int32]

  package var rows: Int { lower.count }

  package func live(_ row: Int) -> Range<Int> {
    Int(lower[row])..<max(Int(lower[row]), Int(upper[row]))
  }

  init(_ staircase: Staircase, _ connection: Connection) {
    self.connection = connection
    offset = Array(staircase.offset.prefix(staircase.rows))
    lower = Array(repeating: 0, count: staircase.rows)
    upper = Array(staircase.live.prefix(staircase.rows))
  }

  init(_ staircase: SuffixStaircase, _ connection: Connection) {
    self.connection = connection
    offset = staircase.offset
    lower = staircase.live
    upper = Array(repeating: Int32(staircase.columns), count: staircase.rows)
  }
}

/// The parameters of a network as staircases in a flat buffer.
///
/// With a mask the units of each layer are sorted by degree and only staircases are stored. Without
/// one the units keep their numbers and the matrices are full: the shape of parameters that are
/// shared by several masks, from which each mask gathers its own staircases.
package struct NetworkShape: Sendable {
  package let architecture: Architecture
  /// The mask whose staircases these are; nil for full matrices.
  package let mask: Mask?
  /// For each layer, rank to unit.
  package let order: [[Int]]
  package let first: SuffixStaircase
  /// Hidden layer l+2 over hidden layer l+1, l = 0, 1, ...
  package let hidden: [Staircase]
  package let output: Staircase
  package let direct: SuffixStaircase?
  /// The first hidden layer over the real inputs; nil without any.
  package let realsToHidden: Staircase?
  /// The outputs over the real inputs; nil without any, or without direct connections.
  package let realsToOutputs: Staircase?
  /// Where U lies, relative to the W of the same element; nil without connectivity weights.
  package let maskWeightShift: Int?
  /// Where the biases of layer l+1 start.
  package let bias: [Int]
  /// Number of floats in the buffer, a multiple of 16.
  package let count: Int

  package init(_ architecture: Architecture, mask: Mask?) {
    // The residual goes from rank to rank; these are the same units only if layers have equal degrees.
    precondition(
      !architecture.residual
        || Architecture.canBeResidual(hidden: architecture.hidden)
          && mask?.degrees.areShared ?? true,
      "not a residual stack")
    self.architecture = architecture
    self.mask = mask
    let widths = architecture.widths
    let (top, reals) = (architecture.outputLayer, architecture.realLayer)
    order = mask?.order ?? widths.map { Array(0..<$0) }
    func prefixes(_ from: Int, _ to: Int) -> [Int] {
      mask?.prefixes(from: from, to: to)
        ?? Array(repeating: widths[from], count: widths[to])
    }
    // The suffix of an input-major row starts at the first unit whose prefix goes beyond the row.
    func suffixes(_ to: Int) -> [Int] {
      let seen = prefixes(0, to)
      var unit = 0
      return (0..<widths[0]).map { input in
        while unit < seen.count, seen[unit] <= input { unit += 1 }
        return unit
      }
    }
    first = SuffixStaircase(suffixes: suffixes(1), columns: widths[1], origin: 0)
    var place = first.end
    var hidden: [Staircase] = []
    for layer in 2..<max(top, 2) {
      hidden.append(
        Staircase(prefixes: prefixes(layer - 1, layer), columns: widths[layer - 1], start: place))
      place = hidden.last?.end ?? place
    }
    output = Staircase(prefixes: prefixes(top - 1, top), columns: widths[top - 1], start: place)
    place = output.end
    self.hidden = hidden
    if architecture.maskWeights {
      maskWeightShift = place
      place *= 2
    } else {
      maskWeightShift = nil
    }
    if architecture.direct {
      let staircase = SuffixStaircase(suffixes: suffixes(top), columns: widths[top], origin: place)
      place = staircase.end
      direct = staircase
    } else {
      direct = nil
    }
    func overReals(_ to: Int) -> Staircase {
      let staircase = Staircase(
        prefixes: prefixes(reals, to), columns: widths[reals], start: place)
      place = staircase.end
      return staircase
    }
    realsToHidden = widths[reals] > 0 ? overReals(1) : nil
    realsToOutputs = widths[reals] > 0 && architecture.direct ? overReals(top) : nil
    var bias: [Int] = []
    for width in widths[1...top] {
      bias.append(place)
      place += padded(width, to: 16)
    }
    self.bias = bias
    count = place
  }

  /// All weight matrices, in the order of `architecture.connections`.
  package var matrices: [MatrixLayout] {
    let (top, reals) = (architecture.outputLayer, architecture.realLayer)
    var layouts = [MatrixLayout(first, Connection(from: 0, to: 1))]
    for (number, staircase) in (hidden + [output]).enumerated() {
      layouts.append(MatrixLayout(staircase, Connection(from: number + 1, to: number + 2)))
    }
    if let direct { layouts.append(MatrixLayout(direct, Connection(from: 0, to: top))) }
    for (staircase, to) in [(realsToHidden, 1), (realsToOutputs, top)] {
      if let staircase {
        layouts.append(MatrixLayout(staircase, Connection(from: reals, to: to)))
      }
    }
    return layouts
  }

  /// Number of live parameters, U and biases included.
  package var liveParameters: Int {
    var live = architecture.biases
    for (number, matrix) in matrices.enumerated() {
      let copies = number < architecture.toldConnections ? 2 : 1
      live += copies * (0..<matrix.rows).reduce(0) { $0 + matrix.live($1).count }
    }
    return live
  }
}
