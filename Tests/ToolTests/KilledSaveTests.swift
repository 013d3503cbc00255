// A save that is killed leaves the older file or the newer one. Tests/faults.py does it hundreds of times.

import Foundation
import Testing

@Suite("Killed while saving")
struct KilledSaveTests {
  @Test("twenty kills at random moments leave a whole file each time")
  func kills() {
    let place = Workshop()
    place.write("rows", Shared.table.csv)
    // Fits that are finished already: all that is left to do is to write the model.
    let fit = "made-fit -q --hidden 300 --epochs 1 rows"
    for seed in 1...2 {
      let save = "\(fit) --seed \(seed) --checkpoint s\(seed) -o w\(seed)"
      expectSilentSuccess(shell(save, in: place))
    }
    let whole = (1...2).map { place.read("w\($0)") ?? Data() }
    #expect(whole[0].count > 1000 && whole[0] != whole[1])
    place.write("out", whole[0])
    var random = Choices(seed: 7)
    let clock = ContinuousClock()
    var duration = Duration.zero
    for turn in 0..<21 {
      let seed = turn % 2 + 1
      let command = "\(fit) --seed \(seed) --checkpoint s\(seed) --resume -o out"
      let start = clock.now
      let child = Child("/bin/sh", ["-c", "cd '\(place.path)'; exec \(command)"])
      if turn > 0 {
        let longest = UInt32(duration / .microseconds(1))
        usleep(.random(in: 0...longest, using: &random))
        kill(child.process, SIGKILL)
      }
      _ = child.finish()
      if turn == 0 { duration = clock.now - start }
      #expect(whole.contains(place.read("out") ?? Data()), "kill \(turn)")
      // Whatever else is there is recognisable as unfinished.
      let others = place.files.filter { !["out", "rows", "s1", "s2", "w1", "w2"].contains($0) }
      #expect(others.allSatisfy { $0.hasPrefix(".") && $0.hasSuffix(".part") }, "\(others)")
    }
    // A run that is not killed clears away what those before it have left.
    for seed in 1...2 {
      let save = "\(fit) --seed \(seed) --checkpoint s\(seed) --resume -o out"
      _ = shell(save, in: place)
    }
    #expect(place.files == ["out", "rows", "s1", "s2", "w1", "w2"])
  }
}
