// A register of WIDTH floats and the few operations on it that the kernels are written in.

typedef float vf __attribute__((ext_vector_type(WIDTH)));
typedef int32_t vi __attribute__((ext_vector_type(WIDTH)));
typedef uint32_t vu __attribute__((ext_vector_type(WIDTH)));
typedef double vd __attribute__((ext_vector_type(WIDTH)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")
// For loops whose body already fills the register file.
#define ROLLED _Pragma("clang loop unroll(disable)")

/// Floats of a cache line.
#define LINE 16

/// WIDTH floats from any address.
INLINE vf load(const float *p) {
  vf v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(float *p, vf v) { __builtin_memcpy(p, &v, sizeof v); }

/// a b + c: one rounding where the instruction set has it, two elsewhere.
INLINE vf fma_vector(vf a, vf b, vf c) {
#if FUSED
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

INLINE vi bits_of(vf v) { return __builtin_bit_cast(vi, v); }
INLINE vf float_of(vi v) { return __builtin_bit_cast(vf, v); }

INLINE vf absolute(vf v) { return float_of(bits_of(v) & 0x7fffffff); }

/// v where the lane of `where` is all ones, 0 where it is all zeros.
INLINE vf keep(vi where, vf v) { return float_of(where & bits_of(v)); }

/// a where the lane of `where` is all ones, b where it is all zeros.
INLINE vf choose(vi where, vf a, vf b) { return where ? a : b; }

/// 0, 1, 2, ...
INLINE vi lane_numbers(void) {
  static const int32_t numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  vi v;
  __builtin_memcpy(&v, numbers, sizeof v);
  return v;
}

/// All ones in the lanes whose bit is set: bits `part * WIDTH` and up of a 16-bit word.
INLINE vi lanes_of_bits(uint16_t word, int part) {
  vi bit = (vi)1 << lane_numbers();
  vi shifted = (vi)((int32_t)(word >> (part * WIDTH)));
  return (shifted & bit) != 0;
}
