import CKernels
import Testing

@Suite("Choice of the kernels")
struct KernelDispatchTests {
  @Test("The variant in use is one of those that this CPU has")
  func chosen() throws {
    let chosen = try #require(made_kernels())
    let name = String(cString: chosen.pointee.name)
    #expect(kernelVariants.contains(name))
    #expect(made_kernels_named(name) == chosen)
    #expect(made_kernels() == chosen)
  }

  @Test("The portable variant is always there, an unknown one never")
  func names() {
    #expect(made_kernels_named("portable") != nil)
    #expect(made_kernels_named("avx1024") == nil)
  }

  @Test("Variants with a fused multiply-add agree bit for bit")
  func fusedVariantsAgree() throws {
    let fused = kernelVariants.filter(isFused)
    var noise = Noise(51)
    let input = noise.floats(4096, scale: 30)
    let bits = noise.words(256)
    for code in [MADE_RELU, MADE_TANH, MADE_SIGMOID, MADE_SOFTPLUS, MADE_SOFTSIGN] {
      var first: [Float]?
      for variant in fused {
        let h = Lanes(input)
        try kernels(variant).activate(Int32(code.rawValue), h.pointer, h.count)
        expectSameBits(h.array, first ?? h.array, "\(variant), activation \(code.rawValue)")
        first = first ?? h.array
      }
    }
    var totals: Set<[Double]> = []
    for variant in fused {
      let z = Lanes(input)
      var total = [Double](repeating: 0, count: 64)
      try kernels(variant).bernoulli_backward(z.pointer, 64, bits, 64, 64, 50, &total)
      totals.insert(total)
    }
    #expect(totals.count <= 1)
  }
}
