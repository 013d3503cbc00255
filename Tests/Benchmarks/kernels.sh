#!/bin/sh
# Speed of the kernels in Sources/CKernels, against the register peak of the same run.
#
#   Tests/Benchmarks/kernels.sh [avx512bf16|avx512|avx2|portable] [filter]
#
# Takes some seconds. Figures are medians; on a shared machine run it more than once.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../Sources/CKernels
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# The flags that SwiftPM gives a release build.
${CC:-clang} -O2 -std=gnu11 -I "$kernels/include" -o "$out/kernels" \
  "$here/kernels.c" "$kernels"/*.c -lm
if [ $# -ge 1 ]; then export MADE_KERNELS="$1"; fi
"$out/kernels" "${2-}"
