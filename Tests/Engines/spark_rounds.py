"""Trains on Spark: every partition goes on from a common model, the results are merged, and again.

    MASTER=local[4] python3 spark_rounds.py DIRECTORY ROUNDS EPOCHS [OPTION-OF-MADE-FIT...]

DIRECTORY holds train.csv, valid.csv and test.csv without headers. The model of the round with the best
validation records is left there as merged.made; one line a round is printed.
"""

import os
import subprocess
import sys
import tempfile

from pyspark import SparkConf, SparkContext

PARTITIONS = 4


def fit(*arguments, **options):
    return subprocess.run(["made-fit", "-q", "-j", "1", *arguments], check=True, **options)


def trainer(start, options):
    """What a task does with the lines of its partition: one model, as bytes, from the start given."""

    def train(lines):
        with tempfile.TemporaryDirectory() as place:
            with open(f"{place}/start", "wb") as file:
                file.write(start.value)
            rows = "".join(line + "\n" for line in lines).encode()
            run = fit(
                "--initial", f"{place}/start", "--holdout", "0", "--no-header", *options,
                input=rows, stdout=subprocess.PIPE)
            yield run.stdout

    return train


def mean(model, path):
    """Mean log-likelihood of the records of a file."""
    run = subprocess.run(
        ["made-score", "-m", model, "--summary", path], check=True, stdout=subprocess.PIPE, text=True)
    return float(run.stdout.splitlines()[1].split(",")[1])


def main():
    directory, rounds, epochs, *options = sys.argv[1:]
    os.chdir(directory)
    conf = SparkConf().setMaster(os.environ.get("MASTER", "local[4]")).setAppName("made-fit")
    context = SparkContext(conf=conf)
    context.setLogLevel("ERROR")
    # Rows that stand together in the file may be alike; partitions should be, too.
    rows = context.textFile("train.csv").repartition(PARTITIONS).cache()
    first = "".join(line + "\n" for line in rows.take(1000)).encode()
    fit("--holdout", "0", "--epochs", "1", "--no-header", "-o", "start.made", input=first)
    best = None
    for number in range(1, int(rounds) + 1):
        with open("start.made", "rb") as file:
            start = context.broadcast(file.read())
        # Another seed in every round, for other minibatches.
        train = trainer(start, ["--epochs", epochs, "--seed", str(number), *options])
        parts = []
        for index, model in enumerate(rows.mapPartitions(train).collect()):
            parts.append(f"part{index}.made")
            with open(parts[-1], "wb") as file:
                file.write(model)
        fit("--merge", "-o", "start.made", *parts)
        valid = mean("start.made", "valid.csv")
        print(f"round {number}  valid {valid:.4f}", flush=True)
        if best is None or valid > best:
            best = valid
            os.link("start.made", "next.made")
            os.replace("next.made", "merged.made")
    context.stop()


if __name__ == "__main__":
    main()
