// The CPU time that control groups allow, read from folders made for the purpose.

import Foundation
import MadeCore
import Testing

@Suite("The CPU quota of control groups")
struct CPUQuotaTests {
  /// The quota of a process in these groups, where these files are.
  private func cpus(_ groups: String, _ files: [String: String]) throws -> Int? {
    let place = try TemporaryDirectory()
    for (name, text) in files.merging(["proc/self/cgroup": groups], uniquingKeysWith: { $1 }) {
      try FileManager.default.createDirectory(
        atPath: (place.file(name) as NSString).deletingLastPathComponent,
        withIntermediateDirectories: true)
      try place.write(text, to: name)
    }
    return CPUQuota.cpus(root: place.path)
  }

  @Test("of version 2: the least of a group and those above it, rounded up")
  func version2() throws {
    let root = "sys/fs/cgroup"
    for (text, quota) in [
      ("200000 100000\n", 2), ("150000 100000\n", 2), ("1000 100000\n", 1), ("max 100000\n", nil),
      ("", nil), ("x y\n", nil), ("-5 100000\n", nil), ("200000 0\n", nil), ("200000\n", nil),
      ("9223372036854775807 1\n", Int.max),
    ] {
      #expect(try cpus("0::/a/b\n", ["\(root)/a/b/cpu.max": text]) == quota, "\(text)")
      #expect(try cpus("0::/a/b\n", ["\(root)/a/cpu.max": text]) == quota, "\(text)")
      // In a container: other names outside than inside.
      #expect(try cpus("0::/docker/4f\n", ["\(root)/cpu.max": text]) == quota, "\(text)")
    }
    let nested = ["\(root)/a/cpu.max": "100000 100000\n", "\(root)/a/b/cpu.max": "max 100000\n"]
    #expect(try cpus("0::/a/b\n", nested) == 1)
    #expect(try cpus("0::/\n", nested) == nil)
  }

  @Test("of version 1, beside other controllers")
  func version1() throws {
    let groups = "5:cpuset:/\n4:cpu,cpuacct:/job\n1:name=systemd:/x\n0::/\n"
    let folder = "sys/fs/cgroup/cpu,cpuacct/job"
    func files(_ quota: String) -> [String: String] {
      ["\(folder)/cpu.cfs_quota_us": quota, "\(folder)/cpu.cfs_period_us": "50000\n"]
    }
    #expect(try cpus(groups, files("125000\n")) == 3)
    #expect(try cpus(groups, files("-1\n")) == nil)
    #expect(try cpus("4:cpuset:/job\n", files("125000\n")) == nil)
  }

  @Test("without control groups, or with nonsense in their place, there is none")
  func nothing() throws {
    #expect(CPUQuota.cpus(root: "/nowhere") == nil)
    for text in ["", "\n\n", "::", "0:", "0::", "a:b:c:d\n", "0::relative"] {
      #expect(try cpus(text, [:]) == nil, "\(text)")
    }
  }
}
