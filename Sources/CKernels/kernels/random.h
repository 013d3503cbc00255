// Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
// 2011): a keyed mixing of a counter, so any word of the stream can be had without those before it.

/// Counters that are mixed side by side, and the words that they give.
#define COUNTERS 8
#define COUNTER_WORDS (4 * COUNTERS)

typedef uint64_t v8u __attribute__((ext_vector_type(COUNTERS)));

/// The four words of each of the counters `first` to `first + 7`.
INLINE void philox_counters(uint64_t key, uint64_t first, uint32_t *out) {
  const v8u low = 0xffffffff;
  const v8u steps = {0, 1, 2, 3, 4, 5, 6, 7};
  uint32_t key0 = (uint32_t)key, key1 = (uint32_t)(key >> 32);
  // One word to a 64-bit lane. What stands in a lane's upper half is of no account: the multiplier
  // reads the lower half only.
  v8u c0 = first + steps;
  v8u c1 = c0 >> 32;
  v8u c2 = 0, c3 = 0;
  UNROLLED
  for (int round = 0; round < 10; round++) {
    v8u product0 = (c0 & low) * (v8u)0xD2511F53;
    v8u product1 = (c2 & low) * (v8u)0xCD9E8D57;
    c0 = (product1 >> 32) ^ c1 ^ (uint64_t)key0;
    c1 = product1;
    c2 = (product0 >> 32) ^ c3 ^ (uint64_t)key1;
    c3 = product0;
    // The golden ratio and the square root of 3 less 1, as fractions of 2^32.
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  v8u even = (c0 & low) | c1 << 32;
  v8u odd = (c2 & low) | c3 << 32;
  v8u front = __builtin_shufflevector(even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
  v8u back = __builtin_shufflevector(even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
  __builtin_memcpy(out, &front, sizeof front);
  __builtin_memcpy(out + COUNTER_WORDS / 2, &back, sizeof back);
}

static void philox_fill(uint64_t key, uint64_t counter, uint32_t *out, ptrdiff_t count) {
  ptrdiff_t i = 0;
  for (; count - i >= COUNTER_WORDS; i += COUNTER_WORDS) {
    philox_counters(key, counter + (uint64_t)(i / 4), out + i);
  }
  if (i == count) return;
  uint32_t rest[COUNTER_WORDS];
  philox_counters(key, counter + (uint64_t)(i / 4), rest);
  for (int word = 0; i < count; i++, word++) out[i] = rest[word];
}
