// Drawing records from a network, every live weight used once for all records side by side.
//
// Position by position: the outputs of position p; then a cell for each record, as the column's conditional
// says; then, layer by layer, the hidden units of degree p + 1, since all that they will ever see is drawn.
// Activations and logits are feature-major, so lanes are records and nothing is ever summed across lanes.
//
// The outputs of a column lie at consecutive places. They become complete one after another; none of them
// sees another one.
//
// Almost all of the work is done in large pieces. Of eight units of a deeper layer, or eight logits,
// the first that is needed opens the block: whatever it sees, all eight see, and one product
// brings all of that. Later units of the block add what they see beyond. It is the same with strips
// of 32 first-layer units (and logits, with direct connections): whatever the first one sees is
// summed by record over its ones; columns drawn after that are added unit by unit.
//
// In a residual stack all layers have the same degrees, so the units that are finished at a position
// are the same in every layer: the residual stream goes from unit k of one layer to unit k of the next.
//
// What is known of a record is not drawn but taken, and its likelihood is counted, see evidence.h.
//
// Sums run in the order of the forward pass, except for the direct connections inside a strip.

/// A draw under way.
struct draw {
  const struct made_network *network;
  const struct made_drawing *drawing;
  int32_t opened;  // first-layer units opened so far
  int32_t counts[MADE_DRAWN];  // places listed in `ones`, by lane
  /// The strip of logits that the current place is in.
  float logits[MADE_STRIP * MADE_DRAWN] __attribute__((aligned(64)));
  /// The random words of a strip of positions.
  uint32_t words[MADE_STRIP * MADE_DRAWN] __attribute__((aligned(64)));
  /// What was drawn last: of a bit 0 or 1; of a column of codes, the place of the input that is 1.
  float x[MADE_DRAWN] __attribute__((aligned(64)));
  int32_t place[MADE_DRAWN] __attribute__((aligned(64)));
};

// MARK: - Input-major weights: first layer and direct connections

/// sums[lane][0 ..< groups * 16] = bias + the rows of the lane's ones, from `unit` on.
INLINE void sum_ones(int groups, const struct draw *draw, const int64_t *offset, const float *bias,
                     int32_t unit, float *sums) {
  const struct made_drawing *drawing = draw->drawing;
  const float *weights = draw->network->weights + unit;
  int vectors = groups * (16 / WIDTH);
  for (int32_t lane = 0; lane < drawing->lanes; lane++) {
    const int32_t *ones = drawing->ones + (ptrdiff_t)lane * draw->network->positions;
    vf sum[MADE_STRIP / WIDTH];
    UNROLLED
    for (int v = 0; v < vectors; v++) sum[v] = load(bias + unit + v * WIDTH);
    ROLLED
    for (int32_t i = 0; i < draw->counts[lane]; i++) {
      const float *row = weights + offset[ones[i]];
      UNROLLED
      for (int v = 0; v < vectors; v++) sum[v] += load(row + v * WIDTH);
    }
    UNROLLED
    for (int v = 0; v < vectors; v++) store(sums + lane * groups * 16 + v * WIDTH, sum[v]);
  }
}

/// z[unit ..< the strip's end] = bias + what the ones listed so far give. Returns the strip's end.
static int32_t open_strip(const struct draw *draw, const int64_t *offset, const float *bias,
                          int32_t unit, int32_t units, float *z) {
  float sums[MADE_STRIP * MADE_DRAWN] __attribute__((aligned(64)));
  ptrdiff_t lanes = draw->drawing->lanes;
  // Rows of weights end at a multiple of 16, so the last strip may be half as long.
  if (units - unit > 16) {
    sum_ones(2, draw, offset, bias, unit, sums);
    transpose(sums, 32, lanes, 32, z, lanes);
    return unit + 32;
  }
  sum_ones(1, draw, offset, bias, unit, sums);
  transpose(sums, 16, lanes, 16, z, lanes);
  return unit + 16;
}

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

/// z[i - first] += w[offset[input] + i] x for first <= i < end, in the lanes: what a bit brings.
static void bring_bit(const struct draw *draw, const struct made_column *column, const int64_t *offset,
                      int32_t first, int32_t end, float *z) {
  ptrdiff_t lanes = draw->drawing->lanes;
  const float *w = draw->network->weights + offset[column->input] + first;
  ptrdiff_t j = 0;
  for (; lanes - j >= BRING_VECTORS * WIDTH; j += BRING_VECTORS * WIDTH) {
    bring_lanes(BRING_VECTORS, w, end - first, draw->x + j, lanes, z + j);
  }
  for (; j < lanes; j += WIDTH) bring_lanes(1, w, end - first, draw->x + j, lanes, z + j);
}

