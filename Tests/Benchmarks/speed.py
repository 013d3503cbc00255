#!/usr/bin/env python3
"""Speed against MADE on PyTorch, as ratios: both programs in turn, on the same data and threads.

    speed.py [--runs 5] [--threads 2] [--only WORD]

Machines drift, so nothing here is a time by itself: each line is a ratio of two runs that follow each
other, as minimum, median and maximum over the runs. Needs the programs built (MADE_BIN, default
.build/release), binarized MNIST (MADE_DATA, default ../shared/data), the peer's script (MADE_PEER,
default ../shared/peers/torch_made.py) and a Python that has torch and pandas (MADE_PYTHON).
Nothing else should run on the machine.
"""
import argparse
import gzip
import os
import pathlib
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release"))
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data")) / "binarized_mnist"
PEER = os.environ.get("MADE_PEER", str(ROOT / "../shared/peers/torch_made.py"))
PYTHON = os.environ.get("MADE_PYTHON", sys.executable)
NULL = subprocess.DEVNULL
# What the peer has not.
PLAIN = ["--dropout", "0", "--average", "0"]


def run(command):
    """Runs a command; returns (wall seconds, standard error)."""
    start = time.perf_counter()
    process = subprocess.run([str(word) for word in command], stdout=NULL, stderr=subprocess.PIPE)
    if process.returncode != 0:
        sys.exit(f"{command}: status {process.returncode}\n{process.stderr.decode()}")
    return time.perf_counter() - start, process.stderr.decode()


def peak(command):
    """Median peak memory in KiB of five runs, by GNU time: a child of this process would be
    charged with this process's own memory."""
    return statistics.median(
        int(run(["/usr/bin/time", "-f", "%M", *command])[1].split()[-1]) for _ in range(5))


def peer(verb, *arguments):
    """Rows a second of the peer's phase, and its whole process's seconds."""
    wall, text = run([PYTHON, PEER, verb, *arguments])
    return float(re.search(r"rows_per_second=([\d.]+)", text).group(1)), wall


def report(name, ratios, aim, detail=""):
    ratios = sorted(ratios)
    print(f"| {name} | {aim} | {ratios[0]:.2f} | **{statistics.median(ratios):.2f}** | "
          f"{ratios[-1]:.2f} | {detail} |", flush=True)


def fit_rate(options, threads):
    """Rows a second of the better of two epochs, as the peer reports it."""
    _, text = run([BIN / "made-fit", "--no-direct", *PLAIN, "--epochs", "2", "--holdout", "0", "-j", threads,
                      "-o", "/dev/null", *options, DATA / "train.csv.gz"])
    return max(float(rate) for rate in re.findall(r"(\d+) rows/s", text))


def training(options):
    for hidden in ("500", "500,500", "2000"):
        ours, theirs, ratios = [], [], []
        for _ in range(options.runs):
            theirs.append(peer("train", "--hidden", hidden, "--epochs", "2", "--threads",
                               str(options.threads), str(DATA / "train.csv.gz"))[0])
            ours.append(fit_rate(["--hidden", hidden], options.threads))
            ratios.append(ours[-1] / theirs[-1])
        report(f"training, hidden {hidden}", ratios, "4.5",
               f"{statistics.median(ours):.0f} against {statistics.median(theirs):.0f} rows/s")
    ratios = []
    for _ in range(options.runs):
        theirs = peer("train", "--hidden", "500", "--epochs", "2", "--threads", str(options.threads),
                      str(DATA / "train.csv.gz"))[0]
        ratios.append(fit_rate(["--hidden", "500", "--masks", "32"], options.threads) / theirs)
    report("training, hidden 500, 32 masks; peer with one", ratios, "3")


def scoring(options, work, model):
    rows = 100_000
    plain, packed, idx = work / "rows.csv", work / "rows.csv.gz", work / "rows.idx.gz"
    body = gzip.decompress((DATA / "train.csv.gz").read_bytes())
    plain.write_bytes(body + body)
    subprocess.run(["gzip", "-k", plain], check=True)
    with gzip.open(idx, "wb", compresslevel=6) as file:
        file.write(struct.pack(">IIII", 0x803, rows, 28, 28))
        file.write(bytes(byte - 48 for byte in (body + body)[::2]))
    score = [BIN / "made-score", "-j", options.threads, "-m", model]
    whole, gz, idx_ratios = [], [], []
    for _ in range(options.runs):
        theirs = peer("score", "--hidden", "500", "--threads", str(options.threads), str(plain))[1]
        whole.append(theirs / run(score + [plain])[0])
        inflate = run(["gzip", "-dc", packed])[0]
        ours = run(score + [packed])[0]
        gz.append(ours / inflate)
        idx_ratios.append(ours / run(score + [idx])[0])
    report(f"scoring {rows} rows of CSV, whole processes", whole, "10")
    report("scoring the same gzip'd, wall time over gzip -dc", gz, "at most 1.5")
    report("scoring IDX.gz, rows/s over CSV.gz", idx_ratios, "1")


