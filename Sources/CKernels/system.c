// What the kernels and the tools need of the system, in C because Swift does not see these calls.

#define _GNU_SOURCE
#include "CKernels.h"

#include <sched.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

int32_t made_cpu_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int32_t)online : 1;
}

void made_share_heap(void) {
#if defined(__GLIBC__)
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    mallopt(M_ARENA_MAX, 1);
  }
#endif
}

int32_t made_print_number(
    double value, char letter, int32_t precision, char *text, size_t size) {
  char format[] = "%.*g";
  format[3] = letter;
  int length = snprintf(text, size, format, (int)precision, value);
  return length > 0 && (size_t)length < size ? (int32_t)length : 0;
}
