// The kernels in vectors of 4 floats that every 64-bit CPU has: SSE2 on x86-64, NEON on arm64.

#define VARIANT made_kernels_portable
#define VARIANT_NAME "portable"
#define WIDTH 4
#define HAS_BF16 0
#define TILE_FILLS_REGISTERS 0
#if defined(__aarch64__)
// 32 registers and a fused multiply-add in the base instruction set.
#define FUSED 1
#define TILE_ROWS 8
#define TILE_VECTORS 2
#else
#define FUSED 0
#define TILE_ROWS 4
#define TILE_VECTORS 2
#endif

#include "kernels/all.h"
