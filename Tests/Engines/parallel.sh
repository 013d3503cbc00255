#!/bin/sh
# GNU parallel: blocks of a file, or of a stream, scored by several processes.
#
#   sh Tests/Engines/parallel.sh        needs parallel (apt-get install parallel); a few seconds
set -eu
. "$(dirname "$0")/setting.sh"

# The recipe for a file: parallel seeks, nothing is copied; -k keeps the order. Only the first block has
# the header, as only the first part of the output should.
parallel --will-cite -k -j 4 --pipepart -a rows.csv --block 200k made-score -j 1 -m model.made > out
same 'parallel --pipepart' out

# The recipe for a stream that cannot be sought.
cat rows.csv | parallel --will-cite -k -j 4 --pipe --block 200k made-score -j 1 -m model.made > out
same 'parallel --pipe' out

# With --header : each block gets the header, so each answer has one: needed where columns come in
# another order than in training, which only their names tell.
awk -F, -v OFS=, '{first = $1; $1 = $3; $3 = first; print}' rows.csv |
  parallel --will-cite -k -j 4 --pipe --header : --block 200k made-score -j 1 -m model.made |
  awk 'NR == 1 || $0 != "log_likelihood"' > out
same 'parallel --pipe --header :, columns in another order' out

# A poisoned block fails its job with 65, and only that; the others are all there.
status=0
parallel --will-cite -k -j 4 --joblog log --pipepart -a poisoned.csv --block 200k \
  made-score -j 1 -m model.made > out 2> errors || status=$?
[ $status = 1 ] || fail "status $status where one job failed"
awk 'NR > 1 {jobs++; if ($7 == 65) bad++; else if ($7 != 0) other++}
  END {exit !(jobs > 4 && bad == 1 && other == 0)}' log || fail "$(cat log)"
[ "$(wc -l < errors)" -le 2 ] && grep -q 'expected 0 or 1, found "x' errors || fail "$(cat errors)"
# What is missing is a run of lines of the poisoned block alone.
diff whole.scores out > missing || true
grep -q '^>' missing && fail 'other jobs wrote something else'
[ "$(grep -c '^[0-9]' missing)" = 1 ] || fail 'more than one part is missing'
echo "$engine: a poisoned block fails its job with status 65, the others are whole"
