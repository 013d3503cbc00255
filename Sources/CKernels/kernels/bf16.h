// The three staircase products with operands rounded to bf16.
//
// bf16 is the upper half of a float. An instruction that multiplies two pairs of them and adds both
// products to a float does twice the work of a fused multiply-add, so operands come in pairs of
// neighbours along the inner index: the first in the lower half of a 32-bit word. Everything
// outside is float: each panel of operands is rounded when it is copied, which costs less than to
// keep rounded copies of the weights in memory, and makes the rounding independent of the cutting.

/// Pairs of a panel of the inner index; a multiple of 8.
#define PAIR_DEPTH 64
/// Pairs of the right factor in a panel.
#define PANEL_PAIRS 8192
/// Columns of weights that the backward product rounds together.
#define PAIR_COLUMNS 16

typedef uint32_t pair_panel[PANEL_PAIRS] __attribute__((aligned(64)));
typedef uint32_t pair_rows[TILE_ROWS * PAIR_DEPTH] __attribute__((aligned(64)));
typedef uint32_t pair_columns[PAIR_DEPTH * PAIR_COLUMNS] __attribute__((aligned(64)));

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

// MARK: - Forward

typedef void forward_pairs_function(const uint32_t *left, const uint32_t *x, ptrdiff_t ldx,
                                    ptrdiff_t count, float *z, ptrdiff_t ldz);

#define DEFINE_TILE(vectors)                                                                   \
  NOINLINE void forward_pair_tile_##vectors(const uint32_t *left, const uint32_t *x, ptrdiff_t ldx, \
                                        ptrdiff_t count, float *z, ptrdiff_t ldz) {            \
    tile sums;                                                                                 \
    load_tile(vectors, sums, z, ldz);                                                          \
    multiply_pairs(vectors, sums, left, PAIR_DEPTH, 1, x, ldx, count);                         \
    store_tile(vectors, sums, z, ldz);                                                         \
  }
FOR_EACH_TILE_SIZE(DEFINE_TILE)
#undef DEFINE_TILE
TILE_TABLE(forward_pairs_function, forward_pair_tile)

static void staircase_forward_bf16(const float *w, const int64_t *offset, const int32_t *stored,
                                   ptrdiff_t block, ptrdiff_t blockEnd, const float *x,
                                   ptrdiff_t ldx, float *z, ptrdiff_t ldz, ptrdiff_t lanes) {
  ptrdiff_t longest = 0;
  ROLLED
  for (ptrdiff_t b = block; b < blockEnd; b++) longest = larger(longest, stored[b]);
  pair_panel right;
  pair_rows left;
  for (ptrdiff_t lane = 0; lane < lanes; lane += LANE_PANEL) {
    ptrdiff_t width = smaller(LANE_PANEL, lanes - lane);
    for (ptrdiff_t k = 0; k < longest; k += 2 * PAIR_DEPTH) {
      ptrdiff_t depth = smaller(2 * PAIR_DEPTH, longest - k);
      pair_panel_rows(right, x + k * ldx + lane, ldx, depth, width);
      for (ptrdiff_t b = block; b < blockEnd; b++) {
        ptrdiff_t count = smaller(depth, stored[b] - k);
        if (count <= 0) continue;
        for (ptrdiff_t r = b * MADE_BLOCK; r < (b + 1) * MADE_BLOCK; r += TILE_ROWS) {
          for (int i = 0; i < TILE_ROWS; i++) {
            pair_row(left + i * PAIR_DEPTH, w + offset[r + i] + k, count);
          }
          ptrdiff_t vectors;
          for (ptrdiff_t j = 0; j < width; j += vectors * WIDTH) {
            vectors = next_vectors((width - j) / WIDTH);
            forward_pair_tiles[vectors](left, right + j, width, count / 2, z + r * ldz + lane + j, ldz);
          }
        }
      }
    }
  }
}

// MARK: - Backward

typedef void backward_pairs_function(int first, const uint32_t *left, const uint32_t *dz,
                                     ptrdiff_t lddz, ptrdiff_t count, float *dx, ptrdiff_t lddx);

#define DEFINE_TILE(vectors)                                                                  \
  NOINLINE void backward_pair_tile_##vectors(int first, const uint32_t *left, const uint32_t *dz, \
                                         ptrdiff_t lddz, ptrdiff_t count, float *dx,          \
                                         ptrdiff_t lddx) {                                    \
    tile sums;                                                                                \
    if (first) {                                                                              \
      zero_tile(vectors, sums);                                                               \
    } else {                                                                                  \
      load_tile(vectors, sums, dx, lddx);                                                     \
    }                                                                                         \
    multiply_pairs(vectors, sums, left, 1, PAIR_COLUMNS, dz, lddz, count);                    \
    store_tile(vectors, sums, dx, lddx);                                                      \
  }
FOR_EACH_TILE_SIZE(DEFINE_TILE)
#undef DEFINE_TILE
TILE_TABLE(backward_pairs_function, backward_pair_tile)

