// The three staircase products with operands rounded to bf16.
//
// An instruction that multiplies two pairs of bf16 and adds both products to a float does twice the
// work of a fused multiply-add, so operands come in pairs of neighbours along the inner index.
// Everything outside is float: each panel of operands is rounded when it is copied. That costs less
// than keeping rounded copies of the weights in memory, and makes the rounding independent of how
// the product is cut into panels.

/// Pairs of a panel of the inner index; a multiple of 8.
#define PAIR_DEPTH 64
/// Pairs of the right factor in a panel.
#define PANEL_PAIRS 8192
/// Columns of weights that the backward product rounds together.
#define PAIR_COLUMNS 16

typedef uint32_t pair_panel[PANEL_PAIRS] __attribute__((aligned(64)));
typedef uint32_t pair_rows[TILE_ROWS * PAIR_DEPTH] __attribute__((aligned(64)));
typedef uint32_t pair_columns[PAIR_DEPTH * PAIR_COLUMNS] __attribute__((aligned(64)));

// MARK: - Forward

typedef void forward_pairs_function(const uint32_t *left, const uint32_t *x, ptrdiff_t ldx,
                                    ptrdiff_t count, float *z, ptrdiff_t ldz);

#define DEFINE_TILE(vectors)                                                                   \
  NOINLINE void forward_pair_tile_##vectors(const uint32_t *left, const uint32_t *x,           \
                                            ptrdiff_t ldx, ptrdiff_t count, float *z,          \
                                            ptrdiff_t ldz) {                                   \
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
            vectors = next_vectors((width - j) / WIDTH, ROOMY_VECTORS);
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
            vectors = next_vectors((width - j) / WIDTH, ROOMY_VECTORS);
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
  const ptrdiff_t span = PANEL_PAIRS / PAIR_DEPTH / (ROOMY_VECTORS * WIDTH) * ROOMY_VECTORS * WIDTH;
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
            vectors = next_vectors((own - j) / WIDTH, ROOMY_VECTORS);
            gradient_pair_tiles[vectors](record == 0, left, right + j, width, (count + 1) / 2, g,
                                     offset + r, live + r, k + j);
          }
        }
      }
    }
  }
}
