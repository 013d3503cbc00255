// One step of each update rule over flat arrays. A weight whose gradient is always 0 never moves,
// provided that epsilon is positive: dead weights stay 0.

INLINE vf root(vf v) { return __builtin_elementwise_sqrt(v); }

/// rho s + (1 - rho) x^2.
INLINE vf decayed_square(vf s, vf x, float rho) {
  return fma_vector((vf)rho, s, (1.0f - rho) * (x * x));
}

static void approach(float *a, const float *w, float share, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {
    vf average = load(a + i);
    store(a + i, fma_vector((vf)share, load(w + i) - average, average));
  }
}

static void scale(float *w, float factor, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i += WIDTH) store(w + i, load(w + i) * factor);
}

static int bounded(const float *x, float limit, ptrdiff_t count) {
  vi within = (vi)(lane_numbers() >= 0);
  for (ptrdiff_t i = 0; i < count; i += WIDTH) within &= (vi)(absolute(load(x + i)) < limit);
  for (int lane = 0; lane < WIDTH; lane++) {
    if (within[lane] == 0) return 0;
  }
  return 1;
}

static void sgd(float *w, const float *g, float *v, ptrdiff_t count,
                const struct made_step *step) {
  const float rate = step->rate, momentum = step->momentum, scale = step->scale;
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {
    vf gradient = load(g + i) * scale;
    vf velocity = fma_vector((vf)momentum, load(v + i), -(rate * gradient));
    store(v + i, velocity);
    store(w + i, load(w + i) + velocity);
  }
}

static void adagrad(float *w, const float *g, float *s, ptrdiff_t count,
                    const struct made_step *step) {
  const float rate = step->rate, epsilon = step->epsilon, scale = step->scale;
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {
    vf gradient = load(g + i) * scale;
    vf sum = fma_vector(gradient, gradient, load(s + i));
    store(s + i, sum);
    store(w + i, load(w + i) - rate * gradient / (root(sum) + epsilon));
  }
}

static void adadelta(float *w, const float *g, float *s, float *u, ptrdiff_t count,
                     const struct made_step *step) {
  const float rate = step->rate, rho = step->momentum;
  const float epsilon = step->epsilon, scale = step->scale;
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {
    vf gradient = load(g + i) * scale;
    vf mean = decayed_square(load(s + i), gradient, rho);
    vf steps = load(u + i);
    vf change = root(steps + epsilon) / root(mean + epsilon) * gradient;
    store(s + i, mean);
    store(u + i, decayed_square(steps, change, rho));
    store(w + i, load(w + i) - rate * change);
  }
}

static void rmsprop(float *w, const float *g, float *s, ptrdiff_t count,
                    const struct made_step *step) {
  const float rate = step->rate, rho = step->momentum;
  const float epsilon = step->epsilon, scale = step->scale;
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {
    vf gradient = load(g + i) * scale;
    vf mean = decayed_square(load(s + i), gradient, rho);
    store(s + i, mean);
    store(w + i, load(w + i) - rate * gradient / (root(mean) + epsilon));
  }
}

static void adam(float *w, const float *g, float *m, float *s, ptrdiff_t count,
                 const struct made_step *step) {
  const float beta1 = step->momentum, beta2 = step->second, scale = step->scale;
  const float rate = step->rate * step->correction1, correction2 = step->correction2;
  const float epsilon = step->epsilon;
  for (ptrdiff_t i = 0; i < count; i += WIDTH) {
    vf gradient = load(g + i) * scale;
    vf first = fma_vector((vf)beta1, load(m + i), (1.0f - beta1) * gradient);
    vf second = decayed_square(load(s + i), gradient, beta2);
    store(m + i, first);
    store(s + i, second);
    store(w + i, load(w + i) - rate * first / (root(second * correction2) + epsilon));
  }
}
