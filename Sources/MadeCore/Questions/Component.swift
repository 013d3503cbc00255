// What a mixture is made of, when it is asked about records of one pattern.

/// One network under one mask, and how its particles come about.
struct Component {
  /// How particles come about.
  enum Method {
    /// Drawn column after column; known cells weigh.
    case drawn
    /// All choices of the unknown cells that matter, each once.
    case listed(Choices)
    /// Drawn in the network's ordering, and by another proposal that heeds what is known: in an ordering that has
    /// it first, and with holes narrowed by rules.
    case balanced(_ early: DrawnNetwork)
  }

  /// Indices of the model and of its mask.
  let model: Int
  let maskIndex: Int
  /// The network that is asked about.
  let network: DrawnNetwork
  /// How many columns of the ordering matter, the first ones.
  let positions: Int
  /// Whether holes are filled as completions are.
  let fillsHoles: Bool
  let logPrior: Double
  let dependencies: KnownDependencies
  /// How holes are narrowed from which something follows that is known; nil if there is none.
  let narrowing: EvidenceLanes.Narrowing?
  var isExact = false
  var particles = 1
  var method = Method.drawn

  init(
    model: Int, maskIndex: Int, network: DrawnNetwork, positions: Int, fillsHoles: Bool,
    logPrior: Double, dependencies: KnownDependencies, narrowing: EvidenceLanes.Narrowing?
  ) {
    self.model = model
    self.maskIndex = maskIndex
    self.network = network
    self.positions = positions
    self.fillsHoles = fillsHoles
    self.logPrior = logPrior
    self.dependencies = dependencies
    self.narrowing = narrowing
  }

  /// How a proposal draws, and how many particles.
  struct Proposal {
    /// Whether it has what is known first, where that is possible.
    let isEarly: Bool
    /// How it narrows holes; nil for not at all.
    let narrowing: EvidenceLanes.Narrowing?
    let count: Int
  }

  /// The proposals: those that heed what is known, and then the network's own draws.
  ///
  /// A quarter of the particles are draws of its own. Where rules narrow holes, in another quarter these may be missing cells.
  var proposals: [Proposal] {
    guard case .balanced = method else {
      return [Proposal(isEarly: false, narrowing: narrowing, count: particles)]
    }
    let quarter = (particles + 3) / 4
    let own = Proposal(isEarly: false, narrowing: nil, count: quarter)
    guard let narrowing else {
      return [Proposal(isEarly: true, narrowing: nil, count: particles - quarter), own]
    }
    var ofNumbers = narrowing
    ofNumbers.leavesOutMarks = true
    return [
      Proposal(isEarly: true, narrowing: ofNumbers, count: particles - 2 * quarter),
      Proposal(isEarly: true, narrowing: narrowing, count: quarter), own,
    ]
  }

  /// How many particles each proposal has.
  var shares: [Int] { proposals.map(\.count) }

  /// What is added to the logarithm of each particle's weight.
  var logShare: Double {
    if case .listed = method { return logPrior }
    return logPrior - logarithm(Double(particles))
  }
}

/// All that some columns of codes may hold, numbered.
struct Choices {
  var columns: [(column: Int, states: Int)] = []

  /// How many there are.
  var count: Int { columns.reduce(1) { $0 * $1.states } }

  /// Sets the cells of choice `number` in a row.
  func set(_ number: Int, in rows: inout Rows, row: Int) {
    var rest = number
    for (column, states) in columns {
      rows.setCode(rest % states, row, column)
      rest /= states
    }
  }
}
