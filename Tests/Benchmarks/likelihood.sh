#!/bin/sh
# The README's table of likelihoods: fits, scores the test records once, prints one row a line.
#
#     Tests/Benchmarks/likelihood.sh [NAME]...     all rows, or those of the named data sets
#
# Data sets lie in $MADE_DATA (default ../shared/data) as NAME/{train,valid,test}.csv.gz, programs in
# $MADE_BIN (default .build/release). Epochs are chosen by the validation records. Every model is also
# checked: its masks must be autoregressive, and the mean score of its own samples is printed, which
# estimates its entropy; a model that leaked would score data far better than its own samples.
set -eu
cd "$(dirname "$0")/../.."
bin=${MADE_BIN:-.build/release}
data=${MADE_DATA:-../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo 'data set|options|masks|test NLL|standard error|NLL of own samples|seconds'

row() {
  name=$1
  options=$2
  start=$(date +%s.%N)
  # The options are words on purpose.
  # shellcheck disable=SC2086
  "$bin/made-fit" -q $options --valid "$data/$name/valid.csv.gz" -o "$work/model.made" \
    "$data/$name/train.csv.gz"
  seconds=$(echo "$(date +%s.%N) $start" | awk '{printf "%.1f", $1 - $2}')
  "$bin/made-masks" -m "$work/model.made" --check >/dev/null
  masks=$("$bin/made-masks" -m "$work/model.made" --info | awk '$1 == "ensemble" {print $2}')
  own=$("$bin/made-sample" -m "$work/model.made" -n 2000 --seed 1 |
    "$bin/made-score" -m "$work/model.made" --summary | awk -F, 'NR == 2 {printf "%.2f", -$2}')
  "$bin/made-score" -m "$work/model.made" --summary "$data/$name/test.csv.gz" |
    awk -F, -v name="$name" -v options="$options" -v masks="$masks" -v own="$own" \
      -v seconds="$seconds" 'NR == 2 {
        printf "%s|%s|%d|%.3f|%.3f|%s|%s\n", name, options == "" ? "(defaults)" : options, masks,
          -$2, $3, own, seconds}'
}

wanted() {
  [ -d "$data/$1" ] || { echo "skipped: no $1 in $data" >&2; return 1; }
  [ -z "$names" ] && return 0
  case " $names " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}
names=$*

for name in nltcs nade-mushrooms nade-adult nade-dna; do
  if wanted "$name"; then row "$name" ""; fi
done
# The recipes that the paper's authors recorded for their best results.
if wanted nade-adult; then
  row nade-adult "--optimizer sgd --learning-rate 0.01 --activation tanh --initialisation orthogonal"
fi
if wanted nade-dna; then
  row nade-dna "--optimizer adadelta --epsilon 1e-5 --momentum 0.95 --masks endless --evaluate-masks 64 --initialisation orthogonal"
fi
