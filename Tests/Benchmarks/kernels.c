// Micro-benchmark of CKernels: GFLOP/s of the products, as a share of what fused multiply-adds
// reach when they touch nothing but registers, and nanoseconds per element of the rest.
// Run by kernels.sh. GFLOP/s count what is stored, two operations to a weight and lane.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "CKernels.h"

#define REPEATS 11

static const struct made_kernels *kernels;
static const char *filter;

/// Seconds that this thread has run: time in which others had the core does not count.
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/// Median seconds of one run of the statement, each sample long enough for the clock.
#define MEASURE(result, statement)                                     \
  do {                                                                 \
    double samples[REPEATS];                                           \
    long runs = 1;                                                     \
    for (;; runs *= 2) {                                               \
      double began = now();                                            \
      for (long run = 0; run < runs; run++) { statement; }             \
      if (now() - began > 2e-3) break;                                 \
    }                                                                  \
    for (int sample = 0; sample < REPEATS; sample++) {                 \
      double began = now();                                            \
      for (long run = 0; run < runs; run++) { statement; }             \
      samples[sample] = (now() - began) / runs;                        \
    }                                                                  \
    qsort(samples, REPEATS, sizeof samples[0], ascending);             \
    result = samples[REPEATS / 2];                                     \
  } while (0)

/// Median seconds of the statement, and the median share that it reaches of the register peak. The
/// peak is measured next to each sample: clocks and neighbours change from one moment to the next.
#define MEASURE_SHARE(seconds, share, operations, statement)           \
  do {                                                                 \
    double times[REPEATS], shares[REPEATS];                            \
    long runs = 1;                                                     \
    for (;; runs *= 2) {                                               \
      double began = now();                                            \
      for (long run = 0; run < runs; run++) { statement; }             \
      if (now() - began > 1e-3) break;                                 \
    }                                                                  \
    for (int sample = 0; sample < REPEATS; sample++) {                 \
      double before = peak(20), began = now();                         \
      for (long run = 0; run < runs; run++) { statement; }             \
      times[sample] = (now() - began) / runs;                          \
      double top = (before + peak(20)) / 2;                            \
      shares[sample] = (operations) / times[sample] * 1e-9 / top;      \
    }                                                                  \
    qsort(times, REPEATS, sizeof times[0], ascending);                 \
    qsort(shares, REPEATS, sizeof shares[0], ascending);               \
    seconds = times[REPEATS / 2];                                      \
    share = shares[REPEATS / 2];                                       \
  } while (0)

// MARK: - Register peak

/// GFLOP/s of fused multiply-adds that touch nothing but registers, `rounds` times some microseconds.
static double peak(int rounds);

#define PEAK_FUNCTION(name, width, instructions, step)                   \
  instructions static double name(int rounds) {                          \
    typedef float v __attribute__((ext_vector_type(width)));             \
    v a0 = 1, a1 = 2, a2 = 3, a3 = 4, a4 = 5, a5 = 6, a6 = 7, a7 = 8;    \
    v a8 = 9, a9 = 10, a10 = 11, a11 = 12;                               \
    v b = 0.5f, c = 0.25f;                                               \
    __asm__ volatile("" : "+x"(b), "+x"(c));                             \
    double began = now();                                                \
    for (int i = 0; i < rounds * 1000; i++) {                            \
      a0 = step(a0, b, c); a1 = step(a1, b, c); a2 = step(a2, b, c);     \
      a3 = step(a3, b, c); a4 = step(a4, b, c); a5 = step(a5, b, c);     \
      a6 = step(a6, b, c); a7 = step(a7, b, c); a8 = step(a8, b, c);     \
      a9 = step(a9, b, c); a10 = step(a10, b, c); a11 = step(a11, b, c); \
      __asm__ volatile("" : "+x"(a0), "+x"(a1), "+x"(a2), "+x"(a3));     \
      __asm__ volatile("" : "+x"(a4), "+x"(a5), "+x"(a6), "+x"(a7));     \
      __asm__ volatile("" : "+x"(a8), "+x"(a9), "+x"(a10), "+x"(a11));   \
    }                                                                    \
    return 12e3 * rounds * (width) * 2 / (now() - began) * 1e-9;         \
  }

