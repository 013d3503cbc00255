// Numbers on a grid: mixtures of logistic distributions, integrated over the cells of the grid.
//
// A cell reaches from `low` to `high`, both on the scale T on which the mixture stands. With a = (low - m) / s,
// b = (high - m) / s and w = b - a, the mass of a logistic with place m and scale s is
//
//     F(b) - F(a) = F(b) (1 - F(a)) (1 - exp(-w)),     F(x) = 1 / (1 + exp(-x))
//
// Nothing is lost in that product, however far out or narrow the cell: its logarithm is
//
//     -softplus(-b) - softplus(a) + log(1 - exp(-w))
//
// and w comes from the width of the cell, which is kept beside its ends, for a cell may be narrower than the
// difference of two floats. An end may be infinite; it is +-1e30 then.

/// What a lane adds for a part that its value does not have: exp of it is 0.
#define NO_MASS (-1e30f)

/// Place and scale of a component: s = least + exp(r), with r no further from 0 than 60.
struct logistic {
  vf place;
  vf growth;   // exp(r)
  vf inverse;  // 1 / s
  vf log;      // log s
};

INLINE struct logistic logistic_at(const float *place, const float *r, float least) {
  struct logistic c;
  vf power = load(r);
  power = choose(power > 60.0f, (vf)60.0f, choose(power < -60.0f, (vf)-60.0f, power));
  vf e = exp_of_negative(-absolute(power));
  vf inverse = 1.0f / e;
  vi below = power < 0.0f;
  c.place = load(place);
  c.growth = choose(below, e, inverse);
  c.inverse = 1.0f / (least + c.growth);
  c.log = power + log_of_sum(least * choose(below, inverse, e));
  return c;
}

/// A cell of the grid in every lane; rows of `made_mixture`'s cells.
struct grid_cell {
  vf low, high, width, logWidth;
};

INLINE struct grid_cell grid_cell_at(const float *rows, ptrdiff_t lanes) {
  struct grid_cell cell = {load(rows), load(rows + lanes), load(rows + 2 * lanes),
                           load(rows + 3 * lanes)};
  return cell;
}

/// log(F(b) - F(a)).
INLINE vf log_mass(const struct logistic *c, const struct grid_cell *cell) {
  vf a = (cell->low - c->place) * c->inverse;
  vf b = (cell->high - c->place) * c->inverse;
  vf w = cell->width * c->inverse;
  // log((1 - exp(-w)) / w) = -w/2 + w^2/24 - w^4/2880 + ... where w is small.
  vf w2 = w * w;
  vf narrow = fma_vector(w2, fma_vector(w2, fma_vector(w2, (vf)5.5114638e-6f, (vf)-3.4722222e-4f),
                                        (vf)0.041666668f),
                         -0.5f * w);
  narrow += cell->logWidth - c->log;
  vf e = exp_of_negative(-w);
  vf wide = -log_of_sum(e / one_minus_exp(-w));
  vf inside = choose(w < 0.5f, narrow, wide);
  vf mass = inside - softplus(-b) - softplus(a);
  return choose(cell->logWidth < 0.5f * NO_MASS, (vf)NO_MASS, mass);
}

/// F(x), without cancellation for any x.
INLINE vf logistic_of(vf x) {
  vf e = exp_of_negative(-absolute(x));
  return choose(x < 0.0f, e, (vf)1.0f) / (1.0f + e);
}

/// The slopes of `log_mass` in m and r.
INLINE void mass_slopes(const struct logistic *c, const struct grid_cell *cell, vf *byPlace,
                        vf *byPower) {
  vf a = (cell->low - c->place) * c->inverse;
  vf b = (cell->high - c->place) * c->inverse;
  vf w = cell->width * c->inverse;
  vf above = logistic_of(a), below = logistic_of(-b);
  // w / (exp(w) - 1) = 1 - w/2 + w^2/12 - w^4/720 + ... where w is small.
  vf w2 = w * w;
  vf narrow = fma_vector(w2, fma_vector(w2, (vf)-1.3888889e-3f, (vf)0.083333336f),
                         fma_vector(w, (vf)-0.5f, (vf)1.0f));
  vf e = exp_of_negative(-w);
  vf wide = w * e / one_minus_exp(-w);
  vf spread = choose(w < 0.25f, narrow, wide);
  *byPlace = c->inverse * (above - below);
  *byPower = c->growth * c->inverse * (a * above - b * below - spread);
}

