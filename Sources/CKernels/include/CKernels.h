// The arithmetic inner loops of made-tools, and nothing else.
//
// Every function exists once per instruction set (AVX-512 with bf16, AVX-512, AVX2+FMA, portable
// vectors) and is reached through the table that `made_kernels()` returns. Conventions, used by all of them:
//
//   * float matrices are row-major; `ld...` is the distance between rows in floats;
//   * a "lane count" is a multiple of 16; matrices with rows of lanes start on 64-byte boundaries
//     and their row distance is a multiple of 16;
//   * "T" in a name means feature-major: one row per unit, one lane per record of the batch;
//   * every output element has one fixed order of accumulation, by increasing inner index, so that
//     its value depends neither on the tile that it falls into nor on its neighbours.
//
// A staircase matrix W (units of a layer x units of the layer below, both sorted by degree) keeps for
// row r only a prefix of its columns: W[r][k] lies at w[offset[r] + k]. Rows come in blocks of 8
// (MADE_BLOCK); all rows of a block are stored with the same length `stored[block]`, a multiple of
// 16, and are zero after their own live prefix. The number of rows is padded to a multiple of 8
// with rows of zeros, so no loop has an edge case.

#ifndef MADE_CKERNELS_H
#define MADE_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Rows of a staircase block.
#define MADE_BLOCK 8
/// Floats to a vector; lane counts and stored lengths are multiples of it.
#define MADE_LANES 16

/// The nonlinearity g of a hidden unit.
enum made_activation {
  MADE_RELU = 0,      // max(z, 0)
  MADE_TANH = 1,      // tanh z
  MADE_SIGMOID = 2,   // 1 / (1 + exp(-z))
  MADE_SOFTPLUS = 3,  // log(1 + exp z)
  MADE_SOFTSIGN = 4,  // z / (1 + |z|)
};

/// Settings of one optimizer step; each rule reads the fields it needs.
struct made_step {
  float rate;           // learning rate
  float momentum;       // SGD momentum, Adadelta and RMSprop decay (rho), Adam beta1
  float second;         // Adam beta2
  float epsilon;        // added to the root (Adam, Adagrad, RMSprop) or below it (Adadelta)
  float correction1;    // Adam: 1 / (1 - beta1^t)
  float correction2;    // Adam: 1 / (1 - beta2^t)
  float scale;          // the gradient is multiplied by this first (1 / batch size)
};

/// Units that are opened together when drawing: a multiple of 16.
#define MADE_STRIP 32
/// Most records that are drawn side by side.
#define MADE_DRAWN 96

/// A hidden layer, or the output layer, of a network that records are drawn from.
struct made_layer {
  const int64_t *offset;  // where weights start: by unit, or by input for the first layer
  const int32_t *live;    // units below that each unit sees (not used for the first layer)
  const int32_t *degree;  // ascending (not used for the output layer)
  const float *bias;      // padded to 16
  int32_t units;
};

/// How a cell is kept in a row.
enum made_storage { MADE_BIT = 0, MADE_BYTE = 1, MADE_TWO_BYTES = 2, MADE_FOUR_BYTES = 3,
                    MADE_EIGHT_BYTES = 4 };

/// Where a column's cell lies in a row.
struct made_cell {
  int32_t storage;  // an enum made_storage
  int64_t offset;   // of a bit its number in the row, else the cell's first byte
};

/// The most components of a mixture.
#define MADE_COMPONENTS 32
/// Rows of a cell of a mixture's grid: low end, high end, width, log of the width.
#define MADE_CELL_ROWS 4

/// A mixture of logistics over the values of a column of numbers; see kernels/logistics.h.
///
/// Its outputs are `heads` logits, of which the first `listed` are those of single cells (frequent values, words,
/// missing) and the last one is that of the grid; one between them, if there is one, is that of the values that
/// the column is known to have. Then for each component a logit, then of each the place, then of each r, where its
/// scale is least + exp(r). Then, if there are phases, a logit for each: the last part is divided among them, and of its
/// phase a number has a share of exp(share). The phase of a lane is the last row of its cell.
struct made_mixture {
  int32_t heads;
  int32_t listed;
  int32_t components;  // at most MADE_COMPONENTS
  float least;
  int32_t phases;
  float share;
};

/// What the outputs of a column are the parameters of; the kernels have a table of these.
enum made_conditional {
  MADE_BERNOULLI = 0,  // one logit
  MADE_SOFTMAX = 1,    // a logit for each code
  MADE_MIXTURE = 2,    // a made_mixture
  MADE_MOVED = 3,      // how a number moves, if there are any; the cell is there already
};

