"""Scores a table with Spark: RDD.pipe through made-score, the model sent by addFile.

    MASTER=local[4] python3 spark_score.py MODEL ROWS SCORES-DIRECTORY POISONED

ROWS and POISONED are text without a header. Prints for each partition of POISONED how it ended.
"""

import os
import shlex
import sys

from pyspark import SparkConf, SparkContext, SparkFiles

PARTITIONS = 6


def pipe(context, path, command):
    """The lines that the command makes of those of the file; a status other than 0 fails the task."""
    return context.textFile(path, PARTITIONS).pipe(command, env=dict(os.environ), checkCode=True)


def main():
    model, rows, scores, poisoned = sys.argv[1:]
    master = os.environ.get("MASTER", "local[4]")
    context = SparkContext(conf=SparkConf().setMaster(master).setAppName("made-score"))
    context.setLogLevel("OFF")
    context.addFile(model)
    # Executors of a cluster find the file in the directory that they run in; a local master has
    # one directory for all, known only to the driver.
    name = os.path.basename(model)
    path = SparkFiles.get(name) if master.startswith("local[") else name
    # One thread each: Spark runs a task on every core. pipe() splits at blanks as a shell would.
    command = f"made-score -j 1 -m {shlex.quote(path)}"

    pipe(context, rows, command).saveAsTextFile(scores)

    lines = pipe(context, poisoned, command)
    for partition in range(lines.getNumPartitions()):
        try:
            part = context.runJob(lines, list, [partition])
            print(f"partition {partition}: {len(part)} scores")
        except Exception as error:
            found = [line for line in str(error).splitlines() if "exited with error code" in line]
            print(f"partition {partition}: {found[0].split('`')[-1] if found else error}")
    context.stop()


if __name__ == "__main__":
    main()