#define FUSED_STEP(a, b, c) __builtin_elementwise_fma(a, b, c)
#define PLAIN_STEP(a, b, c) ((a) * (b) + (c))

#if defined(__x86_64__)
PEAK_FUNCTION(peak_avx512, 16, __attribute__((target("avx512f"))), FUSED_STEP)
PEAK_FUNCTION(peak_avx2, 8, __attribute__((target("avx2,fma"))), FUSED_STEP)
PEAK_FUNCTION(peak_portable, 4, , PLAIN_STEP)
#endif

static double peak(int rounds) {
#if defined(__x86_64__)
  if (strncmp(kernels->name, "avx512", 6) == 0) return peak_avx512(rounds);
  if (strcmp(kernels->name, "avx2") == 0) return peak_avx2(rounds);
  return peak_portable(rounds);
#else
  return rounds > 0 ? 1 : 0;  // not known here: shares mean nothing
#endif
}

// MARK: - Data

static void *aligned(size_t bytes) {
  void *p = NULL;
  if (posix_memalign(&p, 64, bytes + 64) != 0) abort();
  return p;
}

static uint64_t random_state = 1;

static uint64_t random_bits(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}

static float *random_floats(size_t count) {
  float *p = aligned(count * sizeof *p);
  for (size_t i = 0; i < count; i++) p[i] = (float)(int64_t)random_bits() * 0x1p-63f;
  return p;
}

static int wanted(const char *name) { return filter == NULL || strstr(name, filter) != NULL; }

struct staircase {
  ptrdiff_t rows, columns;
  int64_t *offset;
  int32_t *stored, *live, *first;
  float *w;
  size_t count, alive;
};

/// Live prefixes that grow evenly from nothing to everything, as those of uniform degrees do.
static struct staircase make_staircase(ptrdiff_t rows, ptrdiff_t columns) {
  struct staircase s = {.rows = (rows + 7) / 8 * 8, .columns = (columns + 15) / 16 * 16};
  s.offset = aligned(s.rows * sizeof *s.offset);
  s.live = aligned(s.rows * sizeof *s.live);
  s.stored = aligned(s.rows / 8 * sizeof *s.stored);
  s.first = aligned(s.columns / 8 * sizeof *s.first);
  for (ptrdiff_t r = 0; r < s.rows; r++) {
    s.live[r] = r < rows ? (int32_t)((r + 1) * columns / rows) : 0;
    s.alive += s.live[r];
  }
  for (ptrdiff_t b = 0; b < s.rows / 8; b++) {
    int32_t longest = 0;
    for (int i = 0; i < 8; i++) longest = s.live[8 * b + i] > longest ? s.live[8 * b + i] : longest;
    s.stored[b] = (longest + 15) / 16 * 16;
    for (int i = 0; i < 8; i++) {
      s.offset[8 * b + i] = (int64_t)s.count;
      s.count += s.stored[b];
    }
  }
  for (ptrdiff_t kb = 0; kb < s.columns / 8; kb++) {
    ptrdiff_t b = 0;
    while (b < s.rows / 8 && s.stored[b] < 8 * kb + 8) b++;
    s.first[kb] = (int32_t)(8 * b);
  }
  s.w = random_floats(s.count);
  return s;
}

// MARK: - Products

#define PRODUCT(name, lanes, statement)                                                     \
  if (wanted(name)) {                                                                       \
    double seconds, share, operations = 2.0 * s.count * (lanes);                            \
    MEASURE_SHARE(seconds, share, operations, statement);                                   \
    printf("%-13s %5td x %-4td %4td lanes %9.1f us %7.1f GFLOP/s %5.1f %% of the peak, "     \
           "%.0f %% live\n",                                                                \
           name, s.rows, s.columns, (ptrdiff_t)(lanes), seconds * 1e6,                      \
           operations / seconds * 1e-9, 100 * share, 100.0 * s.alive / s.count);            \
  }

