// The kernels for AVX-512: 32 registers of 16 floats, fused multiply-add.

#if defined(__x86_64__)

#define VARIANT made_kernels_avx512
#define VARIANT_NAME "avx512"
#define WIDTH 16
#define FUSED 1
#define HAS_BF16 0
// 8 x 3 accumulators, 3 vectors of the right factor, a few broadcasts: fits 32 registers.
#define TILE_ROWS 8
#define TILE_VECTORS 3
#define TILE_FILLS_REGISTERS 0
#define VARIANT_TARGET \
  target("avx512f,avx512bw,avx512dq,avx512vl,fma,avx2,avx,bmi,bmi2,popcnt,lzcnt")

#include "kernels/all.h"

#endif
