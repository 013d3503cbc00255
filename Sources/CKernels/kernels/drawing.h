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

/// Brings what was just drawn in a column to the logits and first-layer units that are open already.
static void pass_on(struct draw *draw, const struct made_column *column) {
  const struct made_network *network = draw->network;
  ptrdiff_t lanes = draw->drawing->lanes;
  const struct made_layer *layer = network->layers;
  const struct conditional *conditional = conditionals + column->conditional;
  if (network->direct.offset != NULL) {
    int32_t next = column->output + column->outputs;
    int32_t row = (next - 1) % MADE_STRIP + 1;
    int32_t left = (int32_t)smaller(MADE_STRIP - row, network->outputs - next);
    conditional->bring(draw, column, &network->direct, next, next + left, draw->logits + row * lanes);
  }
  int32_t done = draw->drawing->done[0];
  int32_t end = (int32_t)smaller(draw->opened, layer->units);
  conditional->bring(draw, column, &network->first, done, end,
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
        draw->opened = open_strip(draw, &draw->network->first, layer->bias, unit, layer->units, z);
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
  draw.reals = 0;
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
