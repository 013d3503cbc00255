import Foundation
import Testing

#if os(Linux)
  @Suite("Threads that cannot be made, or are too many")
  struct LimitedThreadTests {
    static let place: Workshop = {
      let place = Workshop("limited-threads")
      place.write("m", Shared.bytes(Shared.model))
      place.write("rows", Shared.table.csv)
      place.write("many", String(repeating: Shared.table.bare.csv, count: 5))
      return place
    }()

    static let commands = [
      "made-sample -m m -n 10000 --seed 1", "made-score -m m many",
      "made-score -m m --summary many",
      "made-sample -m m --given many --seed 1", "made-fit -q --hidden 24 --epochs 2 rows",
    ]

    @Test("few addresses change no byte, whatever -j is", arguments: commands)
    func addresses(command: String) {
      let whole = shell("\(command) -j 1", in: Self.place)
      #expect(whole.isSuccess && !whole.output.isEmpty, "\(whole)")
      for kilobytes in [1 << 18, 400_000] {
        for threads in [1, 2, 4, 8, 64] {
          let script = "ulimit -v \(kilobytes); exec \(command) -j \(threads)"
          let outcome = shell(script, in: Self.place, seconds: 30)
          #expect(
            outcome.isSuccess && outcome.output == whole.output, "\(script): \(outcome)")
        }
      }
    }

    /// Runs a command as a user that owns nothing else, as the limit on processes is one for all of a user's.
    private static func alone(_ command: String, processes: Int) -> Outcome {
      let user = getuid() == 0 ? "setpriv --reuid 61234 --regid 61234 --clear-groups" : ""
      return shell("exec \(user) prlimit --nproc=\(processes) \(command)", in: place, seconds: 30)
    }

    /// Whether another user may be taken on, who may run the tools.
    static let isPossible = alone("made-score --version", processes: 100).isSuccess

    @Test(
      "few processes change no byte, whatever -j is",
      .enabled(if: isPossible, "skipped: no setpriv or prlimit, or the tools are not everybody's"),
      arguments: commands)
    func processes(command: String) {
      let whole = shell("\(command) -j 1", in: Self.place)
      for processes in [1, 2, 3, 4] {
        for threads in ["", "-j 2", "-j 8"] {
          let outcome = Self.alone("\(command) \(threads)", processes: processes)
          #expect(
            outcome.isSuccess && outcome.output == whole.output,
            "\(command) \(threads), \(processes) processes: \(outcome)")
        }
      }
    }

    @Test("many more threads than CPUs take little more time")
    func tooMany() {
      func seconds(_ threads: Int) -> Double {
        cpuSeconds(
          "made-fit -q --hidden 24 --epochs 9 -j \(threads) -o /dev/null rows", in: Self.place)
      }
      #expect(seconds(1000) < 4 * seconds(2) + 1)
    }
  }
#endif
