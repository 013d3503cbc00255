# What the engine scripts share: the tools, a table, models of it, the single run, and a poisoned copy.
#
# Sourced, after `set -eu`, by a script that then has, in a directory of its own that is removed at
# the end:
#
#   rows.csv, rows.tsv    the table: with a header; without one and with a key in front
#   model.made, keyed.made models for these, the key being a field that is no column
#   whole.scores          what one process says of rows.csv
#   poisoned.csv          the table with one bad cell, 15/16 of the way
#
# MADE_BIN names the directory of the tools, ROWS the number of records (100000 by default).

root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$(cd "${MADE_BIN:-$root/.build/release}" && pwd):$PATH
export PATH
export LC_ALL=C
rows=${ROWS:-100000}
engine=$(basename "$0" .sh)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

fail() { echo "$engine: $1" >&2; exit 1; }

# same WHAT FILE: FILE is byte for byte the single run.
same() {
  cmp "$2" whole.scores || fail "$1 is not the single run"
  echo "$engine: $1 equals the single run, $(wc -c < "$2") bytes"
}

made-fit -q --epochs 2 --hidden 50 -o model.made "$root/Tests/Data/weather.csv.gz"
made-sample -m model.made -n "$rows" --seed 11 -o rows.csv
tail -n +2 rows.csv | tr , '\t' | awk '{print "key" NR "\t" $0}' > rows.tsv
head -n 4000 rows.tsv | made-fit -q --type 1=drop --epochs 2 --hidden 50 -o keyed.made
made-score -m model.made -o whole.scores rows.csv
bad=$((rows * 15 / 16))
sed "${bad}s/^[01]/x/" rows.csv > poisoned.csv
if cmp -s rows.csv poisoned.csv; then fail "nothing was poisoned"; fi
