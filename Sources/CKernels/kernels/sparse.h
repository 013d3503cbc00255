// Products with 0/1 inputs: sums of the rows that belong to the ones.
//
// A strip of SUMS vectors of columns stays in registers while all rows are added to it.

#define SUMS 8
#define STRIP (SUMS * WIDTH)
/// How many rows ahead of the additions the next ones are asked for: no CPU guesses which these are.
#define ROWS_AHEAD 8

static void sparse_forward(const float *w, const int64_t *offset, const int32_t *start,
                           ptrdiff_t columns, const int32_t *active, ptrdiff_t count, float *z) {
  // Strips end at the last column, so that only the first one is cut off, at its beginning, where
  // rows may begin late anyway. The last strip comes first: rows at the end of the list that begin after a
  // strip have nothing for those before it either.
  for (ptrdiff_t begin = columns - STRIP; begin > -STRIP; begin -= STRIP) {
    while (count > 0 && start[active[count - 1]] >= begin + STRIP) count--;
    vf sums[SUMS];
    UNROLLED
    for (int v = 0; v < SUMS; v++) {
      ptrdiff_t j = begin + v * WIDTH;
      sums[v] = j < 0 ? (vf)0.0f : load(z + j);
    }
    for (ptrdiff_t i = 0; i < count; i++) {
      int32_t input = active[i];
      const float *row = w + (offset[input] + begin);
      if (i + ROWS_AHEAD < count) {
        const float *ahead = w + (offset[active[i + ROWS_AHEAD]] + begin);
        // One for two loads; where vectors are whole lines, the CPU fetches lines in pairs.
        UNROLLED
        for (int v = 0; v < SUMS; v += 2) __builtin_prefetch(ahead + v * WIDTH);
      }
      ptrdiff_t skip = (start[input] - begin) / WIDTH;
#define ADD(v) sums[v] += load(row + (v) * WIDTH);
      if (skip <= 0) {
        ADD(0) ADD(1) ADD(2) ADD(3) ADD(4) ADD(5) ADD(6) ADD(7)
        continue;
      }
      switch (skip) {
        case 1: ADD(1)  // fall through
        case 2: ADD(2)  // fall through
        case 3: ADD(3)  // fall through
        case 4: ADD(4)  // fall through
        case 5: ADD(5)  // fall through
        case 6: ADD(6)  // fall through
        case 7: ADD(7)
        default: break;
      }
#undef ADD
    }
    UNROLLED
    for (int v = 0; v < SUMS; v++) {
      ptrdiff_t j = begin + v * WIDTH;
      if (j >= 0) store(z + j, sums[v]);
    }
  }
}

/// Records whose bits are listed at a time.
#define LISTED 256

/// The numbers of the set bits, in order.
INLINE int list_bits(const uint16_t *bits, ptrdiff_t words, int32_t *numbers) {
  int count = 0;
  for (ptrdiff_t word = 0; word < words; word++) {
    for (unsigned rest = bits[word]; rest != 0; rest &= rest - 1) {
      numbers[count++] = (int32_t)word * 16 + __builtin_ctz(rest);
    }
  }
  return count;
}

/// sums[0 ..< vectors] of the listed rows, added to g unless these are the first ones.
INLINE void sum_rows(int vectors, int first, const int32_t *numbers, int count, const float *dz,
                     ptrdiff_t lddz, float *g) {
  vf sums[SUMS];
  UNROLLED
  for (int v = 0; v < vectors; v++) sums[v] = first ? (vf)0.0f : load(g + v * WIDTH);
  ROLLED
  for (int i = 0; i < count; i++) {
    const float *row = dz + numbers[i] * lddz;
    UNROLLED
    for (int v = 0; v < vectors; v++) sums[v] += load(row + v * WIDTH);
  }
  UNROLLED
  for (int v = 0; v < vectors; v++) store(g + v * WIDTH, sums[v]);
}

static void sparse_gradient(float *g, ptrdiff_t start, ptrdiff_t live, ptrdiff_t columns,
                            const uint16_t *bits, ptrdiff_t words, const float *dz,
                            ptrdiff_t lddz) {
  int32_t numbers[LISTED];
  ptrdiff_t begin = live / WIDTH * WIDTH;
  ptrdiff_t word = 0;
  do {
    ptrdiff_t next = words - word < LISTED / 16 ? words : word + LISTED / 16;
    int count = list_bits(bits + word, next - word, numbers);
    const float *rows = dz + word * 16 * lddz;
    ptrdiff_t j = begin;
#define SUM(vectors)                                                         \
  sum_rows(vectors, word == 0, numbers, count, rows + j, lddz, g + j);       \
  j += (vectors) * WIDTH
    while (columns - j >= STRIP) {
      SUM(SUMS);
    }
    if (columns - j >= STRIP / 2) {
      SUM(SUMS / 2);
    }
    if (columns - j >= STRIP / 4) {
      SUM(SUMS / 4);
    }
    if (columns - j >= STRIP / 8) {
      SUM(SUMS / 8);
    }
#undef SUM
    word = next;
  } while (word < words);
  // Dead weights: whole vectors that were never summed, and the beginning of the first one.
  for (ptrdiff_t j = start; j < live; j += WIDTH) {
    vi alive = lane_numbers() >= (vi)((int32_t)(live - j));
    store(g + j, j < begin ? (vf)0.0f : keep(alive, load(g + j)));
  }
}