def sampling(options, models):
    for hidden, aim in (("500", "1000"), ("500,500", "600")):
        ratios, ours = [], []
        for _ in range(options.runs):
            theirs = peer("sample", "--hidden", hidden, "--threads", str(options.threads), "--columns",
                          "784", "-n", "100")[0]
            wall = run([BIN / "made-sample", "-j", options.threads, "-m", models[hidden], "-n",
                        "100000", "--seed", "1"])[0]
            ours.append(100_000 / wall)
            ratios.append(ours[-1] / theirs)
        report(f"sampling 100000 rows, hidden {hidden}, rows/s", ratios, aim,
               f"{statistics.median(ours):.0f} rows/s")


def footprint(options, work, model):
    one = work / "one.csv"
    lines = gzip.decompress((DATA / "test.csv.gz").read_bytes()).splitlines(keepends=True)
    one.write_bytes(lines[0])
    walls = sorted(run([BIN / "made-score", "-m", model, one])[0] for _ in range(20))
    print(f"start to first score of one row: {1000 * statistics.median(walls):.1f} ms (at most 15)")
    small, large = work / "small.csv", work / "large.csv"
    small.write_bytes(b"".join(lines[:10_000]))
    with open(large, "wb") as file:
        for _ in range(100):
            file.writelines(lines[:10_000])
    for tool, first, second in (
            ("made-score", ["-m", model, small], ["-m", model, large]),
            ("made-sample", ["-m", model, "-n", "10000"], ["-m", model, "-n", "1000000"])):
        pair = [peak([BIN / tool, "-j", options.threads, *words]) for words in (first, second)]
        print(f"{tool}: peak memory {pair[0]:.0f} KiB for 10^4 rows, {pair[1]:.0f} KiB for 10^6")
    fit = [BIN / "made-fit", "-j", options.threads, "--no-direct", *PLAIN, "--epochs", "1", "-o", "/dev/null"]
    memory = peak([*fit, "-q", DATA / "train.csv.gz"])
    _, text = run([*fit, "-v", DATA / "train.csv.gz"])
    packed = int(re.search(r"packed data +(\d+)", text).group(1))
    parameters = int(re.search(r"parameters +(\d+)", text).group(1))
    limit = (packed + 6 * 4 * parameters) / 1024 + 64 * 1024
    print(f"made-fit: peak memory {memory:.0f} KiB; packed data + 6 x parameters + 64 MiB is {limit:.0f} KiB")


def reading(options, work):
    """Bytes a second of reading and packing CSV, beside what memory and gzip allow."""
    plain = work / "read.csv"
    body = gzip.decompress((DATA / "train.csv.gz").read_bytes())
    text = 4 * body
    copy = bytearray(text)
    plain.write_bytes(text)
    subprocess.run(["gzip", "-k", plain], check=True)
    size = plain.stat().st_size
    idle = [BIN / "made-fit", "-q", "--dry-run"]
    one = work / "one-row.csv"
    one.write_bytes(body[:body.index(b"\n") + 1] * 2)
    rates = {"copying memory": [], "made-fit --dry-run, plain": [], "gzip -dc": [],
             "made-fit --dry-run, gzip'd": []}
    for _ in range(options.runs):
        start = time.perf_counter()
        memoryview(copy)[:] = text
        rates["copying memory"].append(size / (time.perf_counter() - start))
        start_up = run(idle + [one])[0]
        rates["made-fit --dry-run, plain"].append(size / (run(idle + [plain])[0] - start_up))
        rates["gzip -dc"].append(size / run(["gzip", "-dc", str(plain) + ".gz"])[0])
        rates["made-fit --dry-run, gzip'd"].append(
            size / (run(idle + [str(plain) + ".gz"])[0] - start_up))
    for name, values in rates.items():
        print(f"{name}: {statistics.median(values) / 1e9:.2f} GB/s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=["training", "scoring", "sampling", "footprint", "reading"])
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        models = {}
        if options.only not in ("training", "reading"):
            for hidden in ("500", "500,500"):
                models[hidden] = work / f"{len(models)}.made"
                run([BIN / "made-fit", "-q", "--no-direct", "--hidden", hidden, "--epochs", "3", "-o",
                     models[hidden], DATA / "train.csv.gz"])
        print(f"{options.threads} threads, {options.runs} alternating runs\n")
        print("| work | aim | min | median | max | |\n|---|---|---|---|---|---|")
        if options.only in (None, "training"):
            training(options)
        if options.only in (None, "scoring"):
            scoring(options, work, models["500"])
        if options.only in (None, "sampling"):
            sampling(options, models)
        print()
        if options.only in (None, "footprint"):
            footprint(options, work, models["500"])
        if options.only in (None, "reading"):
            reading(options, work)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
