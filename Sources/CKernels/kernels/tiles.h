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

/// Tells the compiler that a row of sums is done with here. Without that it takes the next broadcast before the last
/// multiply-add of this one, has a register too few, and moves and spills accumulators at every step.
INLINE void finish_row(int vectors, vf sums[TILE_VECTORS]) {
#if TILE_FILLS_REGISTERS
  UNROLLED
  for (int v = 0; v < vectors; v++) __asm__ volatile("" : "+x"(sums[v]) : : "memory");
#else
  (void)vectors, (void)sums;
#endif
}

/// sums[i] += left[i][k] * right, one step of the inner index.
INLINE void multiply_step(int vectors, tile sums, const float *const left[TILE_ROWS], ptrdiff_t k,
                          const float *right) {
  vf b[TILE_VECTORS];
  UNROLLED
  for (int v = 0; v < vectors; v++) b[v] = load(right + v * WIDTH);
  UNROLLED
  for (int i = 0; i < TILE_ROWS; i++) {
    vf a = left[i][k];
    UNROLLED
    for (int v = 0; v < vectors; v++) sums[i][v] = fma_vector(a, b[v], sums[i][v]);
    finish_row(vectors, sums[i]);
  }
}

/// sums[i] += sum over k < count of rows[i][k] * right[k].
INLINE void multiply_streams(int vectors, tile sums, const float *const rows[TILE_ROWS],
                             const float *right, ptrdiff_t ldright, ptrdiff_t count) {
  const float *left[TILE_ROWS];
  UNROLLED
  for (int i = 0; i < TILE_ROWS; i++) left[i] = rows[i];
  ROLLED
  for (ptrdiff_t k = 0; k < count; k++) {
    multiply_step(vectors, sums, left, k, right);
    right += ldright;
  }
}

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
INLINE ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

/// The next tile's vectors when `left` remain: `most` each, but where that is 3 the last 4 are 2 and 2, not 3 and 1.
INLINE ptrdiff_t next_vectors(ptrdiff_t left, ptrdiff_t most) {
  if (most == 3 && left == 4) return 2;
  return smaller(left, most);
}

/// The most vectors of a tile whose steps need more registers than those of a product of floats.
#define ROOMY_VECTORS (TILE_FILLS_REGISTERS ? 2 : TILE_VECTORS)

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
