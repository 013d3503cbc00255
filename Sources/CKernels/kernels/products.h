// The three staircase products.
//
// Each runs over register tiles; a tile's accumulators are loaded, go over a panel of the inner
// index, and are stored again. A panel's part of the right factor is small enough to stay in the
// first-level cache while all tiles use it. The cutting never changes the order in which one
// element is accumulated, so it never changes a bit.

/// Lanes that are worked on together.
#define LANE_PANEL 128
/// Floats of the right factor in a panel: what leaves a first-level cache of 32 KB some room for the rest.
#define PANEL_FLOATS 7168
/// The same where a step takes a line of weights of which it uses half: it needs more room.
#define BACKWARD_FLOATS 6144
/// Columns of weights in a panel of the gradient: whole lines, and whole tiles of all widths.
#define SPAN 48
/// Records of a batch in a panel of the gradient.
#define BATCH_PANEL 128
/// Blocks from which on copying a panel pays.
#define BLOCKS_WORTH_PACKING 4

_Static_assert(SPAN * BATCH_PANEL <= PANEL_FLOATS, "a panel of the gradient is a panel");

/// A panel whose rows are far apart, copied side by side: rows a power of two apart would share the
/// few lines of one cache set.
typedef float panel_copy[PANEL_FLOATS] __attribute__((aligned(64)));

INLINE void copy_panel(panel_copy to, const float *from, ptrdiff_t distance, ptrdiff_t rows,
                       ptrdiff_t width) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (ptrdiff_t j = 0; j < width; j += WIDTH) {
      store(to + r * width + j, load(from + r * distance + j));
    }
  }
}

// MARK: - Forward

typedef void forward_function(const float *const rows[TILE_ROWS], const float *x, ptrdiff_t ldx,
                              ptrdiff_t count, float *z, ptrdiff_t ldz);

#define DEFINE_TILE(vectors)                                                                \
  NOINLINE void forward_tile_##vectors(const float *const rows[TILE_ROWS], const float *x,  \
                                       ptrdiff_t ldx, ptrdiff_t count, float *z,            \
                                       ptrdiff_t ldz) {                                     \
    tile sums;                                                                              \
    load_tile(vectors, sums, z, ldz);                                                       \
    multiply_streams(vectors, sums, rows, x, ldx, count);                                   \
    store_tile(vectors, sums, z, ldz);                                                      \
  }
FOR_EACH_TILE_SIZE(DEFINE_TILE)
#undef DEFINE_TILE
TILE_TABLE(forward_function, forward_tile)

/// The rows of one tile and all lanes of the panel.
INLINE void forward_rows(const float *w, const int64_t *offset, ptrdiff_t count, const float *x,
                         ptrdiff_t ldx, float *z, ptrdiff_t ldz, ptrdiff_t width) {
  const float *rows[TILE_ROWS];
  for (int i = 0; i < TILE_ROWS; i++) rows[i] = w + offset[i];
  ptrdiff_t vectors;
  for (ptrdiff_t j = 0; j < width; j += vectors * WIDTH) {
    vectors = next_vectors((width - j) / WIDTH, TILE_VECTORS);
    forward_tiles[vectors](rows, x + j, ldx, count, z + j, ldz);
  }
}

/// Asks for the weights of one tile, for the second-level cache: a panel has too little of a row for the CPU to see
/// a stream, and larger networks lie further out.
INLINE void ask_for_rows(const float *w, const int64_t *offset, ptrdiff_t count) {
  for (int i = 0; i < TILE_ROWS; i++) {
    for (ptrdiff_t k = 0; k < count; k += LINE) __builtin_prefetch(w + offset[i] + k, 0, 2);
  }
}

