// Drawing records from a network, every live weight used once for all records side by side.
//
// Position after position: the logits of position p, a coin for each record, then the hidden units of
// degree p + 1, which now see all that they will ever see, layer by layer. Activations and logits are
// feature-major, so lanes are records and nothing is ever summed across lanes.
//
// Almost all of the work is put into large pieces. Of eight units of a deeper layer, or eight logits,
// the first that is needed opens the block: whatever it sees, all eight see, and one product
// brings all of that. Later units of the block add what they see beyond. It is the same with strips
// of 32 first-layer units (and logits, with direct connections): whatever the first one sees is
// summed by record over its ones; positions drawn after that are added unit by unit.
//
// In a residual stack all layers have the same degrees, so the units that are finished at a position
// are the same in every layer: the stream passes from each to its like.
//
// Sums run in the order of the forward pass, but for the direct connections inside a strip.

/// A draw under way.
struct draw {
  const struct made_network *network;
  const struct made_drawing *drawing;
  int32_t opened;  // first-layer units opened so far
  int32_t counts[MADE_DRAWN];  // positions listed in `ones`, by lane
  /// The strip of logits that p lies in, its random words, and x at p as 0 or 1.
  float logits[MADE_STRIP * MADE_DRAWN] __attribute__((aligned(64)));
  uint32_t words[MADE_STRIP * MADE_DRAWN] __attribute__((aligned(64)));
  float x[MADE_DRAWN] __attribute__((aligned(64)));
};

// MARK: - Input-major weights: first layer and direct connections

/// sums[lane][0 ..< groups * 16] = bias + the rows of the lane's ones, from `unit` on.
INLINE void sum_ones(int groups, const struct draw *draw, const int64_t *offset, const float *bias,
                     int32_t unit, float *sums) {
  const struct made_drawing *drawing = draw->drawing;
  const float *weights = draw->network->weights + unit;
  int vectors = groups * (16 / WIDTH);
  for (int32_t lane = 0; lane < drawing->lanes; lane++) {
    const int32_t *ones = drawing->ones + (ptrdiff_t)lane * draw->network->inputs;
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
  // Rows of weights end at a multiple of 16, so the last strip may be half a one.
  if (units - unit > 16) {
    sum_ones(2, draw, offset, bias, unit, sums);
    transpose(sums, 32, lanes, 32, z, lanes);
    return unit + 32;
  }
  sum_ones(1, draw, offset, bias, unit, sums);
  transpose(sums, 16, lanes, 16, z, lanes);
  return unit + 16;
}

/// z[i] += w[i] x for i < count, in the lanes.
static void add_position(const struct draw *draw, const float *w, int32_t count, float *z) {
  ptrdiff_t lanes = draw->drawing->lanes;
  for (int32_t i = 0; i < count; i++) {
    vf weight = w[i];
    float *row = z + i * lanes;
    for (ptrdiff_t j = 0; j < lanes; j += WIDTH) {
      store(row + j, fma_vector(weight, load(draw->x + j), load(row + j)));
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

/// Makes the logits at `position` complete and returns them.
static const float *logits(struct draw *draw, int32_t position) {
  const struct made_network *network = draw->network;
  const struct made_drawing *drawing = draw->drawing;
  const struct made_layer *output = network->layers + network->hidden;
  const float *below = drawing->hidden[network->hidden - 1];
  ptrdiff_t lanes = drawing->lanes;
  int32_t row = position % MADE_STRIP;
  if (row == 0) {
    philox_fill(drawing->seed, drawing->purpose, drawing->index, lanes, (uint32_t)position / 4,
                MADE_STRIP / 4, draw->words, lanes);
    if (network->direct != NULL) {
      open_strip(draw, network->direct, output->bias, position, network->inputs, draw->logits);
    }
  }
  float *z = draw->logits + row * lanes;
  if (row % MADE_BLOCK == 0) {
    for (int32_t i = 0; i < MADE_BLOCK && network->direct == NULL; i++) {
      vf bias = output->bias[position + i];
      for (ptrdiff_t j = 0; j < lanes; j += WIDTH) store(z + i * lanes + j, bias);
    }
    open_block(draw, output, position, below, z);
  }
  finish_unit(draw, output, position, below, z);
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

/// Tosses the coins of `position`: x is 1 where the uniform number is below the probability.
static void toss(struct draw *draw, int32_t position, const float *z) {
  const struct made_network *network = draw->network;
  const struct made_drawing *drawing = draw->drawing;
  ptrdiff_t lanes = drawing->lanes;
  const uint32_t *words = draw->words + position % MADE_STRIP * lanes;
  uint64_t bits[(MADE_DRAWN + 63) / 64] = {0};
  for (ptrdiff_t j = 0; j < lanes; j += WIDTH) {
    vf probability = sigmoid(load(z + j));
    vu word;
    __builtin_memcpy(&word, words + j, sizeof word);
    // The upper 24 bits, as many as a float holds.
    vf uniform = __builtin_convertvector((vi)(word >> 8), vf) * 0x1p-24f;
    vi isOne = uniform < probability;
    store(draw->x + j, keep(isOne, (vf)1.0f));
    bits[j / 64] |= bits_of_lanes(isOne) << (j % 64);
    if (drawing->probabilities != NULL) {
      store(drawing->probabilities + position * lanes + j, probability);
    }
  }
  int32_t column = network->columns[position];
  uint64_t bit = (uint64_t)1 << (column % 64);
  for (int32_t first = 0; first < drawing->count; first += 64) {
    uint64_t rest = bits[first / 64];
    if (drawing->count - first < 64) rest &= ((uint64_t)1 << (drawing->count - first)) - 1;
    for (; rest != 0; rest &= rest - 1) {
      ptrdiff_t lane = first + __builtin_ctzll(rest);
      drawing->ones[lane * network->inputs + draw->counts[lane]++] = position;
      drawing->words[lane * drawing->wordsPerRow + column / 64] |= bit;
    }
  }
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
  const struct made_layer *first = network->layers;
  ptrdiff_t lanes = drawing->lanes;
  for (int32_t lane = 0; lane < MADE_DRAWN; lane++) draw.counts[lane] = 0;
  for (int32_t layer = 0; layer < network->hidden; layer++) drawing->done[layer] = 0;
  for (int32_t position = 0; position < network->inputs; position++) {
    toss(&draw, position, logits(&draw, position));
    if (position + 1 == network->inputs) break;
    int32_t row = position % MADE_STRIP + 1;
    if (network->direct != NULL) {
      const float *w = network->weights + network->direct[position] + position + 1;
      int32_t left = (int32_t)smaller(MADE_STRIP - row, network->inputs - position - 1);
      add_position(&draw, w, left, draw.logits + row * lanes);
    }
    int32_t done = drawing->done[0];
    add_position(&draw, network->weights + first->offset[position] + done,
                 (int32_t)smaller(draw.opened, first->units) - done, drawing->hidden[0] + done * lanes);
    for (int32_t layer = 0; layer < network->hidden; layer++) {
      drawing->done[layer] = finish_units(&draw, layer, drawing->done[layer], position + 1);
    }
  }
}
