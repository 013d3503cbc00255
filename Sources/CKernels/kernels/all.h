// One variant: included by every kernels_*.c, each of which first defines
//
//   VARIANT, VARIANT_NAME        the table's symbol and its name
//   VARIANT_TARGET               the attribute that gives every function its instruction set
//   WIDTH                        floats to a register
//   FUSED                        1 when the instruction set has a fused multiply-add
//   HAS_BF16                     1 when the instruction set multiplies pairs of bf16
//   TILE_ROWS, TILE_VECTORS      the register tile of the products
//   TILE_FILLS_REGISTERS         1 when a step of that tile needs every register there is
//
// Nothing here has a guard against being included twice: a source file is one variant.

#include "../variants.h"

// a * b + c is two roundings unless the source says fused: results must not depend on -O levels.
#pragma STDC FP_CONTRACT OFF

#ifdef VARIANT_TARGET
#pragma clang attribute push(__attribute__((VARIANT_TARGET)), apply_to = function)
#endif

#include "vector.h"

#include "exponential.h"

#include "activations.h"
#include "layout.h"
#include "likelihood.h"

#include "softmax.h"

#include "logistics.h"

#include "optimizers.h"
#include "tiles.h"

#include "products.h"

#include "pairs.h"

#include "bf16.h"
#include "random.h"
#include "sparse.h"

#include "evidence.h"
#include "rules.h"

#include "drawing_layers.h"

#include "drawing_columns.h"

#include "drawing.h"

#ifdef VARIANT_TARGET
#pragma clang attribute pop
#endif

const struct made_kernels VARIANT = {
    .name = VARIANT_NAME,
    .staircase_forward = staircase_forward,
    .staircase_backward = staircase_backward,
    .staircase_gradient = staircase_gradient,
    .staircase_forward_bf16 = staircase_forward_bf16,
    .staircase_backward_bf16 = staircase_backward_bf16,
    .staircase_gradient_bf16 = staircase_gradient_bf16,
    .sparse_forward = sparse_forward,
    .sparse_gradient = sparse_gradient,
    .activate = activate,
    .activate_backward = activate_backward,
    .bernoulli_log_likelihood = bernoulli_log_likelihood,
    .bernoulli_backward = bernoulli_backward,
    .log_sigmoid = log_sigmoid,
    .softmax_log_likelihood = softmax_log_likelihood,
    .softmax_backward = softmax_backward,
    .log_softmax = log_softmax,
    .softmax = softmax,
    .mixture_log_likelihood = mixture_log_likelihood,
    .mixture_backward = mixture_backward,
    .transpose = transpose,
    .gather = gather,
    .scatter = scatter,
    .row_sums = row_sums,
    .join = join,
    .drop = drop,
    .approach = approach,
    .scale = scale,
    .bounded = bounded,
    .sgd = sgd,
    .adagrad = adagrad,
    .adadelta = adadelta,
    .rmsprop = rmsprop,
    .adam = adam,
    .philox_fill = philox_fill,
    .keep_pattern = keep_pattern,
    .draw = draw,
};
