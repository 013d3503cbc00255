// Where libFuzzer comes in. Built by Tests/Fuzz/fuzz.sh only; there is no main here, it brings its own.

import FuzzProbes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let probe: Probe = {
  let name = getenv("MADE_PROBE").map { String(cString: $0) } ?? ""
  guard let probe = Probe.named(name) else {
    fatalError("set MADE_PROBE to one of \(Probe.all.map(\.name))")
  }
  return probe
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let problem = probe.run(Array(UnsafeBufferPointer(start: start, count: count))) {
    fatalError(problem)
  }
  return 0
}