static void products(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t lanes, ptrdiff_t batch) {
  struct staircase s = make_staircase(rows, columns);
  float *x = random_floats(s.columns * lanes), *z = random_floats(s.rows * lanes);
  float *record = random_floats(s.columns * batch), *g = random_floats(s.count);
  PRODUCT("forward", lanes,
          kernels->staircase_forward(s.w, s.offset, s.stored, 0, s.rows / 8, x, lanes, z, lanes,
                                     lanes))
  PRODUCT("backward", lanes,
          kernels->staircase_backward(s.w, s.offset, s.first, s.rows, 0, s.columns / 8, z, lanes,
                                      x, lanes, lanes))
  PRODUCT("gradient", batch,
          kernels->staircase_gradient(g, s.offset, s.stored, s.live, 0, s.rows / 8, z, lanes,
                                      record, s.columns, batch))
  // Shares are of the peak in float: a pair of bf16 takes as long as one of these.
  PRODUCT("bf16 forward", lanes,
          kernels->staircase_forward_bf16(s.w, s.offset, s.stored, 0, s.rows / 8, x, lanes, z,
                                          lanes, lanes))
  PRODUCT("bf16 backward", lanes,
          kernels->staircase_backward_bf16(s.w, s.offset, s.first, s.rows, 0, s.columns / 8, z,
                                           lanes, x, lanes, lanes))
  PRODUCT("bf16 gradient", batch,
          kernels->staircase_gradient_bf16(g, s.offset, s.stored, s.live, 0, s.rows / 8, z, lanes,
                                           record, s.columns, batch))
}

// MARK: - Sparse products

static void sparse(ptrdiff_t inputs, ptrdiff_t units) {
  if (!wanted("sparse")) return;
  ptrdiff_t columns = (units + 15) / 16 * 16, batch = 112;
  int64_t *offset = aligned(inputs * sizeof *offset);
  int32_t *start = aligned(inputs * sizeof *start), *active = aligned(inputs * sizeof *active);
  size_t total = 0;
  for (ptrdiff_t i = 0; i < inputs; i++) {
    start[i] = (int32_t)(i * columns / inputs / 16 * 16);
    offset[i] = (int64_t)total - start[i];
    total += columns - start[i];
  }
  float *w = random_floats(total), *z = random_floats(columns);
  double adds = 0, seconds;
  int32_t count = 0;
  for (int32_t i = 0; i < inputs; i++) {
    if (random_bits() % 100 < 19) {
      active[count++] = i;
      adds += columns - start[i];
    }
  }
  MEASURE(seconds, kernels->sparse_forward(w, offset, start, columns, active, count, z));
  printf("sparse forward  %td x %td, %d ones: %.2f us a record, %.3f ns a weight\n", inputs, units,
         count, seconds * 1e6, seconds * 1e9 / adds);

  uint16_t *bits = aligned(inputs * batch / 8);
  double ones = 0;
  memset(bits, 0, inputs * batch / 8);
  for (ptrdiff_t i = 0; i < inputs; i++) {
    for (ptrdiff_t b = 0; b < 100; b++) {
      if (random_bits() % 100 >= 19) continue;
      bits[(i * batch + b) / 16] |= 1 << b % 16;
      ones += columns - start[i];
    }
  }
  float *dz = random_floats(batch * columns), *g = random_floats(total);
  MEASURE(seconds, for (ptrdiff_t i = 0; i < inputs; i++)
          kernels->sparse_gradient(g + offset[i], start[i], start[i], columns,
                                   bits + i * batch / 16, batch / 16, dz, columns));
  printf("sparse gradient %td x %td, 100 records, 19 %% ones: %.1f us, %.3f ns a term\n", inputs,
         units, seconds * 1e6, seconds * 1e9 / ones);
}

// MARK: - Elementwise

static void report_elements(const char *name, double seconds, double count) {
  printf("%-24s %7.3f ns an element %7.2f ns to 16\n", name, seconds * 1e9 / count,
         seconds * 1.6e10 / count);
}

