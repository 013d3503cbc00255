// The register tile of the products: TILE_ROWS rows by up to TILE_VECTORS vectors of accumulators.

_Static_assert(MADE_BLOCK % TILE_ROWS == 0, "a tile lies in one block");
_Static_assert(TILE_VECTORS == 2 || TILE_VECTORS == 3, "the tables of tiles have 2 or 3 entries");

typedef vf tile[TILE_ROWS][TILE_VECTORS];

/// The statement for each row i and vector v of a tile; all of them must end up in registers.
#define FOR_TILE(vectors, statement)           \
  UNROLLED                                     \
  for (int i = 0; i < TILE_ROWS; i++) {        \
    UNROLLED                                   \
    for (int v = 0; v < (vectors); v++) {      \
      statement;                               \
    }                                          \
  }

INLINE void zero_tile(int vectors, tile sums) { FOR_TILE(vectors, sums[i][v] = 0.0f) }

INLINE void load_tile(int vectors, tile sums, const float *c, ptrdiff_t ldc) {
  FOR_TILE(vectors, sums[i][v] = load(c + i * ldc + v * WIDTH))
}

INLINE void store_tile(int vectors, tile sums, float *c, ptrdiff_t ldc) {
  FOR_TILE(vectors, store(c + i * ldc + v * WIDTH, sums[i][v]))
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

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
INLINE ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

/// The next tile's vectors when `left` remain: 3 each, but 4 are 2 and 2 rather than 3 and 1.
INLINE ptrdiff_t next_vectors(ptrdiff_t left) {
  if (TILE_VECTORS == 3 && left == 4) return 2;
  return smaller(left, TILE_VECTORS);
}

// Tiles are functions of their own, one for each number of vectors: inside a larger function their
// accumulators would be spilled.
#define NOINLINE static __attribute__((noinline))
#if TILE_VECTORS == 3
#define TILE_TABLE(type, name) \
  static type *const name##s[] = {NULL, name##_1, name##_2, name##_3};
#define FOR_EACH_TILE_SIZE(define) define(1) define(2) define(3)
#else
#define TILE_TABLE(type, name) static type *const name##s[] = {NULL, name##_1, name##_2};
#define FOR_EACH_TILE_SIZE(define) define(1) define(2)
#endif
