// Drawing: what is done for a column of each kind of conditional, its cells drawn and what they bring to others.

/// Vectors of drawn bits that are kept in registers.
#define BRING_VECTORS 6

/// z[i] += w[i] x for i < count, in `vectors` vectors of lanes.
INLINE void bring_lanes(int vectors, const float *w, int32_t count, const float *x, ptrdiff_t lanes,
                        float *z) {
  vf drawn[BRING_VECTORS];
  UNROLLED
  for (int v = 0; v < vectors; v++) drawn[v] = load(x + v * WIDTH);
  ROLLED
  for (int32_t i = 0; i < count; i++) {
    vf weight = w[i];
    UNROLLED
    for (int v = 0; v < vectors; v++) {
      float *row = z + i * lanes + v * WIDTH;
      store(row, fma_vector(weight, drawn[v], load(row)));
    }
  }
}

/// z[i] += w[i] x for i < count, in the lanes.
static void bring_value(const struct draw *draw, const float *w, int32_t count, float *z) {
  ptrdiff_t lanes = draw->drawing->lanes;
  ptrdiff_t j = 0;
  for (; lanes - j >= BRING_VECTORS * WIDTH; j += BRING_VECTORS * WIDTH) {
    bring_lanes(BRING_VECTORS, w, count, draw->x + j, lanes, z + j);
  }
  for (; j < lanes; j += WIDTH) bring_lanes(1, w, count, draw->x + j, lanes, z + j);
}

/// z[i - first] += w[offset[input] + i] x for first <= i < end, in the lanes: what a bit brings.
static void bring_bit(const struct draw *draw, const struct made_column *column,
                      const struct made_inputs *inputs, int32_t first, int32_t end, float *z) {
  const float *w = draw->network->weights + inputs->offset[column->input] + first;
  bring_value(draw, w, end - first, z);
}

/// z[i - first] += w[offset[the lane's place] + i] for first <= i < end, in the lanes that have a place: what a
/// column of codes brings. At most MADE_STRIP units; rows of weights must reach the multiple of 16 at
/// or after `end`.
NOINLINE void bring_code(const struct draw *draw, const struct made_column *column,
                         const struct made_inputs *inputs, int32_t first, int32_t end, float *z) {
  (void)column;
  if (first >= end) return;  // then rows of weights have nothing stored at all
  ptrdiff_t lanes = draw->drawing->lanes;
  float sums[16 * MADE_DRAWN] __attribute__((aligned(64)));
  float turned[16 * MADE_DRAWN] __attribute__((aligned(64)));
  for (int32_t group = first / 16 * 16; group < end; group += 16) {
    for (int32_t lane = 0; lane < lanes; lane++) {
      static const float nothing[16] = {0};
      int32_t place = draw->place[lane];
      const float *row =
          place < 0 ? nothing : draw->network->weights + inputs->offset[place] + group;
      UNROLLED
      for (int v = 0; v < 16 / WIDTH; v++) store(sums + lane * 16 + v * WIDTH, load(row + v * WIDTH));
    }
    transpose(sums, 16, lanes, 16, turned, lanes);
    int32_t stop = (int32_t)smaller(group + 16, end);
    for (int32_t i = (int32_t)larger(group, first); i < stop; i++) {
      float *row = z + (i - first) * lanes;
      const float *more = turned + (i - group) * lanes;
      for (ptrdiff_t j = 0; j < lanes; j += WIDTH) store(row + j, load(row + j) + load(more + j));
    }
  }
}

/// The same for a column of numbers: what its one brings, if it sets one, and its real input.
static void bring_number(const struct draw *draw, const struct made_column *column,
                         const struct made_inputs *inputs, int32_t first, int32_t end, float *z) {
  if (first >= end) return;
  bring_code(draw, column, inputs, first, end, z);
  const float *w = inputs->reals + column->real * inputs->realWidth + first;
  bring_value(draw, w, end - first, z);
}

/// One bit for each lane whose integer is all ones.
INLINE uint64_t bits_of_lanes(vi where) {
  typedef _Bool flags __attribute__((ext_vector_type(WIDTH)));
  flags set = __builtin_convertvector(where & 1, flags);
#if WIDTH == 16
  return __builtin_bit_cast(uint16_t, set);
#elif WIDTH == 8
  return __builtin_bit_cast(uint8_t, set);
#else
  return __builtin_bit_cast(uint8_t, set) & 15;
#endif
}

