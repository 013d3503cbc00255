#!/usr/bin/env python3
"""How well made-score --where counts: random conjunctions of conditions on the census table.

    conditions.py [-n QUESTIONS] [-j JOBS] [--model MODEL] [OPTION OF made-fit]...

The table is that of the comparisons of cardinality estimators: adult.data and adult.test together, 48,842 rows, the 13 columns
without fnlwgt and income. A model is fitted to all of it, as these estimators are, or --model is taken. Questions are made as in
Wang et al., "Are We Ready For Learned Cardinality Estimation?", VLDB 2021, describes its own: some columns at random, here 2 to 8;
a centre that is a row of the table (nine times of ten) or a value of each column by itself; an equality on words, on numbers a range
around the centre whose width is uniform or exponential. What is counted is the q-error, the larger of estimate/truth and
truth/estimate, both at least one row.
"""
import argparse
import csv
import gzip
import io
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release"))
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data")) / "adult-census"
NAMES = ["age", "workclass", "fnlwgt", "education", "education_num", "marital", "occupation", "relationship", "race", "sex",
         "capital_gain", "capital_loss", "hours", "country", "income"]
LEFT_OUT = {"fnlwgt", "income"}
NUMBERS = {"age", "education_num", "capital_gain", "capital_loss", "hours"}


def table():
    """The rows, as texts, of the 13 columns, and their names."""
    kept = [i for i, name in enumerate(NAMES) if name not in LEFT_OUT]
    rows = []
    for name in ["adult.data.gz", "adult.test.gz"]:
        with gzip.open(DATA / name, "rt") as file:
            for fields in csv.reader(file, skipinitialspace=True):
                if len(fields) == len(NAMES):
                    rows.append([fields[i] for i in kept])
    return [NAMES[i] for i in kept], rows


def question(random, names, rows, domains):
    """A list of (column, text of the condition, test of a cell)."""
    columns = random.sample(range(len(names)), random.randint(2, 8))
    centre = random.choice(rows) if random.random() < 0.9 else [random.choice(domain) for domain in domains]
    conditions = []
    for column in sorted(columns):
        name, value = names[column], centre[column]
        if name not in NUMBERS:
            conditions.append((column, f"{name}={value}", lambda cell, value=value: cell == value))
            continue
        least, most = int(domains[column][0]), int(domains[column][-1])
        size = most - least
        width = random.uniform(0, size) if random.random() < 0.5 else random.expovariate(10 / size)
        low, high = int(value) - width / 2, int(value) + width / 2
        low, high = max(int(-(-low // 1)), least), min(int(high // 1), most)
        test = lambda cell, low=low, high=high: low <= int(cell) <= high
        conditions.append((column, f"{name}={low}..{high}", test))
    return conditions


def count(rows, conditions):
    for column, _, test in conditions:
        known = {}
        rows = [row for row in rows if known.setdefault(row[column], test(row[column]))]
    return len(rows)


def ask(model, conditions, threads):
    words = [word for _, text, _ in conditions for word in ("--where", text)]
    child = subprocess.Popen([BIN / "made-score", "-q", "-j", str(threads), "-m", model, *words], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # Two short lines at most, which the pipes hold.
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    said, complaint = child.stdout.read(), child.stderr.read()
    seconds = usage.ru_utime + usage.ru_stime
    if child.returncode:
        # No value of the column satisfies it: training had none in the range.
        if b"satisfies it" in complaint:
            return 0.0, 0.0, seconds
        sys.exit(complaint.decode())
    probability, error = map(float, said.split(b","))
    return probability, error, seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=2000)
    parser.add_argument("-j", type=int, default=1)
    parser.add_argument("--model")
    arguments, options = parser.parse_known_args()
    names, rows = table()
    domains = [sorted({row[i] for row in rows}, key=int if name in NUMBERS else str) for i, name in enumerate(names)]
    with tempfile.TemporaryDirectory() as place:
        model = arguments.model or place + "/census.made"
        if not arguments.model:
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerows([names] + rows)
            start = time.monotonic()
            subprocess.run([BIN / "made-fit", "-q", "-o", model, *options], input=text.getvalue().encode(), check=True)
            print(f"fitted in {time.monotonic() - start:.0f} seconds", file=sys.stderr)
        generator = random.Random(1)
        questions = [question(generator, names, rows, domains) for _ in range(arguments.n)]
        truths = [count(rows, conditions) for conditions in questions]
        with ThreadPoolExecutor(arguments.j) as pool:
            answers = list(pool.map(lambda q: ask(model, q, 1 if arguments.j > 1 else 2), questions))
    errors, far = [], 0
    for truth, (probability, error, _) in zip(truths, answers):
        estimate, truth = max(probability * len(rows), 1), max(truth, 1)
        errors.append(max(estimate / truth, truth / estimate))
    errors.sort()
    seconds = sorted(seconds for _, _, seconds in answers)
    exact = sum(error == 0 for _, error, _ in answers)
    share = lambda values, p: values[min(int(p * len(values)), len(values) - 1)]
    print("questions,median,p95,p99,largest,mean_cpu_seconds,p95_cpu_seconds,exact")
    print(f"{len(errors)},{share(errors, .5):.3f},{share(errors, .95):.2f},{share(errors, .99):.2f},{errors[-1]:.1f},"
          f"{sum(seconds) / len(seconds):.3f},{share(seconds, .95):.3f},{exact / len(errors):.2f}")


main()
