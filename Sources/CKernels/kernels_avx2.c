// The kernels for AVX2 with FMA: 16 registers of 8 floats, fused multiply-add.

#if defined(__x86_64__)

#define VARIANT made_kernels_avx2
#define VARIANT_NAME "avx2"
#define WIDTH 8
#define FUSED 1
#define HAS_BF16 0
// 4 x 2 accumulators keep two multipliers of four cycles busy. 4 x 3 would fit 16 registers exactly,
// too exactly: the compiler's allocator moves and spills, and the loop runs at half the speed.
#define TILE_ROWS 4
#define TILE_VECTORS 2
#define VARIANT_TARGET target("avx2,avx,fma,bmi,bmi2,popcnt,lzcnt")

#include "kernels/all.h"

#endif