static void staircase_forward(const float *w, const int64_t *offset, const int32_t *stored,
                              ptrdiff_t block, ptrdiff_t blockEnd, const float *x, ptrdiff_t ldx,
                              float *z, ptrdiff_t ldz, ptrdiff_t lanes) {
  ptrdiff_t longest = 0;
  ROLLED
  for (ptrdiff_t b = block; b < blockEnd; b++) longest = larger(longest, stored[b]);
  panel_copy copy;
  for (ptrdiff_t lane = 0; lane < lanes; lane += LANE_PANEL) {
    ptrdiff_t width = smaller(LANE_PANEL, lanes - lane);
    // Whole lines of weights: rows begin where lines do.
    ptrdiff_t depth = PANEL_FLOATS / width / LINE * LINE;
    for (ptrdiff_t k = 0; k < longest; k += depth) {
      const float *right = x + k * ldx + lane;
      ptrdiff_t distance = ldx;
      if (ldx > LANE_PANEL && blockEnd - block >= BLOCKS_WORTH_PACKING) {
        copy_panel(copy, right, ldx, smaller(depth, longest - k), width);
        right = copy;
        distance = width;
      }
      for (ptrdiff_t b = block; b < blockEnd; b++) {
        ptrdiff_t count = smaller(depth, stored[b] - k);
        if (count <= 0) continue;
        for (ptrdiff_t r = b * MADE_BLOCK; r < (b + 1) * MADE_BLOCK; r += TILE_ROWS) {
          if (r + TILE_ROWS < blockEnd * MADE_BLOCK) {
            ask_for_rows(w + k, offset + r + TILE_ROWS, count);
          }
          forward_rows(w + k, offset + r, count, right, distance, z + r * ldz + lane, ldz, width);
        }
      }
    }
  }
}

// MARK: - Backward

typedef void backward_function(int first, const float *w, const int64_t *offset, const float *dz,
                               ptrdiff_t lddz, ptrdiff_t count, float *dx, ptrdiff_t lddx);

// Neighbouring tiles take the next 8 columns of the same rows: a line of weights is two tiles, and
// the one after it is asked for while this one is used.
#define DEFINE_TILE(vectors)                                                                   \
  NOINLINE void backward_tile_##vectors(int first, const float *w, const int64_t *offset,      \
                                        const float *dz, ptrdiff_t lddz, ptrdiff_t count,      \
                                        float *dx, ptrdiff_t lddx) {                           \
    tile sums;                                                                                 \
    if (first) {                                                                               \
      zero_tile(vectors, sums);                                                                \
    } else {                                                                                   \
      load_tile(vectors, sums, dx, lddx);                                                      \
    }                                                                                          \
    ROLLED                                                                                     \
    for (ptrdiff_t r = 0; r < count; r++) {                                                    \
      const float *left[TILE_ROWS];                                                            \
      UNROLLED                                                                                 \
      for (int i = 0; i < TILE_ROWS; i++) left[i] = w + offset[r] + i;                         \
      if (vectors == TILE_VECTORS) __builtin_prefetch(left[0] + LINE);                         \
      multiply_step(vectors, sums, left, 0, dz);                                               \
      dz += lddz;                                                                              \
    }                                                                                          \
    store_tile(vectors, sums, dx, lddx);                                                       \
  }
FOR_EACH_TILE_SIZE(DEFINE_TILE)
#undef DEFINE_TILE
TILE_TABLE(backward_function, backward_tile)

static void staircase_backward(const float *w, const int64_t *offset, const int32_t *firstRow,
                               ptrdiff_t rows, ptrdiff_t block, ptrdiff_t blockEnd,
                               const float *dz, ptrdiff_t lddz, float *dx, ptrdiff_t lddx,
                               ptrdiff_t lanes) {
  panel_copy copy;
  for (ptrdiff_t lane = 0; lane < lanes; lane += LANE_PANEL) {
    ptrdiff_t width = smaller(LANE_PANEL, lanes - lane);
    ptrdiff_t depth = BACKWARD_FLOATS / width;
    // At least one round: columns that no row has are zero.
    for (ptrdiff_t panel = 0; panel == 0 || panel < rows; panel += depth) {
      ptrdiff_t panelEnd = smaller(panel + depth, rows);
      const float *right = dz + panel * lddz + lane;
      ptrdiff_t distance = lddz;
      if (lddz > LANE_PANEL && blockEnd - block >= BLOCKS_WORTH_PACKING) {
        copy_panel(copy, right, lddz, panelEnd - panel, width);
        right = copy;
        distance = width;
      }
      for (ptrdiff_t kb = block; kb < blockEnd; kb++) {
        // The first panel that reaches a column starts its sums; the last one at the latest.
        int first = firstRow[kb] >= panel;
        if (firstRow[kb] >= panelEnd && panelEnd < rows) continue;
        ptrdiff_t r = larger(firstRow[kb], panel);
        for (ptrdiff_t k = kb * MADE_BLOCK; k < (kb + 1) * MADE_BLOCK; k += TILE_ROWS) {
          ptrdiff_t vectors;
          for (ptrdiff_t j = 0; j < width; j += vectors * WIDTH) {
            vectors = next_vectors((width - j) / WIDTH, TILE_VECTORS);
            backward_tiles[vectors](first, w + k, offset + r, right + (r - panel) * distance + j,
                                    distance, panelEnd - r, dx + k * lddx + lane + j, lddx);
          }
        }
      }
    }
  }
}

