#!/usr/bin/env python3
"""Speed with tables of dates and numbers, as ratios to other programs: both in turn, on the same rows and threads.

    number_speed.py [--runs 5] [--threads 2] [--rows 500000]

Needs the programs built (MADE_BIN, default .build/release), the table `continuous/protein` (MADE_DATA, default ../shared/data),
and a Python that has torch, zuko, pandas and scikit-learn (MADE_PYTHON). Nothing else should run on the machine.

Ours are whole processes, which read text and write text. The others are calls within a process that has loaded its libraries:

  reading   `made-fit --dry-run`, which also finds out what each column is; pandas' `read_csv` with the dates named to it
  training  rows a second of an epoch, batches of 100, hidden 256,256, mixtures of 10: made-fit; zuko's MaskedMLP with a
            mixture of Gaussians a column, Adam, in PyTorch
  scoring   `made-score`; pandas' `read_csv` and the `score_samples` of scikit-learn's GaussianMixture of 10
  drawing   `made-sample`; `sample` of the same and pandas' `to_csv`
"""
import argparse
import datetime
import gzip
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release"))
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data"))
PYTHON = os.environ.get("MADE_PYTHON", sys.executable)
COMPONENTS = 10


def seconds_of(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def peer(work, table, rows, threads):
    """One line for each word on standard input: the seconds of a piece of work."""
    import numpy as np
    import pandas as pd
    import torch
    from sklearn.mixture import GaussianMixture
    from zuko.nn import MaskedMLP

    torch.set_num_threads(threads)
    values = pd.read_csv(table, header=None).to_numpy()
    standard = torch.tensor((values - values.mean(0)) / values.std(0), dtype=torch.float32)
    columns = standard.shape[1]
    # Each column's parameters read the columns before it.
    adjacency = torch.tril(torch.ones(columns, columns, dtype=torch.bool), -1).repeat_interleave(3 * COMPONENTS, 0)
    network = MaskedMLP(adjacency, (256, 256), activation=torch.nn.ReLU)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    gaussians = GaussianMixture(COMPONENTS, random_state=0, max_iter=20).fit(values[:10_000])

    def epoch():
        for batch in standard[torch.randperm(len(standard))].split(100):
            weight, mean, scale = network(batch).unflatten(-1, (columns, 3, COMPONENTS)).unbind(-2)
            parts = torch.distributions.Normal(mean, scale.exp()).log_prob(batch.unsqueeze(-1))
            loss = -torch.logsumexp(weight.log_softmax(-1) + parts, -1).sum(-1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    def score():
        scores = gaussians.score_samples(pd.read_csv(f"{work}/numbers.csv", header=None).to_numpy())
        np.savetxt(f"{work}/scores", scores, fmt="%.8g")

    pieces = {
        "reading": lambda: pd.read_csv(f"{work}/dates.csv", parse_dates=["day"]),
        "training": epoch,
        "scoring": score,
        "drawing": lambda: pd.DataFrame(gaussians.sample(rows)[0]).to_csv(f"{work}/drawn", index=False, header=False),
    }
    for word in sys.stdin:
        print(seconds_of(pieces[word.strip()]), flush=True)


def tables(work, table, rows):
    """Writes as many rows of numbers, and the same behind a column of times."""
    lines = gzip.decompress(table.read_bytes()).decode().splitlines()
    start = datetime.datetime(2020, 1, 1)
    with open(work / "numbers.csv", "w") as numbers, open(work / "dates.csv", "w") as dates:
        dates.write("day," + ",".join(f"x{n}" for n in range(lines[0].count(",") + 1)) + "\n")
        for number in range(rows):
            line = lines[number % len(lines)]
            numbers.write(line + "\n")
            dates.write(f"{start + datetime.timedelta(minutes=10 * number)},{line}\n")
    return len(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--peer", metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args()
    table = DATA / "continuous/protein/train.csv.gz"
    if options.peer:
        return peer(options.peer, table, options.rows, options.threads)
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        trained = tables(work, table, options.rows)
        threads, model = ["-j", str(options.threads)], work / "model"

        def run(*command):
            done = subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True, check=True)
            return done.stderr

        plain = [BIN / "made-fit", *threads, "--dropout", "0", "--average", "0", "--no-rules", "--epochs", "1", "-o", model, table]
        run(*plain)

        def epoch():
            report = run(*plain, "--log", work / "log")
            return trained * 0.9 / float(re.search(r"([\d.]+) rows/s", report).group(1))

        pieces = {
            "reading": lambda: seconds_of(lambda: run(BIN / "made-fit", "-q", "--dry-run", *threads, work / "dates.csv")),
            # The other one has no record held out.
            "training": lambda: epoch() / 0.9,
            "scoring": lambda: seconds_of(lambda: run(BIN / "made-score", "-m", model, *threads, work / "numbers.csv")),
            "drawing": lambda: seconds_of(lambda: run(BIN / "made-sample", "-m", model, *threads, "-n", options.rows)),
        }
        other = subprocess.Popen(
            [PYTHON, __file__, "--peer", folder, "--rows", str(options.rows), "--threads", str(options.threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        print(f"{options.threads} threads, {options.rows} rows, {options.runs} alternating runs\n\n"
              "| work | min | median | max | seconds here |\n|---|---|---|---|---|")
        for name, piece in pieces.items():
            ours, ratios = [], []
            for _ in range(options.runs):
                print(name, file=other.stdin, flush=True)
                theirs = float(other.stdout.readline())
                ours.append(piece())
                ratios.append(theirs / ours[-1])
            print(f"| {name} | {min(ratios):.2f} | **{statistics.median(ratios):.2f}** | {max(ratios):.2f} | "
                  f"{statistics.median(ours):.2f} |", flush=True)
        other.stdin.close()
        other.wait()


if __name__ == "__main__":
    main()
