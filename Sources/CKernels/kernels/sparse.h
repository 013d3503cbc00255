// Products with 0/1 inputs: sums of the rows that belong to the ones.

static void sparse_forward(const float *w, const int64_t *offset, const int32_t *start,
                           ptrdiff_t columns, const int32_t *active, ptrdiff_t count, float *z) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const float *row = w + offset[active[i]];
    for (ptrdiff_t j = start[active[i]]; j < columns; j += WIDTH) {
      store(z + j, load(z + j) + load(row + j));
    }
  }
}

static void sparse_gradient(float *g, ptrdiff_t start, ptrdiff_t live, ptrdiff_t columns,
                            const uint16_t *bits, ptrdiff_t words, const float *dz,
                            ptrdiff_t lddz) {
  for (ptrdiff_t j = start; j < columns; j += WIDTH) {
    vf sum = 0.0f;
    for (ptrdiff_t word = 0; word < words; word++) {
      for (unsigned rest = bits[word]; rest != 0; rest &= rest - 1) {
        sum += load(dz + (word * 16 + __builtin_ctz(rest)) * lddz + j);
      }
    }
    store(g + j, keep(lane_numbers() >= (vi)((int32_t)(live - j)), sum));
  }
}
