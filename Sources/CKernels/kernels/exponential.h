// exp and log1p where the nonlinearities need them: exp of what is not positive, log1p of what
// lies in 0...1. Polynomials fitted to minimal largest relative error on the reduced interval.

/// exp x in pieces, for x <= 0: exp x = scale * (1 + rest), |rest| < 0.42, scale a power of two.
struct exponential {
  vf scale;
  vf rest;
};

/// The argument -87.3 is just above log of the smallest normal float; below it exp is 0 here.
#define EXP_LOWEST (-87.3f)

/// exp x in pieces, x in EXP_LOWEST...0. Outside it the pieces mean nothing, but NaN stays NaN.
INLINE struct exponential exp_pieces(vf x) {
  // Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits.
  const float magic = 12582912.0f;
  vf shifted = fma_vector(x, (vf)1.44269504f, (vf)magic);
  vf whole = shifted - magic;
  // log 2 in two parts, the first with so few bits that its product with `whole` is exact.
  vf r = fma_vector(whole, (vf)-0.693359375f, x);
  r = fma_vector(whole, (vf)2.12194440e-4f, r);
  // (exp r - 1 - r) / r^2 to 3e-9 of exp r.
  vf r2 = r * r;
  vf low = fma_vector((vf)0.16666518f, r, (vf)0.5f);
  vf high = fma_vector((vf)0.008368918f, r, (vf)0.041666206f);
  high = fma_vector((vf)0.001395054f, r2, high);
  vf q = fma_vector(high, r2, low);
  struct exponential e;
  e.scale = float_of((bits_of(shifted) << 23) + 0x3f800000);
  e.rest = fma_vector(q, r2, r);
  return e;
}

/// exp x for x <= 0; results below the normal range are 0.
INLINE vf exp_of_negative(vf x) {
  struct exponential e = exp_pieces(x);
  vf y = fma_vector(e.scale, e.rest, e.scale);
  return keep(~(x < (vf)EXP_LOWEST), y);
}

/// 1 - exp x for x <= 0, without cancellation near 0.
INLINE vf one_minus_exp(vf x) {
  struct exponential e = exp_pieces(x);
  vf y = fma_vector(e.scale, -e.rest, 1.0f - e.scale);
  return choose(x < (vf)EXP_LOWEST, (vf)1.0f, y);
}

/// log(1 + t) for t in 0...1, relative error below 4e-7.
INLINE vf log_one_plus(vf t) {
  // Pairs, then pairs of pairs: the chain of dependent operations is half as long as Horner's.
  vf t2 = t * t;
  vf t4 = t2 * t2;
  vf p01 = fma_vector((vf)-0.49999902f, t, (vf)1.0f);
  vf p23 = fma_vector((vf)-0.24954134f, t, (vf)0.33329964f);
  vf p45 = fma_vector((vf)-0.15305594f, t, (vf)0.1967594f);
  vf p67 = fma_vector((vf)-0.05695954f, t, (vf)0.10603656f);
  vf p89 = fma_vector((vf)-0.0032440252f, t, (vf)0.019851463f);
  vf low = fma_vector(p23, t2, p01);
  vf middle = fma_vector(p67, t2, p45);
  vf high = fma_vector(p89, t4, middle);
  return t * fma_vector(high, t4, low);
}

/// max(v, 0), NaN where v is NaN.
INLINE vf positive_part(vf v) { return keep(~(v < (vf)0.0f), v); }

/// exp(-|z|).
INLINE vf exp_minus_absolute(vf z) { return exp_of_negative(-absolute(z)); }
