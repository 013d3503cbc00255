#!/bin/sh
# split --filter: a file cut at line ends, each part through a process of its own, one after the other.
#
#   sh Tests/Engines/split.sh           a few seconds
set -eu
. "$(dirname "$0")/setting.sh"

split -n l/8 --filter='made-score -j 1 -m model.made' rows.csv > out
same 'split -n l/8 --filter' out
split -l 9999 --filter='made-score -j 1 -m model.made' - < rows.csv > out
same 'split -l 9999 --filter of a pipe' out
# Into files, which appear complete or not at all.
split -n l/8 --filter='made-score -j 1 -m model.made -o $FILE.scores' rows.csv part.
cat part.*.scores > out
same 'split --filter into files' out

# split stops at the first part that fails, and says so.
rm part.*
status=0
split -n l/8 --filter='made-score -j 1 -m model.made -o $FILE.scores' poisoned.csv part. \
  2> errors || status=$?
[ $status -ne 0 ] || fail 'a poisoned part went unnoticed'
grep -q 'expected 0 or 1, found "x' errors || fail "$(cat errors)"
cat part.*.scores > out
head -c "$(wc -c < out)" whole.scores | cmp - out || fail 'a part before the poisoned one is spoiled'
[ -e part.ag.scores ] && [ ! -e part.ah.scores ] || fail 'the wrong part failed'
echo "$engine: a poisoned part ends the run with status $status, the parts before it are whole"
