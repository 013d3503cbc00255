// Threads that share short jobs.

import Foundation
import MadeCore
import Testing

@Suite("Teams of threads")
struct WorkerTeamTests {
  @Test(
    "have helpers that work, also where there are more of them than CPUs", arguments: [0, 1, 9])
  func helpers(beyond: Int) {
    let team = WorkerTeam(threads: max(2, availableThreads()) + beyond)
    let workers = Lock<Set<Int>>([])
    let clock = ContinuousClock()
    let start = clock.now
    // A helper that wakes late costs nothing but its help, so there is no telling in which job one joins.
    while workers.withLock({ $0.count }) < 2, clock.now - start < .seconds(120) {
      team.forEachWithWorker(200) { _, worker in
        _ = workers.withLock { $0.insert(worker) }
        usleep(200)
      }
    }
    #expect(workers.withLock { $0.count } >= 2)
  }

  @Test("leave no thread that keeps a CPU busy when they are gone")
  func end() throws {
    /// The CPU time of the threads that are there, in clock ticks, by thread.
    func ticks() throws -> [String: Int] {
      let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
      return names.reduce(into: [:]) { result, name in
        guard
          let text = try? String(contentsOfFile: "/proc/self/task/\(name)/stat", encoding: .utf8),
          let rest = text.split(separator: ")").last
        else { return }
        let words = rest.split(separator: " ")
        if words.count > 12 { result[name] = (Int(words[11]) ?? 0) + (Int(words[12]) ?? 0) }
      }
    }
    guard FileManager.default.fileExists(atPath: "/proc/self/task") else { return }
    let before = Set(try ticks().keys)
    for _ in 0..<20 {
      WorkerTeam(threads: availableThreads() + 4).forEach(8) { _ in usleep(10) }
    }
    usleep(500_000)
    let first = try ticks().filter { !before.contains($0.key) }
    usleep(1_000_000)
    let second = try ticks()
    // Other tests start threads, too; twenty teams would leave a hundred that never rest.
    let busy = first.filter { name, count in (second[name] ?? count) > count }
    #expect(busy.count < 20, "\(busy.count)")
  }
}
