#!/bin/sh
# xargs -P: a process for each file of a directory, several at a time.
#
#   sh Tests/Engines/xargs.sh           a few seconds
set -eu
. "$(dirname "$0")/setting.sh"

score='made-score -j 1 -m model.made -o {}.scores {}'
split -n l/7 rows.csv part.
printf '%s\n' part.?? | xargs -P 4 -I{} $score
cat part.*.scores > out
same 'xargs -P 4 -I{}' out

# Sampling: row i is a function of (model, seed, i).
made-sample -m model.made -n 20000 --seed 5 --no-header > whole.rows
seq -f %05.0f 0 2000 18000 |
  xargs -P 4 -I{} made-sample -m model.made -n 2000 --seed 5 --offset {} --no-header -o rows.{}
cat rows.????? | cmp - whole.rows || fail 'the shards of a sampling run are not the run'
echo "$engine: ten shards by --offset equal the single run"

# A poisoned file fails its process, xargs goes on with the others and ends with 123.
rm part.*
split -n l/7 poisoned.csv part.
status=0
printf '%s\n' part.?? | xargs -P 4 -I{} $score 2> errors || status=$?
[ $status = 123 ] || fail "status $status"
[ "$(ls part.*.scores | wc -l)" = 6 ] && [ ! -e part.ag.scores ] || fail "$(ls part.*)"
cat part.*.scores > out
head -c "$(wc -c < out)" whole.scores | cmp - out || fail 'another part is spoiled'
echo "$engine: a poisoned file fails alone: no scores under its name, xargs ends with 123"
