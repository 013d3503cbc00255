// A flow as the papers write it: plain loops in Double, a pass of the network for each column to invert it.

/// The slow twin of `Flow`, which all that is fast is tested against.
package struct ReferenceFlow {
  /// The network of each transform, and of the last one.
  package var networks: [ReferenceNetwork]
  private let masks: [Mask]
  /// What each transform does to a number.
  private let maps: [NumberMap]
  /// Whether it reads numbers after they have moved.
  private let readsMoved: [Bool]
  private let columns: MovableColumns
  private let members: [Int: any MovableConditional]

  package init(_ flow: Flow) {
    networks =
      flow.transforms.map { ReferenceNetwork($0.parameters) }
      + [ReferenceNetwork(flow.last.parameters)]
    masks = flow.transforms.map(\.mask) + [flow.last.masks[0]]
    maps = flow.transforms.map(\.map)
    readsMoved = flow.transforms.map { $0.direction == .iaf }
    columns = MovableColumns(flow.schema)
    members = Dictionary(
      uniqueKeysWithValues: columns.members.map { ($0.column, $0.conditional) })
  }

  private var transforms: Int { networks.count - 1 }

  /// T of the numbers of a record that move, by column.
  package func numbers(of record: [Int]) -> [Int: Double] {
    members.reduce(into: [:]) { numbers, member in
      numbers[member.key] = member.value.movable(record[member.key])?.place
    }
  }

  /// The outputs of a network for a record whose numbers are at some places.
  private func outputs(_ network: Int, _ record: [Int], _ numbers: [Int: Double]) -> [Double] {
    var (ones, reals): ([Double], [Double]) = ([], [])
    for (column, conditional) in columns.conditionals.enumerated() {
      var one = -1
      if let number = numbers[column] {
        let most = MovableNumber.mostOfInput
        reals.append(min(max(number, -most), most))
      } else if let conditional = conditional.ofCodes {
        one = record[column] - conditional.silentCodes
      } else if let conditional = conditional.ofValues {
        let place = conditional.inRecord { record[$0] }.place(record[column])
        one = Int(place.one)
        reals.append(Double(place.real))
      }
      ones += (0..<conditional.ones).map { $0 == one ? 1 : 0 }
    }
    return networks[network].logits(ofInputs: ones, reals: reals, mask: masks[network])
  }

  /// What a transform does to the number of a column.
  private func map(_ network: Int, _ column: Int, _ outputs: [Double]) -> ReferenceMap {
    let first = masks[network].firstOutputs[column]
    let count = masks[network].shapes[column].outputs
    return ReferenceMap(maps[network], Array(outputs[first..<first + count]))
  }

  /// Where the transforms put numbers, and log|det|.
  package func forward(
    _ numbers: [Int: Double], of record: [Int]
  ) -> (numbers: [Int: Double], logDeterminant: Double) {
    var (numbers, sum) = (numbers, 0.0)
    for network in 0..<transforms {
      let before = readsMoved[network] ? nil : outputs(network, record, numbers)
      for column in masks[network].ordering.columns {
        guard let number = numbers[column] else { continue }
        // Numbers that have moved come before the column, and outputs of it see no other ones.
        let outputs = before ?? outputs(network, record, numbers)
        let (place, logSlope) = map(network, column, outputs).forward(number)
        numbers[column] = place
        sum += logSlope
      }
    }
    return (numbers, sum)
  }

  /// Where numbers were that the transforms have put at some places: for each column in the order of a network a pass,
  /// for its outputs may depend on numbers that are back where they were.
  package func inverse(_ numbers: [Int: Double], of record: [Int]) -> [Int: Double] {
    var numbers = numbers
    for network in (0..<transforms).reversed() {
      let moved = readsMoved[network] ? outputs(network, record, numbers) : nil
      for column in masks[network].ordering.columns where numbers[column] != nil {
        let map = map(network, column, moved ?? outputs(network, record, numbers))
        numbers[column] = numbers[column].map(map.inverse)
      }
    }
    return numbers
  }

  /// log p of a record in nats: of its codes, where values share some.
  package func logLikelihood(of record: [Int]) -> Double {
    let (moved, logDeterminant) = forward(numbers(of: record), of: record)
    let outputs = outputs(transforms, record, moved)
    var sum = logDeterminant
    for (column, conditional) in columns.conditionals.enumerated() {
      let first = masks[transforms].firstOutputs[column]
      let output = { outputs[first + $0] }
      if let member = members[column] {
        if let place = moved[column], let number = member.movable(record[column]) {
          sum += number.logWidth + member.logDensity(at: place, output)
        } else {
          sum += member.logProbability(ofStaying: record[column], output)
        }
      } else {
        sum += conditional.logProbability(ofColumn: column, in: { record[$0] }, output)
      }
    }
    return sum
  }
}
