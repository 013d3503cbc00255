// Bernoulli conditionals in logit form.
//
// With u = z where the bit is 0 and u = -z where it is 1, the negative log-likelihood is
// max(u, 0) + log1p(exp(-|u|)) and its slope in z is sigmoid(u), with the sign turned back: no
// difference of nearly equal numbers for any z.

#define SIGN_BIT ((int32_t)0x80000000)

/// total[0 ..< WIDTH] -= loss, in Double.
INLINE void subtract(double *total, vf loss) {
  vd sum;
  __builtin_memcpy(&sum, total, sizeof sum);
  sum -= __builtin_convertvector(loss, vd);
  __builtin_memcpy(total, &sum, sizeof sum);
}

static void bernoulli_log_likelihood(const float *z, ptrdiff_t ldz, const uint16_t *bits,
                                     ptrdiff_t rows, ptrdiff_t lanes, double *total) {
  ptrdiff_t words = lanes / 16;
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (ptrdiff_t j = 0; j < words; j++) {
      UNROLLED
      for (int part = 0; part < 16 / WIDTH; part++) {
        ptrdiff_t lane = j * 16 + part * WIDTH;
        vi sign = lanes_of_bits(bits[r * words + j], part) & SIGN_BIT;
        vf u = float_of(bits_of(load(z + r * ldz + lane)) ^ sign);
        subtract(total + lane, softplus(u));
      }
    }
  }
}

static void log_sigmoid(float *z, float *zeros, ptrdiff_t lanes) {
  for (ptrdiff_t lane = 0; lane < lanes; lane += WIDTH) {
    vf u = load(z + lane);
    store(zeros + lane, -softplus(u));
    store(z + lane, -softplus(-u));
  }
}

static void bernoulli_backward(float *z, ptrdiff_t ldz, const uint16_t *bits, ptrdiff_t rows,
                               ptrdiff_t lanes, ptrdiff_t batch, double *total) {
  ptrdiff_t words = lanes / 16;
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (ptrdiff_t j = 0; j < words; j++) {
      UNROLLED
      for (int part = 0; part < 16 / WIDTH; part++) {
        ptrdiff_t lane = j * 16 + part * WIDTH;
        vi real = lane_numbers() < (vi)((int32_t)(batch - lane));
        vi sign = lanes_of_bits(bits[r * words + j], part) & SIGN_BIT;
        float *place = z + r * ldz + lane;
        vf u = float_of(bits_of(load(place)) ^ sign);
        vf e = exp_minus_absolute(u);
        vf slope = choose(u < (vf)0.0f, e, (vf)1.0f) / (1.0f + e);
        vf loss = positive_part(u) + log_one_plus(e);
        store(place, keep(real, float_of(bits_of(slope) ^ sign)));
        subtract(total + lane, keep(real, loss));
      }
    }
  }
}

#undef SIGN_BIT