/// Which codes of a column may be drawn, given the code of a column before it; see kernels/rules.h.
struct made_rule {
  struct made_cell partner;  // the column before it
  const uint8_t *allowed;    // (codes of that column, codes of this column)
  float penalty;             // taken off the logit of a code that is not allowed
};

/// A column of the records that are drawn. Places number the inputs, and the outputs, in the order of the mask.
struct made_column {
  int32_t conditional;  // an enum made_conditional
  int32_t input;        // the place of its first input
  int32_t output;       // the place of its first output
  int32_t outputs;
  int32_t real;         // the place of its real input; -1 for a column that has none and is MADE_MOVED
  int32_t barred;       // the code that is never drawn, -1 without one
  int32_t unfilled;     // a second one that is not drawn where a hole is filled, or -1
  int32_t firstRule;    // among the network's rules
  int32_t rules;        // how many rules there are about it
  struct made_cell cell;
};

/// What a layer over the inputs sees: a row of weights for each input, in the order of the mask.
struct made_inputs {
  const int64_t *offset;   // of the rows of ones, less what is left out at their beginning; NULL without a layer
  const float *reals;      // (reals, realWidth), dead weights 0; NULL without real inputs
  ptrdiff_t realWidth;     // a multiple of 16
};

/// A network under one mask: staircases as above, input-major suffixes for the first layer and the
/// direct connections.
struct made_network {
  const float *weights;
  struct made_inputs first;         // of the first hidden layer
  struct made_inputs direct;        // of the direct connections, if there are any
  const struct made_column *columns;  // by position
  const struct made_rule *rules;    // those of each position in turn; NULL without any
  const struct made_layer *layers;  // hidden layers, then the output
  int32_t hidden;                   // number of hidden layers, at least 1
  int32_t positions;                // number of columns
  int32_t outputs;                  // of all columns
  int32_t activation;
};

/// Draws the cells of a column of numbers in the first `count` lanes.
///
/// z: (outputs of the column, lanes). index: of the records' random numbers. rows: the cells drawn before. Sets for each lane the cell, which of the
/// column's ones it sets (below 0 if none), and its real input; adds to `weights`, if it is not NULL, log p of what is
/// known of the cell. For a column that is MADE_MOVED, which may have no output, cells are not looked at: it is told what
/// the network reads.
typedef void made_draw_numbers(void *context, int32_t position, const float *z, ptrdiff_t lanes,
                               int32_t count, const uint64_t *index, const uint8_t *rows,
                               ptrdiff_t rowBytes, int64_t *cells, int32_t *ones, float *reals,
                               double *weights);

/// Records being drawn side by side, and the workspace for that.
struct made_drawing {
  int32_t lanes;            // a multiple of 16, at most MADE_DRAWN
  int32_t count;            // records wanted, at most `lanes`
  uint64_t seed;            // uniforms: word p of stream (seed, purpose, index[lane])
  uint32_t purpose;
  const uint64_t *index;    // one per lane
  float *const *hidden;     // for each hidden layer (units padded to 16, lanes); any content
  float *stream;            // as large as hidden[0], for a residual stack; NULL without one
  int32_t *done;            // one per hidden layer
  int32_t *ones;            // (lanes, positions)
  float *reals;             // (real inputs, lanes); any content
  made_draw_numbers *numbers;  // draws columns of numbers; NULL if there are none
  void *context;            // what it gets
  float *column;            // (outputs of the longest column, lanes); any content
  uint8_t *rows;            // (count, rowBytes), zero before: the cells that are drawn
  ptrdiff_t rowBytes;
  float *probabilities;     // (outputs, lanes) by place, of drawing a 1; NULL when not wanted
  // Evidence: what is known of the records already; all NULL when nothing is.
  const float *known;       // (outputs, lanes) by place, see kernels/evidence.h
  const uint8_t *isKnown;   // one per position: whether something is known there in some lane
  double *weights;          // one per lane: log p(what is known | what was drawn before it) is added
};

struct made_kernels {
  /// "avx512bf16", "avx512", "avx2" or "portable".
  const char *name;

  /// Forward staircase product, rows of blocks [block, blockEnd):
  ///   z[r][j] += sum over k < stored[r / 8] of w[offset[r] + k] * x[k][j],   j < lanes.
  /// x: (columns padded to 16, lanes); z: (rows padded to 8, lanes).
  void (*staircase_forward)(const float *w, const int64_t *offset, const int32_t *stored,
                            ptrdiff_t block, ptrdiff_t blockEnd, const float *x, ptrdiff_t ldx,
                            float *z, ptrdiff_t ldz, ptrdiff_t lanes);

