// What is known of the records that are drawn: the factors of their codes, and what they weigh.
//
// With the factor f_k of code k, from 0 (it is known to be another one) to 1 (nothing speaks against it),
// a code is drawn with a probability in proportion to p_k f_k, and the lane's weight grows by
//
//     log( sum over k of p_k f_k ),   p_k the probability given what was drawn before,
//
// the log-likelihood of what is known of this column. A factor of -1 for the first code says that nothing
// is known in this lane: the column is drawn as always, and weighs nothing. A binary column has one
// factor, which is its value: 0, 1, or -1.

/// The bit that is known, where the factors at `known` say so, in place of the one that was drawn; z is its logit.
INLINE vi take_known_bit(const float *known, vf z, vi drawn, double *weights) {
  vf factor = load(known);
  vi isGiven = factor >= (vf)0.0f;
  vi isOne = factor > (vf)0.5f;
  subtract(weights, keep(isGiven, softplus(choose(isOne, -z, z))));
  return (isGiven & isOne) | (~isGiven & drawn);
}

/// log y for y > 0, absolute error below 1e-6.
INLINE vf log_of_positive(vf y) {
  vi power = (bits_of(y) >> 23) - 127;
  vf fraction = float_of(bits_of(y) - (power << 23)) - 1.0f;
  return fma_vector(__builtin_convertvector(power, vf), (vf)0.69314718f, log_one_plus(fraction));
}

/// The factors of a code: what is known, or where nothing is (`isFree`) whether the code can be drawn.
INLINE vf known_factor(vi isFree, int isDrawn, const float *known) {
  return choose(isFree, (vf)(isDrawn ? 1.0f : 0.0f), load(known));
}

/// Logits z, (codes, lanes), become what codes are drawn in proportion to, none above 1.
///
/// known: (codes, lanes). `barred` and `unfilled` are codes that are never drawn where nothing is known, -1
/// without one.
NOINLINE void limit_codes(const float *known, ptrdiff_t codes, ptrdiff_t lanes, ptrdiff_t barred,
                          ptrdiff_t unfilled, float *z, double *weights) {
  for (ptrdiff_t lane = 0; lane < lanes; lane += WIDTH) {
    vi isFree = load(known + lane) < (vf)0.0f;
    vf largest = largest_logit(z + lane, lanes, codes);
    // The largest of those that can be drawn.
    vf possible = -__builtin_inff();
    for (ptrdiff_t k = 0; k < codes; k++) {
      vf value = load(z + k * lanes + lane);
      vf factor = known_factor(isFree, k != barred && k != unfilled, known + k * lanes + lane);
      possible = choose((factor > (vf)0.0f) & (value > possible), value, possible);
    }
    struct peak peak = start_peak(largest);
    vf sum = 0.0f;
    for (ptrdiff_t k = 0; k < codes; k++) {
      vf value = load(z + k * lanes + lane);
      vf factor = known_factor(isFree, k != barred && k != unfilled, known + k * lanes + lane);
      vi first;
      vf difference;
      add_row(&peak, value, &first, &difference);
      vf share = factor * exp_of_negative(keep(factor > (vf)0.0f, value - possible));
      store(z + k * lanes + lane, share);
      sum += share;
    }
    vf all = largest + log_of_sum(peak.rest);
    subtract(weights + lane, keep(~isFree, all - (possible + log_of_positive(sum))));
  }
}
