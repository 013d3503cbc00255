// The kernels of this CPU, found once.

import CKernels

// It holds function pointers and a name, which never change.
extension made_kernels: @retroactive @unchecked Sendable {}

/// The table of arithmetic kernels, chosen by CPU at the first use.
enum Kernels {
  nonisolated(unsafe) static let table: UnsafePointer<made_kernels> = made_kernels()
}