  /// Product with the transpose, for column blocks [block, blockEnd) of 8 columns each:
  ///   dx[k][j] = sum over r in [firstRow(k / 8), rows) of w[offset[r] + k] * dz[r][j],
  /// where firstRow[kb] is the first row (a multiple of 8) whose block stores columns up to 8 kb + 7;
  /// when there is none it equals `rows` and dx is zero. Overwrites dx. rows: padded to 8.
  void (*staircase_backward)(const float *w, const int64_t *offset, const int32_t *firstRow,
                             ptrdiff_t rows, ptrdiff_t block, ptrdiff_t blockEnd, const float *dz,
                             ptrdiff_t lddz, float *dx, ptrdiff_t lddx, ptrdiff_t lanes);

  /// Weight gradient, rows of blocks [block, blockEnd):
  ///   g[offset[r] + k] = sum over b < batch of dz[r][b] * x[b][k],   k < live[r],
  ///   and 0 for live[r] <= k < stored[r / 8]  (dead weights stay dead).
  /// dz is feature-major (rows padded to 8, lanes >= batch), x is record-major (batch, columns padded
  /// to 16). live: one per padded row.
  void (*staircase_gradient)(float *g, const int64_t *offset, const int32_t *stored,
                             const int32_t *live, ptrdiff_t block, ptrdiff_t blockEnd,
                             const float *dz, ptrdiff_t lddz, const float *x, ptrdiff_t ldx,
                             ptrdiff_t batch);

  // The same three with both factors rounded to bf16 (8 bits of significand, to nearest, ties to even)
  // and sums in float. The inner index goes by pairs, the second of a pair first:
  //   sum = fma(a[1], b[1], sum), sum = fma(a[0], b[0], sum), sum = fma(a[3], b[3], sum), ...
  // "avx512bf16" has an instruction for that, which takes subnormal numbers for zero; the other variants round
  // and multiply floats, with the same result except for subnormal numbers, and no faster. z, dx and g are not
  // rounded.

  void (*staircase_forward_bf16)(const float *w, const int64_t *offset, const int32_t *stored,
                                 ptrdiff_t block, ptrdiff_t blockEnd, const float *x, ptrdiff_t ldx,
                                 float *z, ptrdiff_t ldz, ptrdiff_t lanes);
  void (*staircase_backward_bf16)(const float *w, const int64_t *offset, const int32_t *firstRow,
                                  ptrdiff_t rows, ptrdiff_t block, ptrdiff_t blockEnd,
                                  const float *dz, ptrdiff_t lddz, float *dx, ptrdiff_t lddx,
                                  ptrdiff_t lanes);
  void (*staircase_gradient_bf16)(float *g, const int64_t *offset, const int32_t *stored,
                                  const int32_t *live, ptrdiff_t block, ptrdiff_t blockEnd,
                                  const float *dz, ptrdiff_t lddz, const float *x, ptrdiff_t ldx,
                                  ptrdiff_t batch);

  /// Sum of weight columns for one record with 0/1 inputs (input-major weights, one row per input):
  ///   z[j] += sum over i < count of w[offset[active[i]] + j],   j in [start[active[i]], columns),
  /// in the order of `active`. start[]: multiples of 16; columns: a multiple of 16.
  void (*sparse_forward)(const float *w, const int64_t *offset, const int32_t *start,
                         ptrdiff_t columns, const int32_t *active, ptrdiff_t count, float *z);

  /// Gradient of one input's weight row:
  ///   g[j] = sum over the set bits b of `bits` of dz[b][j],   j in [live, columns),
  ///   and 0 for start <= j < live.
  /// bits: `words` 16-bit words, bit b of word b/16 is record b. start, columns: multiples of 16.
  void (*sparse_gradient)(float *g, ptrdiff_t start, ptrdiff_t live, ptrdiff_t columns,
                          const uint16_t *bits, ptrdiff_t words, const float *dz, ptrdiff_t lddz);

  /// h[i] = g(h[i]), count a multiple of 16. `activation` is an enum made_activation.
  void (*activate)(int32_t activation, float *h, ptrdiff_t count);

  /// d[i] *= g'(z[i]) written in terms of the activation h[i] = g(z[i]), count a multiple of 16.
  void (*activate_backward)(int32_t activation, const float *h, float *d, ptrdiff_t count);

