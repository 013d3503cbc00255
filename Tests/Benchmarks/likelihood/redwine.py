#!/usr/bin/env python3
"""Likelihood of the ten folds of RNADE's red wine table, as a density of standardised values.

  python3 Tests/Benchmarks/likelihood/redwine.py [OPTION OF made-fit]...

made-fit models numbers as they are written, so its probabilities are of recorded values, and those of this table
repeat. What is compared with published densities must not gain by that. So each bin is stretched half-way to the
training values of its neighbours, and its probability spread evenly over all of it:

    density(x) = p(bin of x) / (width of the stretched bin),   in units of the training rows' standard deviation

Values beyond the outermost bins have the probability of "other" values, spread over the range once more on either
side. The whole is a density: it integrates to 1. Needs numpy; the folds are looked for in ../shared/data or
MADE_DATA, the tools in .build/release or MADE_BIN.
"""
import gzip
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release")).resolve()
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data")).resolve() / "rnade-redwine"


def bins_of(model):
    """For each column: (decimals, lower ends, upper ends), in units."""
    found = []
    for line in model.split(b"\n"):
        if line.startswith(b"bins "):
            words = line.decode().split(" ")[1:]
            ends = np.array([[int(w.split(":")[0]), int(w.split(":")[-1])] for w in words[3:]], float)
            found.append((int(words[1]), ends[:, 0], ends[:, 1]))
    return found


def fold(number, options, place):
    train, test = (np.loadtxt(gzip.open(DATA / f"fold{number}.{part}.csv.gz"), delimiter=",")
                   for part in ("train", "test"))
    model = place / "model"
    subprocess.run([BIN / "made-fit", "-o", model, *options, DATA / f"fold{number}.train.csv.gz"],
                   capture_output=True, check=True)
    valid = float(re.search(rb"\nvalidation-log-likelihood (\S+)", model.read_bytes())[1])
    columns = bins_of(model.read_bytes())
    assert len(columns) == train.shape[1], "not all columns are numbers"
    cells, spread = [], np.zeros(len(test))
    for values, column, (decimals, low, high) in zip(test.T, train.T, columns):
        deviation = column.std()
        unit = 10.0 ** -decimals
        known = np.unique(np.rint(column / unit))
        first, last = known[np.searchsorted(known, low)], known[np.searchsorted(known, high, side="right") - 1]
        edges = np.concatenate([[first[0] - 0.5], (last[:-1] + first[1:]) / 2, [last[-1] + 0.5]])
        tile = np.searchsorted(edges, values / unit, side="right") - 1
        outside = (tile < 0) | (tile >= len(low))
        tile = np.clip(tile, 0, len(low) - 1)
        range_ = edges[-1] - edges[0]
        inside = high - low + 1
        other = high[-1] - low[0] + 1 - inside.sum() + 1
        # From the probability of a value to that of its slot, and on to the density.
        spread += np.where(outside, np.log(other) - np.log(2 * range_ * unit / deviation),
                           np.log(inside[tile]) - np.log(np.diff(edges)[tile] * unit / deviation))
        cells.append([f"{int(v)}e{-decimals}" for v in np.where(outside, high[-1] + 10, first[tile])])
    rows = "\n".join(",".join(row) for row in zip(*cells)) + "\n"
    scored = subprocess.run([BIN / "made-score", "-q", "-m", model, "--no-header"], input=rows, capture_output=True,
                            text=True, check=True)
    return valid, -(np.array(scored.stdout.split(), float) + spread).mean()


def main():
    with tempfile.TemporaryDirectory() as place:
        folds = np.array([fold(number, sys.argv[1:], pathlib.Path(place)) for number in range(1, 11)])
    print("validation", *(f"{v:.3f}" for v in folds[:, 0]), "mean", f"{folds[:, 0].mean():.3f}")
    if os.environ.get("TEST"):
        print("test NLL  ", *(f"{v:.3f}" for v in folds[:, 1]), "mean", f"{folds[:, 1].mean():.3f}", "standard error",
              f"{folds[:, 1].std(ddof=1) / 10 ** 0.5:.3f}")


if __name__ == "__main__":
    main()