/// log of the sum of exp of `count` rows, and the largest of them.
INLINE vf log_sum(const vf *terms, int32_t count) {
  vf largest = terms[0];
  for (int32_t k = 1; k < count; k++) largest = choose(terms[k] > largest, terms[k], largest);
  vf sum = 0.0f;
  for (int32_t k = 0; k < count; k++) sum += exp_of_negative(terms[k] - largest);
  return largest + log_of_sum(sum - 1.0f);
}

/// What a mixture says of a vector of lanes.
struct mixed {
  vf terms[2][MADE_COMPONENTS];  // log(weight mass) of the components but for the weights' sum, by part
  vf mass[2];                    // log of the sum of exp of these
  vf weights;                    // log of the sum of the exp of the logits of components
  vf heads;                      // log of the sum of the exp of the heads
  vf phases;                     // log of the sum of the exp of the logits of phases
  vf share;                      // log of the share that the last part has for the phase of the value
  vf whole;                      // log of what the heads have for the value, times their sum
  struct logistic components[MADE_COMPONENTS];
};

/// The sum of all phases, and what the phase of each lane has of it.
INLINE void phases_of(const struct made_mixture *m, const float *z, ptrdiff_t ldz, vf phase, vf *sum,
                      vf *share) {
  vf largest = load(z), own = 0.0f, total = 0.0f;
  for (int32_t p = 0; p < m->phases; p++) {
    vf logit = load(z + p * ldz);
    largest = choose(logit > largest, logit, largest);
    own = choose(phase == (float)p, logit, own);
  }
  for (int32_t p = 0; p < m->phases; p++) total += exp_of_negative(load(z + p * ldz) - largest);
  *sum = largest + log_of_sum(total - 1.0f);
  *share = own - *sum + m->share;
}

INLINE struct mixed mix(const struct made_mixture *m, const float *z, ptrdiff_t ldz,
                        const int32_t *codes, const float *cells, ptrdiff_t lanes) {
  struct mixed x;
  const float *logits = z + m->heads * ldz;
  vf own[MADE_COMPONENTS];
  int32_t parts = m->listed + 1 < m->heads ? 2 : 1;
  for (int32_t k = 0; k < m->components; k++) {
    struct logistic c =
        logistic_at(logits + (m->components + k) * ldz, logits + (2 * m->components + k) * ldz, m->least);
    x.components[k] = c;
    own[k] = load(logits + k * ldz);
    for (int32_t part = 0; part < parts; part++) {
      struct grid_cell cell = grid_cell_at(cells + part * MADE_CELL_ROWS * lanes, lanes);
      x.terms[part][k] = own[k] + log_mass(&c, &cell);
    }
  }
  x.weights = log_sum(own, m->components);
  vf best = NO_MASS, largest = load(z);
  x.phases = x.share = 0.0f;
  if (m->phases) phases_of(m, logits + 3 * m->components * ldz, ldz,
                           load(cells + parts * MADE_CELL_ROWS * lanes), &x.phases, &x.share);
  for (int32_t part = 0; part < parts; part++) {
    x.mass[part] = log_sum(x.terms[part], m->components);
    if (part == 0) x.mass[part] += x.share;
    vf term = load(z + (m->heads - 1 - part) * ldz) + x.mass[part] - x.weights;
    best = choose(term > best, term, best);
  }
  vf listed = NO_MASS;
  for (int32_t h = 0; h < m->heads; h++) {
    vf head = load(z + h * ldz);
    largest = choose(head > largest, head, largest);
    if (h < m->listed) listed = choose(lanes_of_code(codes, h), head, listed);
  }
  best = choose(listed > best, listed, best);
  vf sum = 0.0f, whole = exp_of_negative(listed - best);
  for (int32_t h = 0; h < m->heads; h++) sum += exp_of_negative(load(z + h * ldz) - largest);
  for (int32_t part = 0; part < parts; part++) {
    vf term = load(z + (m->heads - 1 - part) * ldz) + x.mass[part] - x.weights;
    whole += exp_of_negative(term - best);
  }
  x.heads = largest + log_of_sum(sum - 1.0f);
  x.whole = best + log_of_sum(whole - 1.0f);
  return x;
}