  /// Bernoulli conditionals in logit form, feature-major, rows [0, rows):
  ///   total[j] -= sum over r of (max(z,0) - x z + log1p(exp(-|z|)))   in Double, by increasing r.
  /// z: (rows, lanes); x: bit j%16 of bits[r * lanes/16 + j/16]. total: lanes doubles.
  void (*bernoulli_log_likelihood)(const float *z, ptrdiff_t ldz, const uint16_t *bits,
                                   ptrdiff_t rows, ptrdiff_t lanes, double *total);

  /// The same, which also replaces z by the gradient of the negative log-likelihood, sigmoid(z) - x;
  /// lanes from `batch` on become zero and are not counted.
  void (*bernoulli_backward)(float *z, ptrdiff_t ldz, const uint16_t *bits, ptrdiff_t rows,
                             ptrdiff_t lanes, ptrdiff_t batch, double *total);

  /// The same log-likelihoods of either value, of one row:
  ///   zeros[j] = -(max(z[j],0) + log1p(exp(-|z[j]|))), z[j] becomes -(max(-z[j],0) + the same).
  void (*log_sigmoid)(float *z, float *zeros, ptrdiff_t lanes);

  /// Softmax conditionals in logit form, feature-major: rows [0, rows) are the codes of one column.
  ///   total[j] += z[k][j] - log(sum over r of exp(z[r][j])),   k = codes[j], in Double.
  /// z: (rows, lanes); codes, total: one a lane.
  void (*softmax_log_likelihood)(const float *z, ptrdiff_t ldz, const int32_t *codes, ptrdiff_t rows,
                                 ptrdiff_t lanes, double *total);

  /// The same, which also replaces z by the gradient of the negative log-likelihood, softmax(z) - x;
  /// lanes from `batch` on become zero and are not counted.
  void (*softmax_backward)(float *z, ptrdiff_t ldz, const int32_t *codes, ptrdiff_t rows,
                           ptrdiff_t lanes, ptrdiff_t batch, double *total);

  /// The same log-likelihoods of each value: z[r][j] -= log(sum over the rows i of exp(z[i][j])).
  void (*log_softmax)(float *z, ptrdiff_t ldz, ptrdiff_t rows, ptrdiff_t lanes);

  /// z[r][j] = exp(z[r][j]) / sum over the rows i other than `barred` of exp(z[i][j]); row `barred`
  /// becomes 0. rows: at least one is not barred; barred: -1 for none.
  void (*softmax)(float *z, ptrdiff_t ldz, ptrdiff_t rows, ptrdiff_t lanes, ptrdiff_t barred);

  /// Mixtures of logistics on a grid, feature-major:
  ///   total[j] += log p of the cell in lane j, in Double.
  /// z: (heads + 3 components, lanes). codes: the listed cell of a lane, -1 without one. cells: of the grid
  /// (MADE_CELL_ROWS, lanes), and the same of the known values if there is a head for them; a lane whose log width
  /// is below -1e29 has no such cell.
  void (*mixture_log_likelihood)(const struct made_mixture *mixture, const float *z, ptrdiff_t ldz,
                                 const int32_t *codes, const float *cells, ptrdiff_t lanes,
                                 double *total);

  /// The same, which also replaces z by the gradient of the negative log-likelihood; lanes from `batch` on become
  /// zero and are not counted.
  void (*mixture_backward)(const struct made_mixture *mixture, float *z, ptrdiff_t ldz,
                           const int32_t *codes, const float *cells, ptrdiff_t lanes,
                           ptrdiff_t batch, double *total);

  /// dst[c][r] = src[r][c] for r < rows, c < columns; both counts multiples of 8.
  void (*transpose)(const float *src, ptrdiff_t ldsrc, ptrdiff_t rows, ptrdiff_t columns, float *dst,
                    ptrdiff_t lddst);

  /// dst[i] = src[index[i]], i < count.
  void (*gather)(const float *src, const int32_t *index, ptrdiff_t count, float *dst);

  /// dst[index[i]] = src[i], i < count; the indices differ.
  void (*scatter)(const float *src, const int32_t *index, ptrdiff_t count, float *dst);

  /// sums[r] = sum over j < lanes of x[r][j], with 16 running sums combined in a fixed tree.
  void (*row_sums)(const float *x, ptrdiff_t ldx, ptrdiff_t rows, ptrdiff_t lanes, float *sums);

  /// stream[i] = x[i] = stream[i] + x[i], count a multiple of 16: what a residual block adds, forward
  /// and backward.
  void (*join)(float *stream, float *x, ptrdiff_t count);

  /// h[i] = bit i of keep ? h[i] * factor : 0, count a multiple of 16. Dropout, and its backward.
  void (*drop)(float *h, const uint16_t *keep, float factor, ptrdiff_t count);

