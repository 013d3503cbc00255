#!/usr/bin/env python3
"""Likelihood of the ten folds of RNADE's red wine table, as a density of standardised values.

    python3 Tests/Benchmarks/likelihood/redwine.py [OPTION OF made-fit]...

Values are probabilities of recorded values to made-fit, spread over the step of their grid (made-score --unit density), here in
units of the training rows' standard deviation. The file holds single-precision numbers with nine digits, 8.89999962 for what was
recorded as 8.9; they are read back as what was recorded. Six cells of alcohol are thirds, 9.23333: they would make its grid a
million times finer and the density of all others a million times larger, for nothing, so a column has the decimals of 99.5 % of
its training cells, to which the others are rounded. A quarter of the test rows stand verbatim among the training rows of their
fold, so rows that do are reported apart. Beside them are Gaussian mixtures of the same folds, their number of components chosen
on a tenth of the training rows. Needs numpy and scikit-learn; the folds are looked for in ../shared/data or MADE_DATA, the tools
in .build/release or MADE_BIN.
"""
import gzip
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from sklearn.mixture import GaussianMixture

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release")).resolve()
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data")).resolve() / "rnade-redwine"


def cells_of(path):
    with gzip.open(path, "rt") as file:
        return [[np.float32(cell) for cell in line.split(",")] for line in file if line.strip()]


def decimals_of(column):
    """The fewest decimals that 99.5 % of the cells have."""
    lengths = sorted(len(str(cell).removesuffix(".0").partition(".")[2]) for cell in column)
    return lengths[int(0.995 * len(lengths))]


def rows_of(cells, decimals):
    return [",".join(f"{float(str(cell)):.{places}f}" for cell, places in zip(row, decimals)) for row in cells]


def made_fit(train, test, spread, folder, options):
    model = folder / "model"
    subprocess.run([BIN / "made-fit", "-q", "--no-header", "-o", model, *options], input="\n".join(train) + "\n", text=True, check=True)
    scores = subprocess.run([BIN / "made-score", "-q", "--no-header", "-m", model, "--unit", "density"],
                            input="\n".join(test) + "\n", text=True, check=True, capture_output=True).stdout
    return np.array(scores.split(), float) + np.log(spread).sum()


def gaussians(train, test):
    held = np.random.RandomState(0).permutation(len(train)) < len(train) // 10

    def fitted(components, rows):
        return GaussianMixture(components, reg_covar=1e-3, n_init=3, random_state=0).fit(rows)

    best = max(range(1, 13), key=lambda components: fitted(components, train[~held]).score(train[held]))
    return fitted(best, train).score_samples(test)


def main():
    both = {"made-fit": [], "Gaussians": []}
    isNew = []
    for fold in range(1, 11):
        cells = [cells_of(DATA / f"fold{fold}.{part}.csv.gz") for part in ("train", "test")]
        decimals = [decimals_of(column) for column in zip(*cells[0])]
        texts = [rows_of(part, decimals) for part in cells]
        known = set(texts[0])
        isNew.append(np.array([row not in known for row in texts[1]]))
        train, test = (np.array([row.split(",") for row in rows], float) for rows in texts)
        spread, mean = train.std(axis=0), train.mean(axis=0)
        with tempfile.TemporaryDirectory() as folder:
            both["made-fit"].append(made_fit(*texts, spread, pathlib.Path(folder), sys.argv[1:]))
        both["Gaussians"].append(gaussians((train - mean) / spread, (test - mean) / spread))
        print(f"fold {fold:2}", *(f"{name} {-folds[-1].mean():.3f}" for name, folds in both.items()), file=sys.stderr)
    print("| | all rows | standard error of the folds' means | new rows | repeated rows |")
    print("|---|---|---|---|---|")
    for name, folds in both.items():
        means = np.array([-fold.mean() for fold in folds])
        new = np.array([-fold[rows].mean() for fold, rows in zip(folds, isNew)])
        repeated = np.array([-fold[~rows].mean() for fold, rows in zip(folds, isNew) if not rows.all()])
        print(f"| {name} | {means.mean():.3f} | {means.std(ddof=1) / len(means) ** 0.5:.3f} | {new.mean():.3f} | {repeated.mean():.3f} |")
    print(f"\n{np.concatenate(isNew).mean() * 100:.1f} % of the test rows are new")


if __name__ == "__main__":
    main()