/// WIDTH numbers in [0, 1): the upper 24 bits of the words, as many as a float holds.
INLINE vf uniforms(const uint32_t *words) {
  vu word;
  __builtin_memcpy(&word, words, sizeof word);
  return __builtin_convertvector((vi)(word >> 8), vf) * 0x1p-24f;
}

/// Whether something is known of the column at `position` in some lane.
INLINE int is_known(const struct draw *draw, int32_t position) {
  return draw->drawing->known != NULL && draw->drawing->isKnown[position];
}

/// Tosses the coins of `position`: x is 1 where the uniform number is below the probability, or where
/// it is known to be 1.
static void draw_bit(struct draw *draw, const struct made_column *column, int32_t position) {
  const struct made_drawing *drawing = draw->drawing;
  ptrdiff_t lanes = drawing->lanes;
  const float *z = logits(draw, column->output);
  const uint32_t *words = draw->words + position % MADE_STRIP * lanes;
  uint64_t bits[(MADE_DRAWN + 63) / 64] = {0};
  for (ptrdiff_t j = 0; j < lanes; j += WIDTH) {
    vf probability = sigmoid(load(z + j));
    vi isOne = uniforms(words + j) < probability;
    if (is_known(draw, position)) {
      isOne = take_known_bit(drawing->known + column->output * lanes + j, load(z + j), isOne,
                             drawing->weights + j);
    }
    store(draw->x + j, keep(isOne, (vf)1.0f));
    bits[j / 64] |= bits_of_lanes(isOne) << (j % 64);
    if (drawing->probabilities != NULL) {
      store(drawing->probabilities + column->output * lanes + j, probability);
    }
  }
  for (int32_t first = 0; first < drawing->count; first += 64) {
    uint64_t rest = bits[first / 64];
    if (drawing->count - first < 64) rest &= ((uint64_t)1 << (drawing->count - first)) - 1;
    for (; rest != 0; rest &= rest - 1) {
      ptrdiff_t lane = first + __builtin_ctzll(rest);
      drawing->ones[lane * draw->network->positions + draw->counts[lane]++] = column->input;
      put_cell(drawing->rows + lane * drawing->rowBytes, &column->cell, 1);
    }
  }
}

/// Chooses among the codes of the column at `position`: the first one at which the
/// sum of the probabilities is above the uniform number's share of the whole sum, which is summed in the
/// same order. So a code of probability 0 is never chosen.
NOINLINE void draw_code(struct draw *draw, const struct made_column *column, int32_t position) {
  const struct made_network *network = draw->network;
  const struct made_drawing *drawing = draw->drawing;
  ptrdiff_t lanes = drawing->lanes;
  int32_t states = column->outputs;
  const float *known =
      is_known(draw, position) ? drawing->known + column->output * lanes : NULL;
  float *p = drawing->column;
  for (int32_t k = 0; k < states; k++) {
    __builtin_memcpy(p + k * lanes, logits(draw, column->output + k), (size_t)lanes * sizeof *p);
  }
  if (column->rules > 0) {
    apply_rules(network->rules + column->firstRule, column->rules, drawing->rows, drawing->rowBytes,
                drawing->count, states, known, p, lanes);
  }
  if (known != NULL) {
    limit_codes(known, states, lanes, column->barred, column->unfilled, p, drawing->weights);
  } else {
    softmax(p, lanes, states, lanes, column->barred);
  }
  if (drawing->probabilities != NULL) {
    __builtin_memcpy(drawing->probabilities + column->output * lanes, p,
                     (size_t)states * (size_t)lanes * sizeof *p);
  }
  const uint32_t *words = draw->words + position % MADE_STRIP * lanes;
  for (ptrdiff_t j = 0; j < lanes; j += WIDTH) {
    vf whole = 0.0f;
    for (int32_t k = 0; k < states; k++) whole += load(p + k * lanes + j);
    vf share = uniforms(words + j) * whole;
    vf sum = 0.0f;
    vi chosen = 0;
    // A comparison is -1 where it holds. The last sum is the whole one, which no share reaches.
    for (int32_t k = 0; k < states; k++) {
      sum += load(p + k * lanes + j);
      chosen -= sum <= share;
    }
    // Probabilities that are not numbers choose the first code that can be drawn, and those that are
    // all 0 the last one.
    if (column->barred == 0) chosen -= chosen == 0;
    chosen = chosen < states ? chosen : states - 1;
    chosen += column->input;
    __builtin_memcpy(draw->place + j, &chosen, sizeof chosen);
  }
  for (int32_t lane = 0; lane < drawing->count; lane++) {
    int32_t place = draw->place[lane];
    drawing->ones[(ptrdiff_t)lane * network->positions + draw->counts[lane]++] = place;
    put_cell(drawing->rows + lane * drawing->rowBytes, &column->cell, place - column->input);
  }
}