static void elementwise(void) {
  static const char *const names[] = {"relu", "tanh", "sigmoid", "softplus", "softsign"};
  const ptrdiff_t rows = 500, lanes = 112, count = rows * lanes;
  float *h = random_floats(count), *d = random_floats(count), *saved = random_floats(count);
  uint16_t *bits = aligned(count / 8);
  double total[112] = {0}, seconds, copying;
  for (ptrdiff_t i = 0; i < count; i++) saved[i] *= 8;
  for (ptrdiff_t i = 0; i < count / 16; i++) bits[i] = (uint16_t)random_bits();
  if (wanted("activation")) {
    // Each round starts from the same values: the copy is measured and taken off.
    MEASURE(copying, memcpy(h, saved, count * sizeof *h));
    for (int a = 0; a < 5; a++) {
      char name[64];
      MEASURE(seconds, memcpy(h, saved, count * sizeof *h); kernels->activate(a, h, count));
      report_elements(names[a], seconds - copying, count);
      snprintf(name, sizeof name, "%s backward", names[a]);
      MEASURE(seconds, memcpy(d, saved, count * sizeof *h);
              kernels->activate_backward(a, h, d, count));
      report_elements(name, seconds - copying, count);
    }
  }
  if (wanted("likelihood")) {
    MEASURE(seconds,
            kernels->bernoulli_log_likelihood(saved, lanes, bits, rows, lanes, total));
    report_elements("log-likelihood", seconds, count);
    MEASURE(copying, memcpy(h, saved, count * sizeof *h));
    MEASURE(seconds, memcpy(h, saved, count * sizeof *h);
            kernels->bernoulli_backward(h, lanes, bits, rows, lanes, 100, total));
    report_elements("likelihood backward", seconds - copying, count);
  }
  if (wanted("layout")) {
    MEASURE(seconds, kernels->transpose(h, lanes, 496, lanes, d, 500));
    report_elements("transpose", seconds, 496.0 * lanes);
    MEASURE(seconds, kernels->row_sums(h, lanes, rows, lanes, d));
    report_elements("row sums", seconds, count);
    MEASURE(seconds, kernels->drop(h, bits, 1.0f, count));
    report_elements("drop", seconds, count);
    static const uint64_t streams[96];
    MEASURE(seconds, kernels->philox_fill(1, 2, streams, 96, 0, count / 384, (uint32_t *)h, 96));
    report_elements("philox words", seconds, count);
  }
}

static void optimizers(ptrdiff_t count) {
  if (!wanted("optimizer")) return;
  const struct made_step step = {.rate = 1e-3f, .momentum = 0.9f, .second = 0.999f,
                                 .epsilon = 1e-8f, .correction1 = 10, .correction2 = 1000,
                                 .scale = 0.01f};
  float *w = random_floats(count), *g = random_floats(count);
  float *m = random_floats(count), *s = random_floats(count);
  double seconds;
  for (ptrdiff_t i = 0; i < count; i++) m[i] = s[i] = 1;
  printf("optimizers, %td weights\n", count);
  MEASURE(seconds, kernels->sgd(w, g, m, count, &step));
  report_elements("sgd", seconds, count);
  MEASURE(seconds, kernels->adagrad(w, g, s, count, &step));
  report_elements("adagrad", seconds, count);
  MEASURE(seconds, kernels->adadelta(w, g, m, s, count, &step));
  report_elements("adadelta", seconds, count);
  MEASURE(seconds, kernels->rmsprop(w, g, s, count, &step));
  report_elements("rmsprop", seconds, count);
  MEASURE(seconds, kernels->adam(w, g, m, s, count, &step));
  report_elements("adam", seconds, count);
}

int main(int argc, char **argv) {
  kernels = made_kernels();
  filter = argc > 1 && argv[1][0] != 0 ? argv[1] : NULL;
  printf("%s, register peak %.1f GFLOP/s\n", kernels->name, peak(1000));
  static const ptrdiff_t sizes[][2] = {{500, 784}, {784, 500}, {2000, 784}, {2000, 2000},
                                       {1024, 1024}};
  static const ptrdiff_t lanes[] = {96, 112, 128};
  for (int size = 0; size < 5; size++) {
    for (int i = 0; i < 3; i++) {
      ptrdiff_t batch = lanes[i] < 100 ? lanes[i] : 100;
      products(sizes[size][0], sizes[size][1], lanes[i], batch);
    }
  }
  sparse(784, 500);
  sparse(784, 2000);
  elementwise();
  optimizers(4096);
  optimizers(200000);
  return 0;
}