static void mixture_log_likelihood(const struct made_mixture *m, const float *z, ptrdiff_t ldz,
                                   const int32_t *codes, const float *cells, ptrdiff_t lanes,
                                   double *total) {
  for (ptrdiff_t lane = 0; lane < lanes; lane += WIDTH) {
    struct mixed x = mix(m, z + lane, ldz, codes + lane, cells + lane, lanes);
    subtract(total + lane, x.heads - x.whole);
  }
}

static void mixture_backward(const struct made_mixture *m, float *z, ptrdiff_t ldz,
                             const int32_t *codes, const float *cells, ptrdiff_t lanes,
                             ptrdiff_t batch, double *total) {
  int32_t parts = m->listed + 1 < m->heads ? 2 : 1;
  for (ptrdiff_t lane = 0; lane < lanes; lane += WIDTH) {
    vi real = lane_numbers() < (vi)((int32_t)(batch - lane));
    struct mixed x = mix(m, z + lane, ldz, codes + lane, cells + lane, lanes);
    subtract(total + lane, keep(real, x.heads - x.whole));
    vf share[2] = {0.0f, 0.0f};
    for (int32_t h = 0; h < m->heads; h++) {
      float *place = z + h * ldz + lane;
      vf head = load(place);
      int32_t part = m->heads - 1 - h;
      vf given;
      if (h < m->listed) {
        given = keep(lanes_of_code(codes + lane, h), exp_of_negative(head - x.whole));
      } else {
        given = exp_of_negative(head + x.mass[part] - x.weights - x.whole);
        share[part] = given;
      }
      store(place, keep(real, exp_of_negative(head - x.heads) - given));
    }
    float *logits = z + m->heads * ldz + lane;
    for (int32_t k = 0; k < m->components; k++) {
      float *own = logits + k * ldz;
      float *place = logits + (m->components + k) * ldz;
      float *power = logits + (2 * m->components + k) * ldz;
      const struct logistic c = x.components[k];
      vf byPlace = 0.0f, byPower = 0.0f;
      vf weight = (share[0] + share[1]) * exp_of_negative(load(own) - x.weights);
      for (int32_t part = 0; part < parts; part++) {
        struct grid_cell cell = grid_cell_at(cells + lane + part * MADE_CELL_ROWS * lanes, lanes);
        vf slopeOfPlace, slopeOfPower;
        mass_slopes(&c, &cell, &slopeOfPlace, &slopeOfPower);
        vf mass = part == 0 ? x.mass[part] - x.share : x.mass[part];
        vf q = share[part] * exp_of_negative(x.terms[part][k] - mass);
        // A part without mass has no slope, but its cell is not a number's.
        vi counts = q > 0.0f;
        weight -= keep(counts, q);
        byPlace -= keep(counts, q * slopeOfPlace);
        byPower -= keep(counts, q * slopeOfPower);
      }
      store(own, keep(real, weight));
      store(place, keep(real, byPlace));
      store(power, keep(real, byPower));
    }
    float *phases = logits + 3 * m->components * ldz;
    for (int32_t p = 0; p < m->phases; p++) {
      float *place = phases + p * ldz;
      vf phase = load(cells + lane + parts * MADE_CELL_ROWS * lanes);
      vf given = keep(phase == (float)p, (vf)1.0f);
      store(place, keep(real, share[0] * (exp_of_negative(load(place) - x.phases) - given)));
    }
  }
}