/// Hands the outputs of the column at `position` to whom the drawing names for numbers, and takes what the network reads.
static void ask(struct draw *draw, const struct made_column *column, int32_t position, int64_t *cells) {
  const struct made_drawing *drawing = draw->drawing;
  ptrdiff_t lanes = drawing->lanes;
  float *z = drawing->column;
  for (int32_t k = 0; k < column->outputs; k++) {
    __builtin_memcpy(z + k * lanes, logits(draw, column->output + k), (size_t)lanes * sizeof *z);
  }
  drawing->numbers(drawing->context, position, z, lanes, drawing->count, drawing->index, drawing->rows,
                   drawing->rowBytes, cells, draw->place, draw->x, drawing->weights);
  for (int32_t lane = drawing->count; lane < lanes; lane++) {
    draw->place[lane] = -1;
    draw->x[lane] = 0.0f;
  }
  for (int32_t lane = 0; lane < drawing->count; lane++) {
    if (draw->place[lane] < 0) continue;
    int32_t place = draw->place[lane] += column->input;
    drawing->ones[(ptrdiff_t)lane * draw->network->positions + draw->counts[lane]++] = place;
  }
  if (column->real < 0) return;
  __builtin_memcpy(drawing->reals + column->real * lanes, draw->x, (size_t)lanes * sizeof *draw->x);
  draw->reals++;
}

/// Has the cells of the column at `position` drawn by whom the drawing names for numbers.
NOINLINE void draw_number(struct draw *draw, const struct made_column *column, int32_t position) {
  const struct made_drawing *drawing = draw->drawing;
  int64_t cells[MADE_DRAWN];
  ask(draw, column, position, cells);
  for (int32_t lane = 0; lane < drawing->count; lane++) {
    put_cell(drawing->rows + lane * drawing->rowBytes, &column->cell, cells[lane]);
  }
}

/// The same for cells that are there already: a number may only be told where it has moved.
static void draw_moved(struct draw *draw, const struct made_column *column, int32_t position) {
  int64_t cells[MADE_DRAWN];
  ask(draw, column, position, cells);
}

/// What a cell brings that is there already: its one, if it sets one, and its real input, if it has one.
static void bring_moved(const struct draw *draw, const struct made_column *column,
                        const struct made_inputs *inputs, int32_t first, int32_t end, float *z) {
  if (column->real < 0) {
    bring_code(draw, column, inputs, first, end, z);
  } else {
    bring_number(draw, column, inputs, first, end, z);
  }
}

/// How drawing goes for a kind of conditional: `draw` draws a cell in every lane; `bring` adds what was drawn to
/// units first <= i < end of a layer over the inputs.
struct conditional {
  void (*draw)(struct draw *draw, const struct made_column *column, int32_t position);
  void (*bring)(const struct draw *draw, const struct made_column *column,
                const struct made_inputs *inputs, int32_t first, int32_t end, float *z);
};

/// By enum made_conditional.
static const struct conditional conditionals[] = {
    [MADE_BERNOULLI] = {draw_bit, bring_bit},
    [MADE_SOFTMAX] = {draw_code, bring_code},
    [MADE_MIXTURE] = {draw_number, bring_number},
    [MADE_MOVED] = {draw_moved, bring_moved},
};
