#!/bin/sh
# One line with each of the programs that tables meet, and what it has to print.
#
#   sh Tests/others.sh
#
# Programs that are absent are skipped, with a word. PYTHON is an interpreter that has pandas, duckdb and fsspec, for
# the lines that want them (python3); MADE_BIN is where the tools are (.build/release). README.md shows these lines.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
PATH=$(cd "${MADE_BIN:-$root/.build/release}" && pwd):$PATH
export PATH
export LC_ALL=C
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python=${PYTHON:-python3}
status=0

gunzip -c "$root/Tests/Data/weather-test.csv.gz" > rows.csv
made-fit -q --epochs 5 -o m.made "$root/Tests/Data/weather.csv.gz"
made-score -m m.made rows.csv > scores

# What the lines are held against, without the programs: the rows, those below -9, the mean, the least.
below=$(made-score -m m.made --below -9 rows.csv | tail -n +2 | wc -l)
mean=$(made-score -m m.made --summary rows.csv | tail -n 1 | cut -d, -f2 | cut -c1-6)
least=$(tail -n +2 scores | sort -g | head -n 1)

# expect NAME EXPECTED ACTUAL
expect() {
  if [ "$2" = "$3" ]; then echo "$1: $3"; else echo "$1: expected $2, not $3" && status=1; fi
}

# has PROGRAM
has() { command -v "$1" > /dev/null || { echo "$1 is not there: skipped" >&2; return 1; }; }

if has paste; then
  expect paste "$below" "$(made-score -m m.made rows.csv | paste -d, rows.csv - | awk -F, 'NR > 1 && $NF < -9' | wc -l)"
fi
if has awk; then
  expect awk "$below" "$(made-score -m m.made rows.csv | awk '$1 < -9 {n++} END {print n}')"
fi
if has datamash; then
  expect datamash "$mean" "$(made-score -m m.made --append rows.csv | datamash -t, --header-in mean 13 | cut -c1-6)"
fi
if has mlr; then
  expect mlr "$least" \
    "$(made-score -m m.made --append rows.csv | mlr --icsv --onidx stats1 -a min -f log_likelihood)"
fi
if has jq; then
  expect jq "$below" \
    "$(made-score -m m.made rows.csv | jq -Rn '[inputs | tonumber?] | map(select(. < -9)) | length')"
fi
if "$python" -c 'import pandas' 2> /dev/null; then
  expect pandas "$mean" "$(made-score -m m.made --append rows.csv |
    "$python" -c 'import sys, pandas; print(str(pandas.read_csv(sys.stdin).log_likelihood.mean())[:6])')"
  expect 'from pandas' "$mean" "$("$python" -c 'import sys, pandas; pandas.read_csv("rows.csv").to_csv(sys.stdout, index=False)' |
    made-score -m m.made --summary | tail -n 1 | cut -d, -f2 | cut -c1-6)"
else
  echo 'pandas is not there: skipped' >&2
fi
if "$python" -c 'import duckdb, fsspec' 2> /dev/null; then
  expect duckdb "$below" "$(made-score -m m.made --append rows.csv |
    "$python" -c 'import sys, duckdb; print(duckdb.read_csv(sys.stdin.buffer).filter("log_likelihood < -9").count("*").fetchall()[0][0])')"
else
  echo 'duckdb, which needs fsspec to read a pipe, is not there: skipped' >&2
fi
exit $status
