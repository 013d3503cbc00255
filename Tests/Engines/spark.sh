#!/bin/sh
# Spark: RDD.pipe through made-score, with one process for each partition.
#
#   python3 -m venv /tmp/spark && /tmp/spark/bin/pip install pyspark    # and a JVM, 17 or later
#   PYTHON=/tmp/spark/bin/python3 sh Tests/Engines/spark.sh             # about a minute
#   MASTER='local-cluster[2,1,1024]' PYTHON=... sh Tests/Engines/spark.sh   # executors as processes
set -eu
. "$(dirname "$0")/setting.sh"
python=${PYTHON:-python3}
export PYSPARK_PYTHON="$python" MASTER="${MASTER:-local[4]}"
if [ "${MASTER#local-cluster}" != "$MASTER" ] && [ -z "${SPARK_HOME:-}" ]; then
  SPARK_HOME=$("$python" -c 'import pyspark, os; print(os.path.dirname(pyspark.__file__))')
  export SPARK_HOME
fi

# Files of a table that is too large for one have a header in the first at most: Spark cuts it off.
tail -n +2 rows.csv > bare.csv
tail -n +2 poisoned.csv > bare-poisoned.csv
tail -n +2 whole.scores > bare.scores
mv bare.scores whole.scores
"$python" "$root/Tests/Engines/spark_score.py" "$place/model.made" "$place/bare.csv" \
  "$place/scores" "$place/bare-poisoned.csv" > log 2> errors || { cat errors >&2; fail 'Spark failed'; }
cat scores/part-* > out
same "$MASTER, $(ls scores/part-* | wc -l) partitions, RDD.pipe" out
cat log
[ "$(grep -c 'scores$' log)" = 5 ] && grep -q 'partition 5: .*exited with error code 65' log ||
  fail 'not just the poisoned partition failed'
echo "$engine: the poisoned partition fails its task, the other five are whole"
