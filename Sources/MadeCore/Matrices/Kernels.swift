// The kernels of this CPU, found once.

import CKernels

/// The table of arithmetic kernels, chosen by CPU at the first use.
enum Kernels {
  nonisolated(unsafe) static let table: UnsafePointer<made_kernels> = made_kernels()
}
