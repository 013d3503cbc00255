#!/bin/sh
# Draws and scores 10^8 cells and more through one process each, and looks at their memory and descriptors all the while.
#
#   sh Tests/soak.sh [CELLS]       200,000,000 by default: a table of 0 and 1, then one of dates, money and words;
#                                  some minutes on two free cores
#
# The tables are drawn by made-sample as they are scored, so nothing is stored. Peak memory may grow by 1 MiB
# at most after the first tenth, and open descriptors not at all.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
PATH=$(cd "${MADE_BIN:-$root/.build/release}" && pwd):$PATH
export PATH
cells=${1:-200000000}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
status=0

# look PID: peak memory in KiB and number of descriptors.
look() {
  awk '/^VmHWM/ {printf "%d ", $2}' "/proc/$1/status"
  ls "/proc/$1/fd" | wc -l
}

# soak COLUMNS: draws from the model m of as many columns, and scores what is drawn.
soak() {
  columns=$1
  rows=$((cells / columns))
  rm -f pipe
  mkfifo pipe
  : > scores
  made-sample -m m -n "$rows" --seed 1 > pipe &
  sampler=$!
  made-score -m m < pipe >> scores &
  scorer=$!
  : > score.log
  : > sample.log
  while kill -0 $scorer 2> /dev/null; do
    done=$(wc -c < scores)
    { line=$(look $scorer) && echo "$done $line" >> score.log; } 2> /dev/null || true
    { line=$(look $sampler) && echo "$done $line" >> sample.log; } 2> /dev/null || true
    sleep 0.1
  done
  wait $sampler
  wait $scorer
  [ "$(wc -l < scores)" = "$((rows + 1))" ] || { echo "$(wc -l < scores) scores of $rows rows" >&2; exit 1; }
  echo "$((rows * columns)) cells in $rows rows, $(wc -c < scores) bytes of scores"

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
}

made-fit -q --epochs 1 --hidden 100 -o m "$root/Tests/Data/weather.csv.gz"
soak 12

awk 'BEGIN {
  srand(1)
  print "day,time,net,tax,total,share,size,city"
  for (row = 0; row < 3000; row++) {
    net = int(exp(5 + 2 * rand()) * 100)
    tax = int(net * (rand() < 0.5 ? 0.19 : 0.07))
    printf "20%02d-%02d-%02d,%02d:%02d,", 10 + rand() * 15, 1 + rand() * 12, 1 + rand() * 28, rand() * 24, rand() * 60
    printf "%.2f,%.2f,%.2f,%d%%,%.4e,%s\n", net / 100, tax / 100, (net + tax) / 100, rand() * 101, exp(20 * rand()),
      substr("OsloRomeLimaBern", 1 + 4 * int(4 * rand()), 4)
  }
}' > mixed.csv
made-fit -q --epochs 1 --hidden 50 --masks 1 -o m mixed.csv
soak 8
exit $status