  /// a[i] += share * (w[i] - a[i]), count a multiple of 16.
  void (*approach)(float *a, const float *w, float share, ptrdiff_t count);

  /// w[i] *= factor, count a multiple of 16.
  void (*scale)(float *w, float factor, ptrdiff_t count);

  /// Whether |x[i]| < limit for all i < count, a multiple of 16; false if one is NaN.
  int (*bounded)(const float *x, float limit, ptrdiff_t count);

  // Optimizers: value, gradient and moments are flat arrays of `count` floats (a multiple of 16); the
  // gradient g is first multiplied by step->scale.

  /// v = momentum * v - rate * g;  w += v.
  void (*sgd)(float *w, const float *g, float *v, ptrdiff_t count, const struct made_step *step);
  /// s += g^2;  w -= rate * g / (sqrt(s) + epsilon).
  void (*adagrad)(float *w, const float *g, float *s, ptrdiff_t count,
                  const struct made_step *step);
  /// s = rho s + (1-rho) g^2;  d = sqrt(u + epsilon) / sqrt(s + epsilon) * g;  u = rho u + (1-rho) d^2;
  /// w -= rate * d.  (Zeiler 2012, arXiv 1212.5701, algorithm 1; rate is 1 there.)
  void (*adadelta)(float *w, const float *g, float *s, float *u, ptrdiff_t count,
                   const struct made_step *step);
  /// s = rho s + (1-rho) g^2;  w -= rate * g / (sqrt(s) + epsilon).
  void (*rmsprop)(float *w, const float *g, float *s, ptrdiff_t count,
                  const struct made_step *step);
  /// m = beta1 m + (1-beta1) g;  s = beta2 s + (1-beta2) g^2;
  /// w -= rate * (m * correction1) / (sqrt(s * correction2) + epsilon).
  /// (Kingma & Ba 2015, arXiv 1412.6980, algorithm 1.)
  void (*adam)(float *w, const float *g, float *m, float *s, ptrdiff_t count,
               const struct made_step *step);

  /// Random words, addressed by counter: Philox4x32-10 (Salmon et al., SC 2011) of the key
  /// (low32(key), high32(key)) and the counter (block + b, purpose, low32(index[i]),
  /// high32(index[i])) gives words 4 b to 4 b + 3 of stream i:  out[(4 b + w) * ldout + i] for
  /// b < blocks, w < 4, i < streams. streams: a multiple of 8. Whole-number bits, so all variants agree.
  void (*philox_fill)(uint64_t key, uint32_t purpose, const uint64_t *index, ptrdiff_t streams,
                      uint32_t block, ptrdiff_t blocks, uint32_t *out, ptrdiff_t ldout);

  /// Random bits that are 1 with probability 1 - threshold / 2^16, 128 to a stream: bit 2 i (2 i + 1) of
  /// stream s compares the lower (upper) half of word i of Philox stream index + s, and lies in
  /// keep[8 s + i / 8] as bit 2 (i % 8) (and the one above it).
  void (*keep_pattern)(uint64_t key, uint32_t purpose, uint64_t index, ptrdiff_t streams,
                       uint32_t threshold, uint16_t *keep);

  /// Draws records from a network, using every live weight once; see kernels/drawing.h. A record
  /// depends on its index alone, not on its lane or on the others.
  void (*draw)(const struct made_network *network, const struct made_drawing *drawing);
};

/// The kernels for this CPU, chosen on the first call. The environment variable MADE_KERNELS
/// (avx512bf16, avx512, avx2, portable) forces a variant; a name that this CPU cannot run is ignored.
const struct made_kernels *made_kernels(void);

/// The variant of that name, or NULL when this CPU or this build does not have it. For tests.
const struct made_kernels *made_kernels_named(const char *name);

/// How many CPUs this process may run on (its affinity mask, as `nproc` counts); at least 1.
int32_t made_cpu_count(void);

/// Where addresses are limited (ulimit -v), lets all threads share one heap: glibc would else set 64 MiB of them aside
/// for each thread, and take that many twice while it does. To be called before the first thread is made.
void made_share_heap(void);

/// What C's printf makes of a number with `%.<precision><letter>`, one of e, E, f, g and G, in the locale of the
/// process, which tools leave at "C".
///
/// @return its length without the 0 at its end; 0 if `size` bytes do not hold it.
int32_t made_print_number(
    double value, char letter, int32_t precision, char *text, size_t size);

/// Tells the CPU that the caller spins.
static inline void made_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
