#!/usr/bin/env python3
"""Can a boosted classifier tell drawn rows from real ones? The strict two-sample test, for these tools and for others.

    tables.py [--seeds N] [--program PROGRAM]... [TABLE.csv[.gz][=WORDS,WORDS...]]...

Of each table nine tenths of the rows, as the studies split them (numpy, seed 1234), are what a program learns from; it draws as many.
The score is 1 - (2 AUC - 1) of XGBoost with its defaults on real and drawn rows, as `sdmetrics` computes it from three folds: 1 if it
cannot tell. Shapes and trends are those of its quality report. CPU seconds and memory are those of a process that fits, and of one that
draws; for a program in Python both are one process, whose seconds are told apart.

A table is a file whose columns are numbers if all their cells are; WORDS are columns of digits that are words. Without any these are
adult, shoppers and magic of $MADE_DATA (default ../shared/data). PROGRAM is made-fit, with options after it in one argument, or one of
the others below, which have to be installed in the Python that runs this; by default made-fit alone.

    pip install sdmetrics xgboost pandas scikit-learn            the test
    pip install nrgboost utrees ForestDiffusion arfpy            the others
"""
import argparse
import gzip
import os
import pathlib
import re
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release"))
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data"))
ADULT = ("age,workclass,fnlwgt,education,education_num,marital,occupation,relationship,race,sex,capital_gain,"
         "capital_loss,hours,country,income")
KNOWN = {
    "adult": (DATA / "adult-census/adult.data.gz", []),
    "shoppers": (DATA / "two-sample/shoppers.csv.gz", ["OperatingSystems", "Browser", "Region", "TrafficType"]),
    "magic": (DATA / "two-sample/magic.csv.gz", []),
}


def table(path):
    """All cells as texts; the census file has no header, and blanks after commas."""
    names = ADULT.split(",") if str(path).endswith("adult.data.gz") else None
    return pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True, names=names)


def words_of(rows, more):
    """The columns that are words."""
    numbers = [c for c in rows if c not in more and pd.to_numeric(rows[c], errors="coerce").notna().all()]
    return [c for c in rows if c not in numbers]


def typed(rows, words):
    return rows.astype({c: str if c in words else float for c in rows})


def coded(rows, words):
    """Words as whole numbers, with the texts that they stand for."""
    texts = {c: sorted(rows[c].unique()) for c in words}
    rows = typed(rows, words)
    for c in words:
        rows[c] = rows[c].map({text: i for i, text in enumerate(texts[c])})
    return rows, texts


def worded(values, columns, texts):
    drawn = pd.DataFrame(values, columns=columns)
    for c in texts:
        codes = np.clip(np.rint(drawn[c].astype(float)), 0, len(texts[c]) - 1).astype(int)
        drawn[c] = [texts[c][i] for i in codes]
    return drawn


# Each takes the training rows as texts, the columns of words, how many rows to draw, and a seed; it returns what draws them.

def nrgboost(rows, words, count, seed):
    from nrgboost import Dataset, NRGBooster
    rows = typed(rows, words).astype({c: "category" for c in words})
    model = NRGBooster.fit(Dataset(rows), {"num_trees": 200, "max_leaves": 256, "shrinkage": 0.15}, seed=seed)
    return lambda: model.sample(count, num_steps=100)


def utrees(rows, words, count, seed):
    from utrees import UnmaskingTrees
    values, texts = coded(rows, words)
    kinds = ["categorical" if c in words else "integer" if (values[c] % 1 == 0).all() else "continuous" for c in values]
    model = UnmaskingTrees(random_state=seed).fit(values.to_numpy(float), quantize_cols=kinds)
    return lambda: worded(model.generate(count), rows.columns, texts)


def forest_diffusion(rows, words, count, seed):
    from ForestDiffusion import ForestDiffusionModel
    values, texts = coded(rows, words)
    places = [list(values).index(c) for c in words]
    model = ForestDiffusionModel(
        values.to_numpy(float), n_t=50, duplicate_K=50, diffusion_type="flow", n_jobs=-1, seed=seed,
        bin_indexes=[p for p in places if len(texts[values.columns[p]]) == 2],
        cat_indexes=[p for p in places if len(texts[values.columns[p]]) > 2],
        int_indexes=[p for p, c in enumerate(values) if c not in words and (values[c] % 1 == 0).all()])
    return lambda: worded(model.generate(batch_size=count), rows.columns, texts)


def arfpy(rows, words, count, seed):
    # It asks numpy for a name that 2.4 no longer has.
    np.in1d = getattr(np, "in1d", np.isin)
    from arfpy import arf
    model = arf.arf(x=typed(rows, words).astype({c: "category" for c in words}), random_state=seed, verbose=False)
    model.forde()
    return lambda: model.forge(n=count)


OTHERS = {"nrgboost": nrgboost, "utrees": utrees, "ForestDiffusion": forest_diffusion, "arfpy": arfpy}


