// The three staircase products. Each is cut into register tiles of TILE_ROWS rows by up to
// TILE_VECTORS vectors; a tile's accumulators are loaded, run over a panel of the inner index that
// is small enough to stay in the first-level cache, and stored again. The cutting never changes the
// order in which one element is accumulated, so it never changes a bit.

_Static_assert(MADE_BLOCK % TILE_ROWS == 0, "a tile lies in one block");

/// Lanes that are worked on together, and floats of the right factor in a panel.
#define LANE_PANEL 128
#define PANEL_FLOATS 6144
/// Records of a batch in a panel of the gradient.
#define BATCH_PANEL 128

typedef vf tile[TILE_ROWS][TILE_VECTORS];

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

/// The next tile's vectors when `left` remain: 3 each, but 4 are 2 and 2 rather than 3 and 1.
INLINE int next_vectors(ptrdiff_t left) {
  if (TILE_VECTORS == 3 && left == 4) return 2;
  return (int)smaller(left, TILE_VECTORS);
}

INLINE void load_tile(int vectors, tile sums, const float *c, ptrdiff_t ldc) {
  UNROLLED
  for (int i = 0; i < TILE_ROWS; i++) {
    UNROLLED
    for (int v = 0; v < vectors; v++) sums[i][v] = load(c + i * ldc + v * WIDTH);
  }
}

INLINE void zero_tile(int vectors, tile sums) {
  UNROLLED
  for (int i = 0; i < TILE_ROWS; i++) {
    UNROLLED
    for (int v = 0; v < vectors; v++) sums[i][v] = 0.0f;
  }
}

INLINE void store_tile(int vectors, tile sums, float *c, ptrdiff_t ldc) {
  UNROLLED
  for (int i = 0; i < TILE_ROWS; i++) {
    UNROLLED
    for (int v = 0; v < vectors; v++) store(c + i * ldc + v * WIDTH, sums[i][v]);
  }
}

/// sums[i] += left[i] * right, one step of the inner index.
INLINE void multiply_step(int vectors, tile sums, const float left[TILE_ROWS], const float *right) {
  vf b[TILE_VECTORS];
  UNROLLED
  for (int v = 0; v < vectors; v++) b[v] = load(right + v * WIDTH);
  UNROLLED
  for (int i = 0; i < TILE_ROWS; i++) {
    vf a = left[i];
    UNROLLED
    for (int v = 0; v < vectors; v++) sums[i][v] = fma_vector(a, b[v], sums[i][v]);
  }
}

/// sums[i] += sum over k < count of rows[i][k] * right[k].
INLINE void multiply_streams(int vectors, tile sums, const float *const rows[TILE_ROWS],
                             const float *right, ptrdiff_t ldright, ptrdiff_t count) {
  ROLLED
  for (ptrdiff_t k = 0; k < count; k++) {
    float left[TILE_ROWS];
    UNROLLED
    for (int i = 0; i < TILE_ROWS; i++) left[i] = rows[i][k];
    multiply_step(vectors, sums, left, right);
    right += ldright;
  }
}

// MARK: - Forward

INLINE void forward_tile(int vectors, const float *const rows[TILE_ROWS], const float *x,
                         ptrdiff_t ldx, ptrdiff_t count, float *z, ptrdiff_t ldz) {
  tile sums;
  load_tile(vectors, sums, z, ldz);
  multiply_streams(vectors, sums, rows, x, ldx, count);
  store_tile(vectors, sums, z, ldz);
}

static void staircase_forward(const float *w, const int64_t *offset, const int32_t *stored,
                              ptrdiff_t block, ptrdiff_t blockEnd, const float *x, ptrdiff_t ldx,
                              float *z, ptrdiff_t ldz, ptrdiff_t lanes) {
  ptrdiff_t longest = 0;
  for (ptrdiff_t b = block; b < blockEnd; b++) {
    if (stored[b] > longest) longest = stored[b];
  }
  for (ptrdiff_t lane = 0; lane < lanes; lane += LANE_PANEL) {
    ptrdiff_t width = smaller(LANE_PANEL, lanes - lane);
    ptrdiff_t depth = PANEL_FLOATS / width;
    for (ptrdiff_t k = 0; k < longest; k += depth) {
      for (ptrdiff_t b = block; b < blockEnd; b++) {
        ptrdiff_t count = smaller(depth, stored[b] - k);
        if (count <= 0) continue;
        for (ptrdiff_t r = b * MADE_BLOCK; r < (b + 1) * MADE_BLOCK; r += TILE_ROWS) {
          const float *rows[TILE_ROWS];
          for (int i = 0; i < TILE_ROWS; i++) rows[i] = w + offset[r + i] + k;
          int vectors;
          for (ptrdiff_t j = lane; j < lane + width; j += vectors * WIDTH) {
            vectors = next_vectors((lane + width - j) / WIDTH);
            const float *right = x + k * ldx + j;
            float *result = z + r * ldz + j;
            switch (vectors) {
#if TILE_VECTORS >= 3
              case 3: forward_tile(3, rows, right, ldx, count, result, ldz); break;
#endif
              case 2: forward_tile(2, rows, right, ldx, count, result, ldz); break;
              default: forward_tile(1, rows, right, ldx, count, result, ldz); break;
            }
          }
        }
      }
    }
  }
}

