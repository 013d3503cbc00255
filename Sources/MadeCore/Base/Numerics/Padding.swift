// Whole numbers rounded up to whole vectors, blocks and words.

/// `count` rounded up to a multiple of `step`.
@inline(__always)
package func padded(_ count: Int, to step: Int) -> Int { (count + step - 1) / step * step }
