// Pairs of bf16: what two floats are rounded to, and the sums of their products.
//
// bf16 is the upper half of a float. The first of a pair is in the lower half of a 32-bit word.

INLINE vu load_pairs(const uint32_t *p) {
  vu v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

#if HAS_BF16

/// Each lane: bf16(first), bf16(second).
INLINE vu pair_up(vf first, vf second) {
  typedef uint16_t words __attribute__((ext_vector_type(32)));
  words both = __builtin_bit_cast(words, _mm512_cvtne2ps_pbh(second, first));
  return __builtin_bit_cast(
      vu, __builtin_shufflevector(both, both, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7,
                                  23, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
}

INLINE void store_rounded(uint16_t *to, vf v) {
  __m256bh rounded = _mm512_cvtneps_pbh(v);
  __builtin_memcpy(to, &rounded, sizeof rounded);
}

/// sum + a.second b.second, then + a.first b.first, each fused.
INLINE vf add_pair_products(vf sum, vu a, vu b) {
  return _mm512_dpbf16_ps(sum, __builtin_bit_cast(__m512bh, a), __builtin_bit_cast(__m512bh, b));
}

#else

/// The bits of a float rounded to nearest even where the upper half ends.
INLINE vu rounded_bits(vf v) {
  vu bits = __builtin_bit_cast(vu, v);
  return bits + 0x7fff + ((bits >> 16) & 1);
}

INLINE vu pair_up(vf first, vf second) {
  return (rounded_bits(first) >> 16) | (rounded_bits(second) & 0xffff0000u);
}

INLINE void store_rounded(uint16_t *to, vf v) {
  typedef uint16_t words __attribute__((ext_vector_type(WIDTH)));
  words rounded = __builtin_convertvector(rounded_bits(v) >> 16, words);
  __builtin_memcpy(to, &rounded, sizeof rounded);
}

INLINE vf add_pair_products(vf sum, vu a, vu b) {
  sum = fma_vector(__builtin_bit_cast(vf, a & 0xffff0000u),
                   __builtin_bit_cast(vf, b & 0xffff0000u), sum);
  return fma_vector(__builtin_bit_cast(vf, a << 16), __builtin_bit_cast(vf, b << 16), sum);
}

#endif

/// Rows in pairs, side by side: to[r / 2][j] = (from[r][j], from[r + 1][j]). A last row without a
/// partner is paired with zeros.
INLINE void pair_panel_rows(uint32_t *to, const float *from, ptrdiff_t distance, ptrdiff_t rows,
                            ptrdiff_t width) {
  for (ptrdiff_t r = 0; r < rows; r += 2) {
    for (ptrdiff_t j = 0; j < width; j += WIDTH) {
      vf second = 0.0f;
      if (r + 1 < rows) second = load(from + (r + 1) * distance + j);
      vu both = pair_up(load(from + r * distance + j), second);
      __builtin_memcpy(to + r / 2 * width + j, &both, sizeof both);
    }
  }
}

/// One row of the left factor, its elements in pairs; the partner of a last odd one is zero.
INLINE void pair_row(uint32_t *to, const float *from, ptrdiff_t count) {
  uint16_t *words = (uint16_t *)to;
  for (ptrdiff_t k = 0; k < count; k += WIDTH) store_rounded(words + k, load(from + k));
  if (count % 2 != 0) __builtin_memset(words + count, 0, sizeof *words);
}

/// sums[i] += the products of left[i * row + p * step] with right[p], for p < count.
INLINE void multiply_pairs(int vectors, tile sums, const uint32_t *left, ptrdiff_t row,
                           ptrdiff_t step, const uint32_t *right, ptrdiff_t ldright,
                           ptrdiff_t count) {
  ROLLED
  for (ptrdiff_t p = 0; p < count; p++) {
    vu b[TILE_VECTORS];
    UNROLLED
    for (int v = 0; v < vectors; v++) b[v] = load_pairs(right + v * WIDTH);
    UNROLLED
    for (int i = 0; i < TILE_ROWS; i++) {
      vu a = left[i * row + p * step];
      UNROLLED
      for (int v = 0; v < vectors; v++) sums[i][v] = add_pair_products(sums[i][v], a, b[v]);
    }
    right += ldright;
  }
}
