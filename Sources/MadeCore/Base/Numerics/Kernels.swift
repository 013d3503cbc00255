// The kernels of this CPU, found once.

import CKernels

// Function pointers and a name that never change.
extension made_kernels: @retroactive @unchecked Sendable {}

/// The table of arithmetic kernels, chosen by CPU at the first use.
enum Kernels {
  nonisolated(unsafe) static let table: UnsafePointer<made_kernels> = made_kernels()
}
