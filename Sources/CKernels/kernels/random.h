// Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
// 2011): a keyed mixing of a counter, so any word of a stream can be had without those before it.

/// Counters that are mixed side by side: one to a stream.
#define COUNTERS 8

typedef uint64_t v8u __attribute__((ext_vector_type(COUNTERS)));
typedef uint32_t v8w __attribute__((ext_vector_type(COUNTERS)));

/// The four words of block `block` of eight streams, one word to a row of `out`.
INLINE void philox_streams(uint64_t key, uint32_t purpose, const uint64_t *numbers, uint32_t block,
                           uint32_t *out, ptrdiff_t ldout) {
  const v8u low = 0xffffffff;
  v8u index;
  __builtin_memcpy(&index, numbers, sizeof index);
  uint32_t key0 = (uint32_t)key, key1 = (uint32_t)(key >> 32);
  // One word to a 64-bit lane. The upper half of a lane does not matter: the multiplier reads the lower
  // half only.
  v8u c[4] = {(uint64_t)block, (uint64_t)purpose, index, index >> 32};
  UNROLLED
  for (int round = 0; round < 10; round++) {
    v8u product0 = (c[0] & low) * (v8u)0xD2511F53;
    v8u product1 = (c[2] & low) * (v8u)0xCD9E8D57;
    c[0] = (product1 >> 32) ^ c[1] ^ (uint64_t)key0;
    c[1] = product1;
    c[2] = (product0 >> 32) ^ c[3] ^ (uint64_t)key1;
    c[3] = product0;
    // The golden ratio and the square root of 3 less 1, as fractions of 2^32.
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  UNROLLED
  for (int word = 0; word < 4; word++) {
    v8w words = __builtin_convertvector(c[word] & low, v8w);
    __builtin_memcpy(out + word * ldout, &words, sizeof words);
  }
}

static void philox_fill(uint64_t key, uint32_t purpose, const uint64_t *index, ptrdiff_t streams,
                        uint32_t block, ptrdiff_t blocks, uint32_t *out, ptrdiff_t ldout) {
  for (ptrdiff_t i = 0; i < streams; i += COUNTERS) {
    for (ptrdiff_t b = 0; b < blocks; b++) {
      philox_streams(key, purpose, index + i, block + (uint32_t)b, out + 4 * b * ldout + i, ldout);
    }
  }
}

static void keep_pattern(uint64_t key, uint32_t purpose, uint64_t index, ptrdiff_t streams,
                         uint32_t threshold, uint16_t *keep) {
  uint64_t numbers[COUNTERS];
  uint32_t words[8 * COUNTERS];
  for (ptrdiff_t i = 0; i < streams; i += COUNTERS) {
    for (int lane = 0; lane < COUNTERS; lane++) numbers[lane] = index + (uint64_t)(i + lane);
    ptrdiff_t used = streams - i < COUNTERS ? streams - i : COUNTERS;
    for (uint32_t half = 0; half < 8; half++) {
      philox_streams(key, purpose, numbers, 2 * half, words, COUNTERS);
      philox_streams(key, purpose, numbers, 2 * half + 1, words + 4 * COUNTERS, COUNTERS);
      v8w bits = 0;
      UNROLLED
      for (int pair = 0; pair < 8; pair++) {
        v8w drawn;
        __builtin_memcpy(&drawn, words + pair * COUNTERS, sizeof drawn);
        // A comparison gives all ones for true.
        bits |= (v8w)((drawn & 0xffff) >= (v8w)threshold) & (1u << (2 * pair));
        bits |= (v8w)((drawn >> 16) >= (v8w)threshold) & (2u << (2 * pair));
      }
      for (ptrdiff_t lane = 0; lane < used; lane++) {
        keep[(i + lane) * 8 + half] = (uint16_t)bits[lane];
      }
    }
  }
}
