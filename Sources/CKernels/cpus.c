// How many CPUs the kernels may run on. In C because the affinity calls hide behind _GNU_SOURCE.

#define _GNU_SOURCE
#include "CKernels.h"

#include <sched.h>
#include <unistd.h>

int32_t made_cpu_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int32_t)online : 1;
}