static void staircase_backward_bf16(const float *w, const int64_t *offset, const int32_t *firstRow,
                                    ptrdiff_t rows, ptrdiff_t block, ptrdiff_t blockEnd,
                                    const float *dz, ptrdiff_t lddz, float *dx, ptrdiff_t lddx,
                                    ptrdiff_t lanes) {
  pair_panel right;
  pair_columns left;
  for (ptrdiff_t lane = 0; lane < lanes; lane += LANE_PANEL) {
    ptrdiff_t width = smaller(LANE_PANEL, lanes - lane);
    // At least one round: columns that no row has are zero.
    for (ptrdiff_t panel = 0; panel == 0 || panel < rows; panel += 2 * PAIR_DEPTH) {
      ptrdiff_t panelEnd = smaller(panel + 2 * PAIR_DEPTH, rows);
      pair_panel_rows(right, dz + panel * lddz + lane, lddz, panelEnd - panel, width);
      for (ptrdiff_t kb = block; kb < blockEnd; kb++) {
        // The first panel that reaches a column starts its sums; the last one at the latest.
        int first = firstRow[kb] >= panel;
        if (firstRow[kb] >= panelEnd && panelEnd < rows) continue;
        ptrdiff_t start = larger(firstRow[kb], panel);
        // Stored lengths are multiples of 16, so two blocks share their rows and a rounding.
        if (kb == block || kb % 2 == 0) {
          const float *columns = w + kb / 2 * PAIR_COLUMNS;
          ROLLED
          for (ptrdiff_t r = start; r < panelEnd; r += 2) {
            const float *above = columns + offset[r], *below = columns + offset[r + 1];
            __builtin_prefetch(above + PAIR_COLUMNS);
            __builtin_prefetch(below + PAIR_COLUMNS);
            UNROLLED
            for (int v = 0; v < PAIR_COLUMNS; v += WIDTH) {
              vu both = pair_up(load(above + v), load(below + v));
              __builtin_memcpy(left + (r - start) / 2 * PAIR_COLUMNS + v, &both, sizeof both);
            }
          }
        }
        for (ptrdiff_t k = 0; k < MADE_BLOCK; k += TILE_ROWS) {
          ptrdiff_t vectors;
          for (ptrdiff_t j = 0; j < width; j += vectors * WIDTH) {
            vectors = next_vectors((width - j) / WIDTH);
            backward_pair_tiles[vectors](first, left + kb % 2 * MADE_BLOCK + k,
                                     right + (start - panel) / 2 * width + j, width,
                                     (panelEnd - start) / 2,
                                     dx + (kb * MADE_BLOCK + k) * lddx + lane + j, lddx);
          }
        }
      }
    }
  }
}

// MARK: - Weight gradient

typedef void gradient_pairs_function(int first, const uint32_t *left, const uint32_t *x,
                                     ptrdiff_t ldx, ptrdiff_t count, float *g,
                                     const int64_t *offset, const int32_t *live, ptrdiff_t k);

#define DEFINE_TILE(vectors)                                                                     \
  NOINLINE void gradient_pair_tile_##vectors(int first, const uint32_t *left, const uint32_t *x,     \
                                         ptrdiff_t ldx, ptrdiff_t count, float *g,               \
                                         const int64_t *offset, const int32_t *live,             \
                                         ptrdiff_t k) {                                          \
    tile sums;                                                                                   \
    if (first) {                                                                                 \
      zero_tile(vectors, sums);                                                                  \
    } else {                                                                                     \
      FOR_TILE(vectors, sums[i][v] = load(g + offset[i] + k + v * WIDTH))                        \
    }                                                                                            \
    multiply_pairs(vectors, sums, left, PAIR_DEPTH, 1, x, ldx, count);                           \
    FOR_TILE(vectors, {                                                                          \
      vi alive = lane_numbers() < (vi)(live[i] - (int32_t)(k + v * WIDTH));                      \
      store(g + offset[i] + k + v * WIDTH, keep(alive, sums[i][v]));                             \
    })                                                                                           \
  }
FOR_EACH_TILE_SIZE(DEFINE_TILE)
#undef DEFINE_TILE
TILE_TABLE(gradient_pairs_function, gradient_pair_tile)

static void staircase_gradient_bf16(float *g, const int64_t *offset, const int32_t *stored,
                                    const int32_t *live, ptrdiff_t block, ptrdiff_t blockEnd,
                                    const float *dz, ptrdiff_t lddz, const float *x, ptrdiff_t ldx,
                                    ptrdiff_t batch) {
  pair_panel right;
  pair_rows left;
  const ptrdiff_t span = PANEL_PAIRS / PAIR_DEPTH / (TILE_VECTORS * WIDTH) * TILE_VECTORS * WIDTH;
  ptrdiff_t longest = 0;
  ROLLED
  for (ptrdiff_t b = block; b < blockEnd; b++) longest = larger(longest, stored[b]);
  // At least one round: an empty batch has a gradient of zeros.
  for (ptrdiff_t record = 0; record == 0 || record < batch; record += 2 * PAIR_DEPTH) {
    ptrdiff_t count = smaller(2 * PAIR_DEPTH, batch - record);
    for (ptrdiff_t k = 0; k < longest; k += span) {
      ptrdiff_t width = smaller(span, longest - k);
      pair_panel_rows(right, x + record * ldx + k, ldx, count, width);
      for (ptrdiff_t b = block; b < blockEnd; b++) {
        ptrdiff_t own = smaller(width, stored[b] - k);
        if (own <= 0) continue;
        for (ptrdiff_t r = b * MADE_BLOCK; r < (b + 1) * MADE_BLOCK; r += TILE_ROWS) {
          for (int i = 0; i < TILE_ROWS; i++) {
            pair_row(left + i * PAIR_DEPTH, dz + (r + i) * lddz + record, count);
          }
          ptrdiff_t vectors;
          for (ptrdiff_t j = 0; j < own; j += vectors * WIDTH) {
            vectors = next_vectors((own - j) / WIDTH);
            gradient_pair_tiles[vectors](record == 0, left, right + j, width, (count + 1) / 2, g,
                                     offset + r, live + r, k + j);
          }
        }
      }
    }
  }
}
