// Softmax conditionals in logit form.
//
// With m the largest logit of a lane and `rest` the sum of exp(z - m) over all rows but the first whose
// logit is m, the log of the sum of exp is m + log1p(rest): it does not overflow for any z, and no digit
// of a small rest is lost.

/// The largest of each lane's logits; NaN where the first is NaN.
INLINE vf largest_logit(const float *z, ptrdiff_t ldz, ptrdiff_t rows) {
  vf largest = load(z);
  for (ptrdiff_t r = 1; r < rows; r++) {
    vf value = load(z + r * ldz);
    largest = choose(value > largest, value, largest);
  }
  return largest;
}

/// log(1 + rest) for rest >= 0 of any size; NaN stays NaN.
INLINE vf log_of_sum(vf rest) {
  // 1 + rest is 2^power times a number in 1...2.
  vf sum = 1.0f + rest;
  vi power = (bits_of(sum) >> 23) - 127;
  vf fraction = float_of(bits_of(sum) - (power << 23)) - 1.0f;
  vf t = choose(power == 0, rest, fraction);
  vf log = fma_vector(__builtin_convertvector(power, vf), (vf)0.69314718f, log_one_plus(t));
  return choose(rest == rest, log, rest);
}

/// The state of a vector of lanes during the second pass over the rows.
struct peak {
  vf largest;
  vi found;  // all ones once the row of the largest logit has come
  vf rest;
};

/// Adds a row: `first` becomes whether it is the one of the largest logit, `difference` becomes z - m.
/// Returns exp(z - m).
INLINE vf add_row(struct peak *peak, vf z, vi *first, vf *difference) {
  *first = (z == peak->largest) & ~peak->found;
  peak->found |= *first;
  *difference = keep(~*first, z - peak->largest);
  vf e = choose(*first, (vf)1.0f, exp_of_negative(*difference));
  peak->rest += keep(~*first, e);
  return e;
}

INLINE struct peak start_peak(vf largest) {
  struct peak peak = {.largest = largest, .found = (vi)0, .rest = (vf)0.0f};
  return peak;
}

/// All ones in the lanes whose code is `code`.
INLINE vi lanes_of_code(const int32_t *codes, ptrdiff_t code) {
  vi own;
  __builtin_memcpy(&own, codes, sizeof own);
  return own == (vi)((int32_t)code);
}

static void softmax_log_likelihood(const float *z, ptrdiff_t ldz, const int32_t *codes,
                                   ptrdiff_t rows, ptrdiff_t lanes, double *total) {
  for (ptrdiff_t lane = 0; lane < lanes; lane += WIDTH) {
    struct peak peak = start_peak(largest_logit(z + lane, ldz, rows));
    vf chosen = 0.0f;
    for (ptrdiff_t r = 0; r < rows; r++) {
      vi first;
      vf difference;
      add_row(&peak, load(z + r * ldz + lane), &first, &difference);
      chosen += keep(lanes_of_code(codes + lane, r), difference);
    }
    subtract(total + lane, log_of_sum(peak.rest) - chosen);
  }
}

static void log_softmax(float *z, ptrdiff_t ldz, ptrdiff_t rows, ptrdiff_t lanes) {
  for (ptrdiff_t lane = 0; lane < lanes; lane += WIDTH) {
    struct peak peak = start_peak(largest_logit(z + lane, ldz, rows));
    for (ptrdiff_t r = 0; r < rows; r++) {
      float *place = z + r * ldz + lane;
      vi first;
      vf difference;
      add_row(&peak, load(place), &first, &difference);
      store(place, difference);
    }
    vf log = log_of_sum(peak.rest);
    for (ptrdiff_t r = 0; r < rows; r++) {
      float *place = z + r * ldz + lane;
      store(place, load(place) - log);
    }
  }
}

static void softmax_backward(float *z, ptrdiff_t ldz, const int32_t *codes, ptrdiff_t rows,
                             ptrdiff_t lanes, ptrdiff_t batch, double *total) {
  for (ptrdiff_t lane = 0; lane < lanes; lane += WIDTH) {
    vi real = lane_numbers() < (vi)((int32_t)(batch - lane));
    vf largest = largest_logit(z + lane, ldz, rows);
    struct peak peak = start_peak(largest);
    vf chosen = 0.0f;
    for (ptrdiff_t r = 0; r < rows; r++) {
      vi first;
      vf difference;
      vf e = add_row(&peak, load(z + r * ldz + lane), &first, &difference);
      chosen += keep(lanes_of_code(codes + lane, r), difference);
      store(z + r * ldz + lane, e);
    }
    subtract(total + lane, keep(real, log_of_sum(peak.rest) - chosen));
    // p - 1 is -rest / sum at the largest logit, where p is near 1, and (e - sum) / sum elsewhere.
    vf sum = 1.0f + peak.rest;
    vi found = 0;
    for (ptrdiff_t r = 0; r < rows; r++) {
      vf e = load(z + r * ldz + lane);
      vi first = (e == 1.0f) & ~found;
      found |= first;
      vi one = lanes_of_code(codes + lane, r);
      vf slope = choose(one, choose(first, -peak.rest, e - sum), e) / sum;
      store(z + r * ldz + lane, keep(real, slope));
    }
  }
}

static void softmax(float *z, ptrdiff_t ldz, ptrdiff_t rows, ptrdiff_t lanes, ptrdiff_t barred) {
  ptrdiff_t start = barred == 0 ? 1 : 0;
  for (ptrdiff_t lane = 0; lane < lanes; lane += WIDTH) {
    vf largest = load(z + start * ldz + lane);
    for (ptrdiff_t r = start + 1; r < rows; r++) {
      vf value = load(z + r * ldz + lane);
      if (r != barred) largest = choose(value > largest, value, largest);
    }
    struct peak peak = start_peak(largest);
    for (ptrdiff_t r = 0; r < rows; r++) {
      float *place = z + r * ldz + lane;
      vi first;
      vf difference;
      store(place, r == barred ? (vf)0.0f : add_row(&peak, load(place), &first, &difference));
    }
    vf sum = 1.0f + peak.rest;
    for (ptrdiff_t r = 0; r < rows; r++) {
      float *place = z + r * ldz + lane;
      store(place, load(place) / sum);
    }
  }
}
