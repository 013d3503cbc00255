// The tables of the variants, for dispatch.c. A build has those that its architecture can have.

#ifndef MADE_VARIANTS_H
#define MADE_VARIANTS_H

#include "CKernels.h"

#if defined(__x86_64__)
extern const struct made_kernels made_kernels_avx512bf16;
extern const struct made_kernels made_kernels_avx512;
extern const struct made_kernels made_kernels_avx2;
#endif
extern const struct made_kernels made_kernels_portable;

#endif
