// Moving and summing: transpose, sums of rows, residual streams, dropout.

typedef float v8f __attribute__((ext_vector_type(8)));

/// An 8 x 8 block: pairs, then fours, then halves change places.
INLINE void transpose_block(const float *src, ptrdiff_t ldsrc, float *dst, ptrdiff_t lddst) {
  v8f a[8], b[8];
  UNROLLED
  for (int i = 0; i < 8; i++) __builtin_memcpy(&a[i], src + i * ldsrc, sizeof a[i]);
  UNROLLED
  for (int i = 0; i < 8; i += 2) {
    b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  UNROLLED
  for (int i = 0; i < 8; i += 4) {
    UNROLLED
    for (int j = i; j < i + 2; j++) {
      a[j] = __builtin_shufflevector(b[j], b[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[j + 2] = __builtin_shufflevector(b[j], b[j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  UNROLLED
  for (int i = 0; i < 4; i++) {
    b[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    b[i + 4] = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  UNROLLED
  for (int i = 0; i < 8; i++) __builtin_memcpy(dst + i * lddst, &b[i], sizeof b[i]);
}

static void transpose(const float *src, ptrdiff_t ldsrc, ptrdiff_t rows, ptrdiff_t columns,
                      float *dst, ptrdiff_t lddst) {
  for (ptrdiff_t c = 0; c < columns; c += 8) {
    for (ptrdiff_t r = 0; r < rows; r += 8) {
      transpose_block(src + r * ldsrc + c, ldsrc, dst + c * lddst + r, lddst);
    }
  }
}

typedef float v16f __attribute__((ext_vector_type(16)));

// Plain loads and stores: the CPU's own gather and scatter instructions are slower than these.

static void gather(const float *src, const int32_t *index, ptrdiff_t count, float *dst) {
#pragma clang loop vectorize(disable) unroll_count(8)
  for (ptrdiff_t i = 0; i < count; i++) dst[i] = src[index[i]];
}

static void scatter(const float *src, const int32_t *index, ptrdiff_t count, float *dst) {
#pragma clang loop vectorize(disable) unroll_count(8)
  for (ptrdiff_t i = 0; i < count; i++) dst[index[i]] = src[i];
}

static void row_sums(const float *x, ptrdiff_t ldx, ptrdiff_t rows, ptrdiff_t lanes, float *sums) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    // Lane j goes to running sum j mod 16, whatever the width of a register.
    v16f all = 0.0f;
    for (ptrdiff_t j = 0; j < lanes; j += 16) {
      v16f next;
      __builtin_memcpy(&next, x + r * ldx + j, sizeof next);
      all += next;
    }
    v8f eight = all.lo + all.hi;
    __typeof__(eight.lo) four = eight.lo + eight.hi;
    sums[r] = (four[0] + four[2]) + (four[1] + four[3]);
  }
}

static void join(float *stream, float *x, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {
    vf sum = load(stream + i) + load(x + i);
    store(stream + i, sum);
    store(x + i, sum);
  }
}

static void drop(float *h, const uint16_t *keepers, float factor, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += 16) {
    UNROLLED
    for (int part = 0; part < 16 / WIDTH; part++) {
      float *place = h + i + part * WIDTH;
      store(place, keep(lanes_of_bits(keepers[i / 16], part), load(place) * factor));
    }
  }
}