// MARK: - Weight gradient

typedef void gradient_function(int first, const float *const rows[TILE_ROWS], const float *x,
                               ptrdiff_t ldx, ptrdiff_t count, float *g, const int64_t *offset,
                               const int32_t *live, ptrdiff_t k);

#define DEFINE_TILE(vectors)                                                                   \
  NOINLINE void gradient_tile_##vectors(int first, const float *const rows[TILE_ROWS],         \
                                        const float *x, ptrdiff_t ldx, ptrdiff_t count,        \
                                        float *g, const int64_t *offset, const int32_t *live,  \
                                        ptrdiff_t k) {                                         \
    tile sums;                                                                                 \
    if (first) {                                                                               \
      UNROLLED                                                                                 \
      for (int i = 0; i < TILE_ROWS; i++) {                                                    \
        UNROLLED                                                                               \
        for (int v = 0; v < vectors; v += LINE / WIDTH) {                                      \
          __builtin_prefetch(g + offset[i] + k + v * WIDTH, 1, 2);                                \
        }                                                                                      \
      }                                                                                        \
      zero_tile(vectors, sums);                                                                \
    } else {                                                                                   \
      FOR_TILE(vectors, sums[i][v] = load(g + offset[i] + k + v * WIDTH))                      \
    }                                                                                          \
    multiply_streams(vectors, sums, rows, x, ldx, count);                                      \
    FOR_TILE(vectors, {                                                                        \
      vi alive = lane_numbers() < (vi)(live[i] - (int32_t)(k + v * WIDTH));                    \
      store(g + offset[i] + k + v * WIDTH, keep(alive, sums[i][v]));                           \
    })                                                                                         \
  }
FOR_EACH_TILE_SIZE(DEFINE_TILE)
#undef DEFINE_TILE
TILE_TABLE(gradient_function, gradient_tile)

static void staircase_gradient(float *g, const int64_t *offset, const int32_t *stored,
                               const int32_t *live, ptrdiff_t block, ptrdiff_t blockEnd,
                               const float *dz, ptrdiff_t lddz, const float *x, ptrdiff_t ldx,
                               ptrdiff_t batch) {
  panel_copy copy;
  ptrdiff_t longest = 0;
  ROLLED
  for (ptrdiff_t b = block; b < blockEnd; b++) longest = larger(longest, stored[b]);
  // At least one round: an empty batch has a gradient of zeros.
  for (ptrdiff_t record = 0; record == 0 || record < batch; record += BATCH_PANEL) {
    ptrdiff_t count = smaller(BATCH_PANEL, batch - record);
    for (ptrdiff_t k = 0; k < longest; k += SPAN) {
      ptrdiff_t widest = smaller(SPAN, longest - k);
      const float *right = x + record * ldx + k;
      ptrdiff_t distance = ldx;
      if (blockEnd - block >= BLOCKS_WORTH_PACKING) {
        copy_panel(copy, right, ldx, count, widest);
        right = copy;
        distance = widest;
      }
      for (ptrdiff_t b = block; b < blockEnd; b++) {
        ptrdiff_t own = smaller(widest, stored[b] - k);
        if (own <= 0) continue;
        for (ptrdiff_t r = b * MADE_BLOCK; r < (b + 1) * MADE_BLOCK; r += TILE_ROWS) {
          const float *rows[TILE_ROWS];
          for (int i = 0; i < TILE_ROWS; i++) rows[i] = dz + (r + i) * lddz + record;
          ptrdiff_t vectors;
          for (ptrdiff_t j = 0; j < own; j += vectors * WIDTH) {
            vectors = next_vectors((own - j) / WIDTH, TILE_VECTORS);
            gradient_tiles[vectors](record == 0, rows, right + j, distance, count, g, offset + r,
                                    live + r, k + j);
          }
        }
      }
    }
  }
}