def run_other(name, train, words, seed, out):
    """In a process of its own: fits and draws, and prints the CPU seconds of both."""
    rows = table(train)
    start = cpu(resource.RUSAGE_SELF)
    draw = OTHERS[name](rows, words, len(rows), seed)
    fitted = cpu(resource.RUSAGE_SELF)
    drawn = draw()
    print(f"seconds {fitted - start} {cpu(resource.RUSAGE_SELF) - fitted}")
    drawn.to_csv(out, index=False)


def cpu(who):
    use = resource.getrusage(who)
    children = resource.getrusage(resource.RUSAGE_CHILDREN) if who == resource.RUSAGE_SELF else None
    return use.ru_utime + use.ru_stime + (children.ru_utime + children.ru_stime if children else 0)


# A process counts the memory of the one that it was forked from, which here has boosted trees: so a small one stands between.
MEASURED = ("import resource, subprocess, sys\nstatus = subprocess.call(sys.argv[1:])\n"
            "use = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            "print(use.ru_utime + use.ru_stime, use.ru_maxrss, file=sys.stderr)\nsys.exit(status != 0)")


def process(command):
    """Runs a command; its output, CPU seconds and MiB."""
    result = subprocess.run([sys.executable, "-S", "-c", MEASURED, *map(str, command)], capture_output=True, text=True)
    *error, measured = result.stderr.strip().splitlines()
    if result.returncode != 0:
        raise RuntimeError((error or ["failed"])[-1])
    seconds, kilobytes = map(float, measured.split())
    return result.stdout, seconds, kilobytes / 1024


def fit_and_draw(program, folder, words, count, seed):
    """The CPU seconds of fitting and drawing, and MiB; the rows are in drawn.csv."""
    train, drawn, model = (f"{folder}/{name}" for name in ("train.csv", "drawn.csv", "model"))
    name, *options = shlex.split(program)
    if name != "made-fit":
        command = [sys.executable, __file__, "--as", name, "--words", ",".join(words), "--seed", str(seed), train, drawn]
        out, _, memory = process(command)
        fitting, drawing = re.search(r"seconds (\S+) (\S+)", out).groups()
        return float(fitting), float(drawing), memory
    asked = [o for c in words for o in ("--type", f"{c}=categorical")]
    _, fitting, memory = process([BIN / "made-fit", "-q", "--seed", str(seed), *asked, *options, "-o", model, train])
    _, drawing, more = process([BIN / "made-sample", "-q", "-m", model, "-n", str(count), "--seed", str(seed), "-o", drawn])
    return fitting, drawing, max(memory, more)


def judge(real, drawn, words):
    """The score of the two-sample test, and shapes and trends."""
    from sdmetrics.reports.single_table import QualityReport
    from sdmetrics.single_table.detection.sklearn import ScikitLearnClassifierDetectionMetric
    from xgboost import XGBClassifier

    class Boosting(ScikitLearnClassifierDetectionMetric):
        @staticmethod
        def _get_classifier():
            return XGBClassifier(eval_metric="logloss", enable_categorical=True, random_state=0)

    metadata = {"columns": {c: {"sdtype": "categorical" if c in words else "numerical"} for c in real}}
    np.random.seed(0)
    score = Boosting.compute(real_data=real, synthetic_data=drawn, metadata=metadata)
    report = QualityReport()
    report.generate(real, drawn, metadata, verbose=False)
    parts = {part["Property"]: part["Score"] for _, part in report.get_properties().iterrows()}
    return score, parts["Column Shapes"], parts["Column Pair Trends"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--program", action="append", help="made-fit and its options, or one of the others")
    for name in ["--as", "--words", "--seed"]:
        parser.add_argument(name, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if getattr(options, "as"):
        words = [w for w in options.words.split(",") if w]
        return run_other(getattr(options, "as"), options.tables[0], words, int(options.seed), options.tables[1])
    print("| table | program | score | shapes | trends | fit, CPU s | draw, CPU s | MiB |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for argument in options.tables or KNOWN:
        path, _, more = argument.partition("=")
        path, more = KNOWN.get(argument, (pathlib.Path(path), [w for w in more.split(",") if w]))
        rows = table(path)
        words = words_of(rows, more)
        order = np.arange(len(rows))
        np.random.seed(1234)
        np.random.shuffle(order)
        train = rows.iloc[order[:int(len(rows) * 0.9)]]
        name = path.name.split(".")[0]
        for program in options.program or ["made-fit"]:
            results = []
            with tempfile.TemporaryDirectory() as folder:
                train.to_csv(f"{folder}/train.csv", index=False)
                for seed in range(1, options.seeds + 1):
                    try:
                        costs = fit_and_draw(program, folder, words, len(train), seed)
                    except RuntimeError as error:
                        print(f"| {name} | {program} | {error} | | | | | |", flush=True)
                        break
                    drawn = table(f"{folder}/drawn.csv")
                    results.append((*judge(typed(train, words), typed(drawn, words), words), *costs))
            if results:
                score, shapes, trends, fitting, drawing, memory = (statistics.median(values) for values in zip(*results))
                print(f"| {name} | {program} | {score:.3f} | {shapes:.4f} | {trends:.4f} | {fitting:.1f} | {drawing:.2f} "
                      f"| {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
