// Drawing: the layers of the network, whose units are computed once all that they see is drawn.
//
// Strips of first-layer units (and of logits, with direct connections) and blocks of deeper ones are opened by the
// first unit that is needed; see drawing.h.

/// A draw under way.
struct draw {
  const struct made_network *network;
  const struct made_drawing *drawing;
  int32_t opened;  // first-layer units opened so far
  int32_t reals;   // real inputs drawn so far, the first ones
  int32_t counts[MADE_DRAWN];  // places listed in `ones`, by lane
  /// The strip of logits that the current place is in.
  float logits[MADE_STRIP * MADE_DRAWN] __attribute__((aligned(64)));
  /// The random words of a strip of positions.
  uint32_t words[MADE_STRIP * MADE_DRAWN] __attribute__((aligned(64)));
  /// What was drawn last: of a bit 0 or 1, of a number its real input; of a column of codes the place of the input
  /// that is 1, of a number the same, or below 0.
  float x[MADE_DRAWN] __attribute__((aligned(64)));
  int32_t place[MADE_DRAWN] __attribute__((aligned(64)));
};

// MARK: - Input-major weights: first layer and direct connections

/// sums[lane][0 ..< groups * 16] = bias + the rows of the lane's ones + its reals times theirs, from `unit` on.
INLINE void sum_inputs(int groups, const struct draw *draw, const struct made_inputs *inputs,
                       const float *bias, int32_t unit, float *sums) {
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
      const float *row = weights + inputs->offset[ones[i]];
      UNROLLED
      for (int v = 0; v < vectors; v++) sum[v] += load(row + v * WIDTH);
    }
    ROLLED
    for (int32_t r = 0; r < draw->reals; r++) {
      const float *row = inputs->reals + r * inputs->realWidth + unit;
      vf x = drawing->reals[(ptrdiff_t)r * drawing->lanes + lane];
      UNROLLED
      for (int v = 0; v < vectors; v++) sum[v] = fma_vector(x, load(row + v * WIDTH), sum[v]);
    }
    UNROLLED
    for (int v = 0; v < vectors; v++) store(sums + lane * groups * 16 + v * WIDTH, sum[v]);
  }
}

/// z[unit ..< the strip's end] = bias + what the inputs drawn so far give. Returns the strip's end.
static int32_t open_strip(const struct draw *draw, const struct made_inputs *inputs,
                          const float *bias, int32_t unit, int32_t units, float *z) {
  float sums[MADE_STRIP * MADE_DRAWN] __attribute__((aligned(64)));
  ptrdiff_t lanes = draw->drawing->lanes;
  // Rows of weights end at a multiple of 16, so the last strip may be half as long.
  if (units - unit > 16) {
    sum_inputs(2, draw, inputs, bias, unit, sums);
    transpose(sums, 32, lanes, 32, z, lanes);
    return unit + 32;
  }
  sum_inputs(1, draw, inputs, bias, unit, sums);
  transpose(sums, 16, lanes, 16, z, lanes);
  return unit + 16;
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
  for (; lanes - j >= ROOMY_VECTORS * WIDTH; j += ROOMY_VECTORS * WIDTH) {
    finish_lanes(ROOMY_VECTORS, w, count, below + j, lanes, z + j);
  }
  for (; j < lanes; j += WIDTH) finish_lanes(1, w, count, below + j, lanes, z + j);
}

/// Completes the logit at `place` in all lanes and returns them.
static const float *logits(struct draw *draw, int32_t place) {
  const struct made_network *network = draw->network;
  const struct made_drawing *drawing = draw->drawing;
  const struct made_layer *output = network->layers + network->hidden;
  const float *below = drawing->hidden[network->hidden - 1];
  ptrdiff_t lanes = drawing->lanes;
  int32_t row = place % MADE_STRIP;
  if (row == 0 && network->direct.offset != NULL) {
    open_strip(draw, &network->direct, output->bias, place, network->outputs, draw->logits);
  }
  float *z = draw->logits + row * lanes;
  if (row % MADE_BLOCK == 0) {
    for (int32_t i = 0; i < MADE_BLOCK && network->direct.offset == NULL; i++) {
      vf bias = output->bias[place + i];
      for (ptrdiff_t j = 0; j < lanes; j += WIDTH) store(z + i * lanes + j, bias);
    }
    open_block(draw, output, place, below, z);
  }
  finish_unit(draw, output, place, below, z);
  return z;
}