// MARK: - Backward

INLINE void backward_tile(int vectors, int first, const float *w, const int64_t *offset,
                          const float *dz, ptrdiff_t lddz, ptrdiff_t count, float *dx,
                          ptrdiff_t lddx) {
  tile sums;
  if (first) {
    zero_tile(vectors, sums);
  } else {
    load_tile(vectors, sums, dx, lddx);
  }
  ROLLED
  for (ptrdiff_t r = 0; r < count; r++) {
    multiply_step(vectors, sums, w + offset[r], dz);
    dz += lddz;
  }
  store_tile(vectors, sums, dx, lddx);
}

static void staircase_backward(const float *w, const int64_t *offset, const int32_t *firstRow,
                               ptrdiff_t rows, ptrdiff_t block, ptrdiff_t blockEnd,
                               const float *dz, ptrdiff_t lddz, float *dx, ptrdiff_t lddx,
                               ptrdiff_t lanes) {
  for (ptrdiff_t kb = block; kb < blockEnd; kb++) {
    for (ptrdiff_t k = kb * MADE_BLOCK; k < (kb + 1) * MADE_BLOCK; k += TILE_ROWS) {
      int vectors;
      for (ptrdiff_t j = 0; j < lanes; j += vectors * WIDTH) {
        vectors = next_vectors((lanes - j) / WIDTH);
        ptrdiff_t r = firstRow[kb];
        const float *right = dz + r * lddz + j;
        float *result = dx + k * lddx + j;
        switch (vectors) {
#if TILE_VECTORS >= 3
          case 3:
            backward_tile(3, 1, w + k, offset + r, right, lddz, rows - r, result, lddx);
            break;
#endif
          case 2:
            backward_tile(2, 1, w + k, offset + r, right, lddz, rows - r, result, lddx);
            break;
          default:
            backward_tile(1, 1, w + k, offset + r, right, lddz, rows - r, result, lddx);
            break;
        }
      }
    }
  }
}

// MARK: - Weight gradient

INLINE void gradient_tile(int vectors, int first, const float *const rows[TILE_ROWS],
                          const float *x, ptrdiff_t ldx, ptrdiff_t count, float *g,
                          const int64_t *offset, const int32_t *live, ptrdiff_t k) {
  tile sums;
  if (first) {
    zero_tile(vectors, sums);
  } else {
    UNROLLED
    for (int i = 0; i < TILE_ROWS; i++) {
      UNROLLED
      for (int v = 0; v < vectors; v++) sums[i][v] = load(g + offset[i] + k + v * WIDTH);
    }
  }
  multiply_streams(vectors, sums, rows, x, ldx, count);
  UNROLLED
  for (int i = 0; i < TILE_ROWS; i++) {
    UNROLLED
    for (int v = 0; v < vectors; v++) {
      vi alive = lane_numbers() < (vi)(live[i] - (int32_t)(k + v * WIDTH));
      store(g + offset[i] + k + v * WIDTH, keep(alive, sums[i][v]));
    }
  }
}

static void staircase_gradient(float *g, const int64_t *offset, const int32_t *stored,
                               const int32_t *live, ptrdiff_t block, ptrdiff_t blockEnd,
                               const float *dz, ptrdiff_t lddz, const float *x, ptrdiff_t ldx,
                               ptrdiff_t batch) {
  for (ptrdiff_t b = block; b < blockEnd; b++) {
    for (ptrdiff_t r = b * MADE_BLOCK; r < (b + 1) * MADE_BLOCK; r += TILE_ROWS) {
      const float *rows[TILE_ROWS];
      for (int i = 0; i < TILE_ROWS; i++) rows[i] = dz + (r + i) * lddz;
      int vectors;
      for (ptrdiff_t k = 0; k < stored[b]; k += vectors * WIDTH) {
        vectors = next_vectors((stored[b] - k) / WIDTH);
        switch (vectors) {
#if TILE_VECTORS >= 3
          case 3: gradient_tile(3, 1, rows, x + k, ldx, batch, g, offset + r, live + r, k); break;
#endif
          case 2: gradient_tile(2, 1, rows, x + k, ldx, batch, g, offset + r, live + r, k); break;
          default: gradient_tile(1, 1, rows, x + k, ldx, batch, g, offset + r, live + r, k); break;
        }
      }
    }
  }
}
