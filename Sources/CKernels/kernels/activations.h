// Nonlinearities and their derivatives. NaN stays NaN, so a diverging fit is seen as one.

INLINE vf relu(vf z) { return positive_part(z); }

/// tanh z = (1 - exp(-2|z|)) / (1 + exp(-2|z|)) with the sign of z.
INLINE vf tanh_vector(vf z) {
  vf numerator = one_minus_exp(-2.0f * absolute(z));
  vf magnitude = numerator / (2.0f - numerator);
  return float_of(bits_of(magnitude) | (bits_of(z) & (int32_t)0x80000000));
}

/// 1 / (1 + exp(-z)), written so that the small side keeps its relative accuracy.
INLINE vf sigmoid(vf z) {
  vf e = exp_minus_absolute(z);
  return choose(z < (vf)0.0f, e, (vf)1.0f) / (1.0f + e);
}

INLINE vf softplus(vf z) { return positive_part(z) + log_one_plus(exp_minus_absolute(z)); }

/// z / (1 + |z|); infinity counts as the largest number, so that the result is 1 and not NaN.
INLINE vf softsign(vf z) {
  const float largest = 3.4028235e38f;
  z = choose(z > (vf)largest, (vf)largest, z);
  z = choose(z < (vf)-largest, (vf)-largest, z);
  return z / (1.0f + absolute(z));
}

// Derivatives in terms of the activation h.
INLINE vf relu_slope(vf h, vf d) { return keep(h > (vf)0.0f, d); }
INLINE vf tanh_slope(vf h, vf d) { return d * ((1.0f - h) * (1.0f + h)); }
INLINE vf sigmoid_slope(vf h, vf d) { return d * (h * (1.0f - h)); }
/// The slope of softplus is the sigmoid, which is 1 - exp(-softplus).
INLINE vf softplus_slope(vf h, vf d) { return d * one_minus_exp(-h); }
INLINE vf softsign_slope(vf h, vf d) {
  vf rest = 1.0f - absolute(h);
  return d * (rest * rest);
}

#define EACH(function)                                       \
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {             \
    store(h + i, function(load(h + i)));                     \
  }                                                          \
  break
#define EACH_SLOPE(function)                                 \
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {             \
    store(d + i, function(load(h + i), load(d + i)));        \
  }                                                          \
  break

static void activate(int32_t activation, float *h, ptrdiff_t count) {
  switch (activation) {
    case MADE_RELU: EACH(relu);
    case MADE_TANH: EACH(tanh_vector);
    case MADE_SIGMOID: EACH(sigmoid);
    case MADE_SOFTPLUS: EACH(softplus);
    case MADE_SOFTSIGN: EACH(softsign);
  }
}

static void activate_backward(int32_t activation, const float *h, float *d, ptrdiff_t count) {
  switch (activation) {
    case MADE_RELU: EACH_SLOPE(relu_slope);
    case MADE_TANH: EACH_SLOPE(tanh_slope);
    case MADE_SIGMOID: EACH_SLOPE(sigmoid_slope);
    case MADE_SOFTPLUS: EACH_SLOPE(softplus_slope);
    case MADE_SOFTSIGN: EACH_SLOPE(softsign_slope);
  }
}

#undef EACH
#undef EACH_SLOPE
