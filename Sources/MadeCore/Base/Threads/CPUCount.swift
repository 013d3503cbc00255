// How many threads are worth having.

import CKernels

/// How many CPUs this process may use: those of its affinity mask, as `nproc` counts, and no more than its control
/// groups give it the time of.
package func availableThreads() -> Int {
  max(1, min(Int(made_cpu_count()), CPUQuota.ofThisProcess ?? .max))
}

/// The CPU time that control groups allow, which is how containers are limited.
///
/// More threads than that would all be stopped for the rest of each period once its time is used up.
package enum CPUQuota {
  /// Of this process, as it was when first asked for.
  static let ofThisProcess = cpus(root: "")

  /// The least quota of the control groups of a process and of all groups above them, in CPUs, rounded up; nil
  /// without one.
  ///
  /// It reads `proc/self/cgroup` and, in version 2, `cpu.max`, in version 1 `cpu.cfs_quota_us` and
  /// `cpu.cfs_period_us` (cgroups(7) and the kernel's cgroup-v2 and sched-bwc). In a container the groups may have
  /// other names inside than outside; then the topmost folder is that of the container.
  ///
  /// - Parameter root: the folder that holds `proc` and `sys`.
  package static func cpus(root: String) -> Int? {
    var least: Int?
    for line in text(root + "/proc/self/cgroup").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isVersion2 = parts[1].isEmpty
      guard isVersion2 || parts[1].split(separator: ",").contains("cpu") else { continue }
      let mount = root + "/sys/fs/cgroup" + (isVersion2 ? "" : "/" + parts[1])
      var group = parts[2]
      while true {
        let quota = isVersion2 ? quota2(mount + group) : quota1(mount + group)
        if let quota { least = min(quota, least ?? quota) }
        guard let slash = group.lastIndex(of: "/") else { break }
        group = group[..<slash]
      }
    }
    return least
  }

  private static func quota2(_ folder: String) -> Int? {
    let words = text(folder + "/cpu.max").split(whereSeparator: \.isWhitespace)
    return words.count == 2 ? cpus(quota: words[0], period: words[1]) : nil
  }

  private static func quota1(_ folder: String) -> Int? {
    cpus(
      quota: text(folder + "/cpu.cfs_quota_us").prefix { !$0.isWhitespace },
      period: text(folder + "/cpu.cfs_period_us").prefix { !$0.isWhitespace })
  }

  /// Nil for `max`, for -1, and for what is no number.
  private static func cpus(quota: Substring, period: Substring) -> Int? {
    guard let quota = Int(quota), let period = Int(period), quota > 0, period > 0 else {
      return nil
    }
    return (quota - 1) / period + 1
  }

  /// A small file; empty if it is not there.
  private static func text(_ path: String) -> String {
    guard let bytes = try? FileSource.open(path).bytes(limit: 1 << 16) else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}
