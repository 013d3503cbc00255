#!/bin/sh
# Hadoop Streaming: splits at bytes, a mapper for each, keys up to the first tab.
#
#   sh Tests/Engines/streaming.sh       needs python3; a few seconds
#
# The engine is streaming.py beside this file, which follows Hadoop's rules; on a cluster the same
# mapper is started by
#
#   mapred streaming -files keyed.made -input rows.tsv -output scores -numReduceTasks 0 \
#     -mapper 'made-score -j 1 -m keyed.made --append'
set -eu
. "$(dirname "$0")/setting.sh"
run() { python3 "$root/Tests/Engines/streaming.py" "$@"; }

# Records have a key in front, which is no column of the model; --append keeps it, so it is still the
# key of what comes out.
made-score -m keyed.made --append rows.tsv > whole.scores
head -n 1 whole.scores | awk -F '\t' '{exit !(NF == 14 && $1 == "key1" && $14 < 0)}' ||
  fail "$(head -n 1 whole.scores)"
run --splits 7 rows.tsv out.d made-score -j 1 -m keyed.made --append
cat out.d/part-* > out
same 'seven map tasks with --append' out

# More splits than lines: some tasks get nothing, which is no failure.
head -n 3 rows.tsv > three.tsv
run --splits 40 three.tsv three.d made-score -j 1 -m keyed.made --append
head -n 3 whole.scores > three.scores
cat three.d/part-* | cmp - three.scores || fail 'three lines in forty splits'

# Through the shuffle: sorted by the key, which is whole.
run --splits 5 --reduce rows.tsv sorted.d made-score -j 1 -m keyed.made --append
sort -s -t "$(printf '\t')" -k1,1 whole.scores | cmp - sorted.d/part-r-00000 || fail 'the shuffle'
echo "$engine: after the shuffle the lines of the single run, sorted by key"

# A poisoned split fails its task in every attempt; the others are whole, and nothing is left of it.
bad=$((rows * 15 / 16))
sed "${bad}s/[01]\$/x/" rows.tsv > poisoned.tsv
if run --splits 7 poisoned.tsv bad.d made-score -j 1 -m keyed.made --append 2> errors; then
  fail 'a poisoned split went unnoticed'
fi
[ "$(grep -c '^task 6 attempt [0-3]: exit status 65$' errors)" = 4 ] || fail "$(cat errors)"
[ "$(grep -c '^task' errors)" = 4 ] || fail "$(cat errors)"
cat bad.d/part-* > out
[ "$(ls bad.d | wc -l)" = 6 ] || fail "$(ls bad.d)"
head -c "$(wc -c < out)" whole.scores | cmp - out || fail 'another task is spoiled'
echo "$engine: a poisoned split fails its task with status 65, the other six are whole"