/// z[i - first] += w[offset[the lane's place] + i] for first <= i < end, in the lanes: what a
/// column of codes brings. At most MADE_STRIP units; rows of weights must reach the multiple of 16 at
/// or after `end`.
NOINLINE void bring_code(const struct draw *draw, const struct made_column *column,
                         const int64_t *offset, int32_t first, int32_t end, float *z) {
  (void)column;
  if (first >= end) return;  // then rows of weights have nothing stored at all
  ptrdiff_t lanes = draw->drawing->lanes;
  float sums[16 * MADE_DRAWN] __attribute__((aligned(64)));
  float turned[16 * MADE_DRAWN] __attribute__((aligned(64)));
  for (int32_t group = first / 16 * 16; group < end; group += 16) {
    for (int32_t lane = 0; lane < lanes; lane++) {
      const float *row = draw->network->weights + offset[draw->place[lane]] + group;
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

// MARK: - Staircases: deeper layers and output

/// z[0 ..< 8] += what all units of the block see, given that unit `unit` is its first.
static void open_block(const struct draw *draw, const struct made_layer *layer, int32_t unit,
                       const float *below, float *z) {
  ptrdiff_t lanes = draw->drawing->lanes;
  for (int32_t i = 0; i < MADE_BLOCK; i += TILE_ROWS) {
    forward_rows(draw->network->weights, layer->offset + unit + i, layer->live[unit], below, lanes,
                 z + i * lanes, lanes, lanes);
  }
}

INLINE void finish_lanes(int vectors, const float *w, int32_t count, const float *below,
                         ptrdiff_t lanes, float *z) {
  vf sums[TILE_VECTORS];
  UNROLLED
  for (int v = 0; v < vectors; v++) sums[v] = load(z + v * WIDTH);
  ROLLED
  for (int32_t k = 0; k < count; k++) {
    vf weight = w[k];
    UNROLLED
    for (int v = 0; v < vectors; v++) {
      sums[v] = fma_vector(weight, load(below + k * lanes + v * WIDTH), sums[v]);
    }
  }
  UNROLLED
  for (int v = 0; v < vectors; v++) store(z + v * WIDTH, sums[v]);
}

/// z += what `unit` sees beyond the first unit of its block.
static void finish_unit(const struct draw *draw, const struct made_layer *layer, int32_t unit,
                        const float *below, float *z) {
  ptrdiff_t lanes = draw->drawing->lanes;
  int32_t known = layer->live[unit / MADE_BLOCK * MADE_BLOCK];
  int32_t count = layer->live[unit] - known;
  if (count == 0) return;
  const float *w = draw->network->weights + layer->offset[unit] + known;
  below += known * lanes;
  ptrdiff_t j = 0;
  for (; lanes - j >= TILE_VECTORS * WIDTH; j += TILE_VECTORS * WIDTH) {
    finish_lanes(TILE_VECTORS, w, count, below + j, lanes, z + j);
  }
  for (; j < lanes; j += WIDTH) finish_lanes(1, w, count, below + j, lanes, z + j);
}

// MARK: - One position

/// Completes the logit at `place` in all lanes and returns them.
static const float *logits(struct draw *draw, int32_t place) {
  const struct made_network *network = draw->network;
  const struct made_drawing *drawing = draw->drawing;
  const struct made_layer *output = network->layers + network->hidden;
  const float *below = drawing->hidden[network->hidden - 1];
  ptrdiff_t lanes = drawing->lanes;
  int32_t row = place % MADE_STRIP;
  if (row == 0 && network->direct != NULL) {
    open_strip(draw, network->direct, output->bias, place, network->outputs, draw->logits);
  }
  float *z = draw->logits + row * lanes;
  if (row % MADE_BLOCK == 0) {
    for (int32_t i = 0; i < MADE_BLOCK && network->direct == NULL; i++) {
      vf bias = output->bias[place + i];
      for (ptrdiff_t j = 0; j < lanes; j += WIDTH) store(z + i * lanes + j, bias);
    }
    open_block(draw, output, place, below, z);
  }
  finish_unit(draw, output, place, below, z);
  return z;
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

/// How drawing goes for a kind of conditional: `draw` draws a cell in every lane; `bring` adds what was drawn to
/// units first <= i < end of a layer whose row of weights for each input begins at `offset`.
struct conditional {
  void (*draw)(struct draw *draw, const struct made_column *column, int32_t position);
  void (*bring)(const struct draw *draw, const struct made_column *column, const int64_t *offset,
                int32_t first, int32_t end, float *z);
};

/// By enum made_conditional.
static const struct conditional conditionals[] = {
    [MADE_BERNOULLI] = {draw_bit, bring_bit},
    [MADE_SOFTMAX] = {draw_code, bring_code},
};

/// Brings what was just drawn in a column to the logits and first-layer units that are open already.
static void pass_on(struct draw *draw, const struct made_column *column) {
  const struct made_network *network = draw->network;
  ptrdiff_t lanes = draw->drawing->lanes;
  const struct made_layer *layer = network->layers;
  const struct conditional *conditional = conditionals + column->conditional;
  if (network->direct != NULL) {
    int32_t next = column->output + column->outputs;
    int32_t row = (next - 1) % MADE_STRIP + 1;
    int32_t left = (int32_t)smaller(MADE_STRIP - row, network->outputs - next);
    conditional->bring(draw, column, network->direct, next, next + left, draw->logits + row * lanes);
  }
  int32_t done = draw->drawing->done[0];
  int32_t end = (int32_t)smaller(draw->opened, layer->units);
  conditional->bring(draw, column, layer->offset, done, end,
                     draw->drawing->hidden[0] + done * lanes);
}

/// Computes the units of hidden layer `number` from `first` on that have no higher degree than
/// `degree`; returns their end.
static int32_t finish_units(struct draw *draw, int32_t number, int32_t first, int32_t degree) {
  const struct made_layer *layer = draw->network->layers + number;
  ptrdiff_t lanes = draw->drawing->lanes;
  float *h = draw->drawing->hidden[number];
  int32_t unit = first;
  for (; unit < layer->units && layer->degree[unit] <= degree; unit++) {
    float *z = h + unit * lanes;
    if (number == 0) {
      if (unit == draw->opened) {
        draw->opened = open_strip(draw, layer->offset, layer->bias, unit, layer->units, z);
      }
      continue;
    }
    const float *below = draw->drawing->hidden[number - 1];
    if (unit % MADE_BLOCK == 0) {
      for (int32_t i = 0; i < MADE_BLOCK; i++) {
        vf bias = layer->bias[unit + i];
        for (ptrdiff_t j = 0; j < lanes; j += WIDTH) store(z + i * lanes + j, bias);
      }
      open_block(draw, layer, unit, below, z);
    }
    finish_unit(draw, layer, unit, below, z);
  }
  ptrdiff_t start = first * lanes, count = (unit - first) * lanes;
  if (draw->drawing->stream != NULL && number % 2 == 0) {
    float *stream = draw->drawing->stream + start;
    if (number == 0) {
      for (ptrdiff_t i = 0; i < count; i += WIDTH) store(stream + i, load(h + start + i));
    } else {
      join(stream, h + start, count);
    }
  }
  activate(draw->network->activation, h + start, count);
  return unit;
}

static void draw(const struct made_network *network, const struct made_drawing *drawing) {
  struct draw draw;
  draw.network = network;
  draw.drawing = drawing;
  draw.opened = 0;
  for (int32_t lane = 0; lane < MADE_DRAWN; lane++) draw.counts[lane] = 0;
  for (int32_t layer = 0; layer < network->hidden; layer++) drawing->done[layer] = 0;
  for (int32_t position = 0; position < network->positions; position++) {
    if (position % MADE_STRIP == 0) {
      philox_fill(drawing->seed, drawing->purpose, drawing->index, drawing->lanes,
                  (uint32_t)position / 4, MADE_STRIP / 4, draw.words, drawing->lanes);
    }
    const struct made_column *column = network->columns + position;
    conditionals[column->conditional].draw(&draw, column, position);
    if (position + 1 == network->positions) break;
    pass_on(&draw, column);
    for (int32_t layer = 0; layer < network->hidden; layer++) {
      drawing->done[layer] = finish_units(&draw, layer, drawing->done[layer], position + 1);
    }
  }
}
