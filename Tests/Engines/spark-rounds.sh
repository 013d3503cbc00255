#!/bin/sh
# Training on Spark in rounds, against one process that has all records.
#
#   PYTHON=/tmp/spark/bin/python3 sh Tests/Engines/spark-rounds.sh [SET [ROUNDS [EPOCHS]]]
#
# SET is a directory of MADE_DATA with train, valid and test.csv.gz, nltcs by default. Takes minutes.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$(cd "${MADE_BIN:-$root/.build/release}" && pwd):$PATH
export PATH LC_ALL=C
python=${PYTHON:-python3}
export PYSPARK_PYTHON="$python"
set=${1:-nltcs}
data=$(cd "${MADE_DATA:-$root/../shared/data}/$set" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
for part in train valid test; do gunzip -c "$data/$part.csv.gz" > "$place/$part.csv"; done
cd "$place"

# Three times the usual rate: the mean of four models moves as far as one, and is smoother.
"$python" "$root/Tests/Engines/spark_rounds.py" "$place" "${2:-12}" "${3:-4}" --learning-rate 0.003
made-fit -q --no-header --valid valid.csv -o single.made train.csv
score() { made-score -m "$1" --summary test.csv | awk -F, 'NR == 2 {print $2}'; }
merged=$(score merged.made)
single=$(score single.made)
echo "$set: mean log-likelihood of the test records: $merged in rounds, $single in one process"
awk -v a="$merged" -v b="$single" 'BEGIN {
  printf "the rounds are %.2f %% from the single process\n", 100 * (a - b) / b; exit !(a > 1.01 * b)}'
