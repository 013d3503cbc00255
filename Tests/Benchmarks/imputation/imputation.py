#!/usr/bin/env python3
"""How well holes of numbers are filled: the table of README.md beside this file, for these tools and for others.

    Tests/Benchmarks/imputation/imputation.py [--seeds N] [--program PROGRAM]... [TABLE]...

Of each table a fifth of the cells, at random, are taken away; a program learns from what is left and fills each hole five times.
Columns are scaled by their smallest and largest value, and the measures are those of ForestDiffusion (Jolicoeur-Martineau et al.
2024) and UnmaskingTrees (McCarter 2024), lower is better:

  MinMAE   mean over the holes of the smallest of the five distances to the value that was there
  AvgMAE   mean over the holes and the five
  W1       Wasserstein-1 distance between the filled table and the whole one, with city block distances: the cheapest assignment
           of rows to rows, mean of the five

Tables are iris, wine, cancer and diabetes of scikit-learn, and those of $MADE_DATA/anomalies (default ../shared/data) that are named
below, without their last column. PROGRAM is made-fit, with options after it in one argument, and most-likely before it where what is most
likely in the holes is taken five times, in place of five draws; or one of the others; by default made-fit.

    pip install numpy scipy scikit-learn pandas                  the measures
    pip install utrees miceforest                                the others
"""
import argparse
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release"))
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data"))
TABLES = ["iris", "wine", "cancer", "diabetes", "glass", "ionosphere", "vertebral", "stamps", "pima", "wdbc"]
TIMES = 5


def table(name):
    if name in TABLES[:4]:
        from sklearn import datasets
        loaders = [datasets.load_iris, datasets.load_wine, datasets.load_breast_cancer, datasets.load_diabetes]
        return loaders[TABLES.index(name)]().data
    values = pd.read_csv(DATA / f"anomalies/{name}.csv.gz").to_numpy(float)[:, :-1]
    return values[:, values.min(0) < values.max(0)]


def made(holes, program, seed):
    with tempfile.TemporaryDirectory() as work:
        names = [f"x{number}" for number in range(holes.shape[1])]
        pd.DataFrame(holes, columns=names).to_csv(f"{work}/holes.csv", index=False)
        words = shlex.split(program)
        is_draw = words[0] != "most-likely"
        options = words[1 if is_draw else 2:]
        subprocess.run([BIN / "made-fit", "-q", "--seed", str(seed), *options, "-o", f"{work}/model", f"{work}/holes.csv"], check=True)
        subprocess.run([BIN / "made-sample", "-q", "-m", f"{work}/model", "--given", f"{work}/holes.csv",
                        *(["-n", str(TIMES), "--seed", str(seed)] if is_draw else ["--most-likely"]), "-o", f"{work}/filled.csv"], check=True)
        filled = pd.read_csv(f"{work}/filled.csv")
        # A column that was left out, as all its cells are alike, has that one value.
        known = {name: holes[:, number][~np.isnan(holes[:, number])][0] for number, name in enumerate(names) if name not in filled}
        rows = filled.assign(**known)[names].to_numpy(float)
        return rows.reshape(len(holes), TIMES if is_draw else 1, -1).swapaxes(0, 1).repeat(1 if is_draw else TIMES, axis=0)


def utrees(holes, _, seed):
    from utrees import UnmaskingTrees
    return UnmaskingTrees(random_state=seed).fit(holes).impute(n_impute=TIMES)


def miceforest(holes, _, seed):
    import miceforest
    frame = pd.DataFrame(holes, columns=[f"x{number}" for number in range(holes.shape[1])])
    kernel = miceforest.ImputationKernel(frame, num_datasets=TIMES, random_state=seed)
    kernel.mice(5)
    return np.stack([kernel.complete_data(number).to_numpy() for number in range(TIMES)])


def measures(whole, holes, filled):
    """MinMAE, AvgMAE and W1."""
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    low, range_ = whole.min(0), np.ptp(whole, axis=0)
    whole, filled = (whole - low) / range_, (filled - low) / range_
    distances = np.abs(filled - whole)[:, np.isnan(holes)]
    costs = [cdist(one, whole, "cityblock") for one in filled]
    return (distances.min(0).mean(), distances.mean(),
            np.mean([cost[linear_sum_assignment(cost)].mean() for cost in costs]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", metavar="TABLE")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--program", action="append")
    options = parser.parse_args()
    programs = options.program or ["made-fit"]
    results = {program: [] for program in programs}
    print("| table | program | MinMAE | AvgMAE | W1 | seconds |\n" + "|---" * 6 + "|")
    for name in options.tables or TABLES:
        whole = table(name)
        for program in programs:
            found = []
            for seed in range(1, options.seeds + 1):
                holes = np.where(np.random.default_rng(seed).random(whole.shape) < 0.2, np.nan, whole)
                fill = {"utrees": utrees, "miceforest": miceforest}.get(program, made)
                start = time.perf_counter()
                filled = fill(holes, program, seed)
                seconds = time.perf_counter() - start
                if np.isnan(filled).any() or not np.allclose(np.where(np.isnan(holes), 0, filled - whole), 0, atol=1e-5 * np.ptp(whole)):
                    sys.exit(f"{program} left holes, or changed what it knew, in {name}")
                found.append((*measures(whole, holes, filled), seconds))
            row = [statistics.mean(values) for values in zip(*found)]
            results[program].append(row)
            print(f"| {name} | {program} | " + " | ".join(f"{value:.4f}" for value in row[:3]) + f" | {row[3]:.1f} |", flush=True)
    print("\n| program | wins in MinMAE | in AvgMAE | in W1 | mean MinMAE | AvgMAE | W1 |\n" + "|---" * 7 + "|")
    for program in programs:
        wins = [sum(row[k] == min(results[other][t][k] for other in programs) for t, row in enumerate(results[program])) for k in range(3)]
        means = [statistics.mean(row[k] for row in results[program]) for k in range(3)]
        print(f"| {program} | " + " | ".join(map(str, wins)) + " | " + " | ".join(f"{mean:.4f}" for mean in means) + " |")


if __name__ == "__main__":
    main()
