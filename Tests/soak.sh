#!/bin/sh
# Scores 10^8 cells and more through one process, and looks at its memory and descriptors all the while.
#
#   sh Tests/soak.sh [CELLS]       200,000,000 by default; a minute on a free core
#
# The table is drawn by made-sample as it is scored, so nothing is stored. Peak memory may grow by 1 MiB
# at most after the first tenth, and open descriptors not at all. The same for made-sample itself.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
PATH=$(cd "${MADE_BIN:-$root/.build/release}" && pwd):$PATH
export PATH
cells=${1:-200000000}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
made-fit -q --epochs 1 --hidden 100 -o m "$root/Tests/Data/weather.csv.gz"
rows=$((cells / 12))

mkfifo pipe
: > scores
made-sample -m m -n "$rows" --seed 1 > pipe &
sampler=$!
made-score -m m < pipe >> scores &
scorer=$!

# look PID: peak memory in KiB and number of descriptors.
look() {
  awk '/^VmHWM/ {printf "%d ", $2}' "/proc/$1/status"
  ls "/proc/$1/fd" | wc -l
}

: > score.log
: > sample.log
while kill -0 $scorer 2> /dev/null; do
  done=$(wc -c < scores)
  { line=$(look $scorer) && echo "$done $line" >> score.log; } 2> /dev/null || true
  { line=$(look $sampler) && echo "$done $line" >> sample.log; } 2> /dev/null || true
  sleep 0.5
done
wait $sampler
wait $scorer
[ "$(wc -l < scores)" = "$((rows + 1))" ] || { echo "$(wc -l < scores) scores of $rows rows" >&2; exit 1; }
echo "$((rows * 12)) cells in $rows rows, $(wc -c < scores) bytes of scores"

status=0
total=$(wc -c < scores)
for name in score sample; do
  # Samples of a process that ends are short of a number.
  awk -v total="$total" -v name="made-$name" 'NF == 3 && $2 > 0 && $3 > 2 {
      if ($1 < total / 10) {early = $2; descriptors = $3; next}
      n++; late = $2; if ($3 > most) most = $3
    } END {
      printf "%s: peak memory %d KiB after a tenth, %d KiB at the end; descriptors %d, then %d at most; %d looks\n",
        name, early, late, descriptors, most, n
      exit !(early > 0 && n > 5 && late - early <= 1024 && most <= descriptors)
    }' $name.log || status=1
done
exit $status
