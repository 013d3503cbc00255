// The kernels for AVX2 with FMA: 16 registers of 8 floats, fused multiply-add.

#if defined(__x86_64__)

#define VARIANT made_kernels_avx2
#define VARIANT_NAME "avx2"
#define WIDTH 8
#define FUSED 1
#define HAS_BF16 0
// 4 x 3 accumulators, 3 vectors of the right factor, a broadcast: 16 registers exactly. 4 x 2 would be just enough
// to keep two multipliers of four cycles busy, and every hitch would show.
#define TILE_ROWS 4
#define TILE_VECTORS 3
#define TILE_FILLS_REGISTERS 1
#define VARIANT_TARGET target("avx2,avx,fma,bmi,bmi2,popcnt,lzcnt")

#include "kernels/all.h"

#endif
