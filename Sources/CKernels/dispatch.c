// Which variant runs: decided once, by the CPU, unless MADE_KERNELS says otherwise.

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "variants.h"

/// The variants that this CPU can run, fastest first, and NULL.
static void usable_variants(const struct made_kernels *variants[5]) {
  int count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  // Both are reported only if the operating system saves the wide registers as well.
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  int bf16 = avx512 && __builtin_cpu_supports("avx512bf16");
  if (bf16) variants[count++] = &made_kernels_avx512bf16;
  if (avx512) variants[count++] = &made_kernels_avx512;
  if (avx2) variants[count++] = &made_kernels_avx2;
#endif
  variants[count++] = &made_kernels_portable;
  variants[count] = NULL;
}

const struct made_kernels *made_kernels_named(const char *name) {
  const struct made_kernels *variants[5];
  usable_variants(variants);
  for (int i = 0; variants[i] != NULL; i++) {
    if (strcmp(variants[i]->name, name) == 0) return variants[i];
  }
  return NULL;
}

const struct made_kernels *made_kernels(void) {
  // Two threads that come first, at the same time, both decide, and decide the same.
  static _Atomic(const struct made_kernels *) chosen;
  const struct made_kernels *kernels = atomic_load_explicit(&chosen, memory_order_acquire);
  if (kernels != NULL) return kernels;

  const char *name = getenv("MADE_KERNELS");
  if (name != NULL) kernels = made_kernels_named(name);
  if (kernels == NULL) {
    const struct made_kernels *variants[5];
    usable_variants(variants);
    kernels = variants[0];
  }
  atomic_store_explicit(&chosen, kernels, memory_order_release);
  return kernels;
}
