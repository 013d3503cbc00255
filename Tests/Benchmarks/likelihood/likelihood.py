#!/usr/bin/env python3
"""The table of likelihoods in README.md beside this file: fits, checks, scores the test records once, prints a row a model.

    Tests/Benchmarks/likelihood/likelihood.py [OPTION]... [NAME]...     all data sets, or the named ones

Each data set has three rows: the plain defaults with --valid; what made-fit --auto finds; and the
best configuration known (BEST below, chosen by validation records; several members are a mixture
whose weights made-score --fit-weights finds on the validation records).

Data sets lie in $MADE_DATA (default ../shared/data) as NAME/{train,valid,test}.csv.gz, programs in
$MADE_BIN (default .build/release). Every model is checked before its row is printed, and a model that
fails ends the run with status 1:

  - made-masks --check: every mask is autoregressive;
  - the mean NLL of the model's own samples must agree with its entropy. The sampler cannot look at
    a column before it has drawn it, so scores of leaking or unnormalised conditionals give themselves
    away. With one mask the entropy is estimated by the mean over drawn rows of the sum of the entropies
    of their conditionals, and both must agree within 4 standard errors of the difference. The entropy
    of a mixture of M masks lies between the mean entropy of its masks and log M above that.
"""
import argparse
import csv
import json
import math
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release"))
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data"))

# name: the harder of the published figures, mean negative log-likelihoods of the test records in nats, and whose they are.
# Quoted from memory of the papers or from secondary sources, not measured here. CM: continuous mixtures of Chow-Liu trees
# (Correia et al. 2023); HCLT: hidden Chow-Liu trees (Liu and Van den Broeck 2021); ID-SPN: sum-product networks of direct and
# indirect interactions (Rooshenas and Lowd 2014).
QUOTED = {
    "nade-adult": "13.12 MADE", "nade-connect4": "11.90 MADE",
    "nade-dna": "79.66 MADE", "nade-mushrooms": "9.68 MADE, 9.55 DARN",
    "nade-nips": "277.28 MADE, 272.39 EoNADE", "nade-ocr_letters": "28.34 MADE, 27.22 NADE",
    "nade-rcv1": "46.74 MADE, 46.12 EoNADE", "nade-web": "28.25 MADE, 27.87 EoNADE",
    "binarized_mnist": "86.64 MADE, 84.68 EoNADE",
    "nltcs": "5.99 CM, 6.00 HCLT", "msnbc": "6.05 CM, 6.04 ID-SPN",
    "kdd": "2.12 CM, 2.13 ID-SPN", "plants": "12.26 CM, 12.54 ID-SPN",
    "baudio": "39.02 CM, 39.77 HCLT", "jester": "51.94 CM, 52.46 HCLT",
    "bnetflix": "55.49 CM, 56.27 HCLT", "accidents": "26.74 HCLT, 28.69 CM",
    "tretail": "10.82 CM, 10.85 ID-SPN", "pumsb_star": "22.40 ID-SPN, 23.64 HCLT",
    "dna": "79.05 HCLT, 81.21 ID-SPN", "kosarek": "10.55 CM, 10.60 HCLT",
    "msweb": "9.60 CM, 9.73 ID-SPN", "book": "33.55 CM, 33.53 HCLT",
    "tmovie": "49.22 CM, 50.81 HCLT", "cwebkb": "150.21 CM, 151.84 ID-SPN",
    "cr52": "81.52 CM, 83.35 ID-SPN", "c20ng": "148.17 CM, 151.47 ID-SPN",
    "bbc": "240.19 CM, 248.93 ID-SPN", "ad": "14.76 CM, 16.07 HCLT",
}

# The best configurations known, as options of made-fit: each is fitted with seeds 1, 2, ... for the
# members of a mixture.
BEST = {
    "nade-adult": (4, "--hidden 1000 --masks 4 --dropout 0.4"),
    "nade-connect4": (2, "--hidden 1000 --masks 4 --dropout 0.3"),
    "nade-dna": (3, "--hidden 250 --masks endless --evaluate-masks 64 --dropout 0.5 "
                    "--input-dropout 0.2 --learning-rate 0.003 --epochs 2000"),
    "nade-mushrooms": (4, "--dropout 0.6 --learning-rate 0.003 --batch-size 25"),
    "nade-nips": (3, "--hidden 2000 --no-direct --activation sigmoid --masks 32 --dropout 0.5 --input-dropout 0.3 "
                     "--learning-rate 0.0003 --batch-size 20 --patience 60"),
    "nade-ocr_letters": (2, "--hidden 2000 --dropout 0.5"),
    "binarized_mnist": (2, "--hidden 4000 --dropout 0.5 --patience 10"),
    "nltcs": (3, "--hidden 1000 --masks 4 --dropout 0.3"),
    "plants": (3, "--hidden 1000 --masks 4 --dropout 0.3 --learning-rate 0.003"),
    "baudio": (3, "--hidden 1000 --masks 8 --dropout 0.5"),
    "kosarek": (6, "--hidden 1000 --masks 4 --dropout 0.3"),
    "book": (4, "--masks 4 --dropout 0.3"),
    "tretail": (3, "--hidden 1000 --masks 4 --dropout 0.3"),
    "msnbc": (2, "--hidden 500,500,500 --residual --dropout 0.2"),
}
# What goes with them where they do not say otherwise: the defaults of the version that they were chosen with.
BEFORE = {"--hidden": "500", "--masks": "1", "--learning-rate": "0.001", "--batch-size": "100", "--no-sharpen": None}
# For the sets that nothing has been chosen for by hand.
USUALLY_BEST = (3, "--hidden 1000 --masks 4 --dropout 0.3 --learning-rate 0.003 --sharpen")

SAMPLES = 2000


def tool(name, *arguments, **options):
    """Runs a tool to its end; its standard output as text."""
    return subprocess.run([BIN / name, *map(str, arguments)], check=True, text=True,
                          stdout=subprocess.PIPE, **options).stdout


def explicit(words):
    """Options of made-fit, with those of BEFORE that they lack."""
    given = [*words, "--no-sharpen"] if "--sharpen" in words else words
    return words + [word for option, value in BEFORE.items() if option not in given
                    for word in (option, value) if word is not None]


def mean_and_error(values):
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return mean, math.sqrt(variance / len(values))


class Row:
    """One line of the table: a model, or a mixture of several."""

    def __init__(self, name, kind, members, keep):
        self.name, self.kind, self.members = name, kind, members
        self.data = DATA / name
        self.paths = [keep / f"{name}-{kind}-{number}.made" for number in range(len(members))]
        self.seconds = 0.0
        self.options = []

    def fit(self):
        """Fits what is not there yet; a fit that was kept brings its seconds and options along."""
        for options, path in zip(self.members, self.paths):
            note = path.with_suffix(".json")
            if not (path.exists() and note.exists()):
                start = time.monotonic()
                report = subprocess.run(
                    [BIN / "made-fit", *options, "--valid", self.data / "valid.csv.gz", "-o", path,
                     self.data / "train.csv.gz"],
                    check=True, text=True, stderr=subprocess.PIPE).stderr
                chosen = options
                if "--auto" in options:
                    words = shlex.split(report.strip().splitlines()[-1])
                    chosen = words[1:words.index("--valid")]
                chosen = [word for word in chosen if not word.startswith("-j")]
                note.write_text(json.dumps(
                    {"seconds": time.monotonic() - start, "options": chosen}))
            kept = json.loads(note.read_text())
            self.seconds += kept["seconds"]
            self.options.append(" ".join(kept["options"]) or "(defaults)")

    def models(self):
        return [word for path in self.paths for word in ("-m", path)]

    def summary(self, part):
        """Mean NLL and its standard error of the records of train, valid or test."""
        row = list(csv.reader(tool("made-score", *self.models(), *self.weights, "--summary",
                                   self.data / f"{part}.csv.gz").splitlines()))[1]
        return -float(row[1]), float(row[2])

    def check(self):
        """Stops unless every mask is autoregressive and every model scores its samples as it must."""
        for path in self.paths:
            tool("made-masks", "-m", path, "--check")
            masks = self.masks(path)
            entropies, scores = [], []
            drawn = tool("made-sample", "-m", path, "-n", SAMPLES, "--seed", 1, "--probabilities",
                         "--with-score", "--no-header")
            for line in drawn.splitlines():
                *probabilities, score = map(float, line.split(","))
                entropies.append(sum(-p * math.log(p) - (1 - p) * math.log1p(-p)
                                     for p in probabilities if 0 < p < 1))
                scores.append(-score)
            again = [-float(line) for line in self.scores_of_samples(path)]
            worst = max(abs(a - b) / max(1, abs(a)) for a, b in zip(scores, again))
            difference, error = mean_and_error([s - e for s, e in zip(scores, entropies)])
            entropy, _ = mean_and_error(entropies)
            nll, nll_error = mean_and_error(scores)
            self.own = f"{nll:.2f} ({entropy:.2f} to {entropy + math.log(masks):.2f})"
            if worst > 1e-4:
                sys.exit(f"{path}: made-sample and made-score differ by {worst:.1e} of the score")
            if not -4 * error <= difference <= math.log(masks) + 4 * error:
                sys.exit(f"{path}: its samples score {nll:.3f}, its entropy is from {entropy:.3f} "
                         f"to {entropy + math.log(masks):.3f}: these are not probabilities")

    def scores_of_samples(self, path):
        rows = tool("made-sample", "-m", path, "-n", SAMPLES, "--seed", 1)
        lines = tool("made-score", "-m", path, input=rows).splitlines()
        return lines[len(lines) - SAMPLES:]

    def masks(self, path):
        info = tool("made-masks", "-m", path, "--info")
        return int(re.search(r"^ensemble\s+(\d+)", info, re.M).group(1))

    def report(self, looks_at_test):
        self.fit()
        self.check()
        self.weights = []
        if len(self.paths) > 1:
            fitted = tool("made-score", *self.models(), "--fit-weights",
                          self.data / "valid.csv.gz").strip()
            self.weights = ["--mixture-weights", fitted]
        valid, _ = self.summary("valid")
        test, error = self.summary("test") if looks_at_test else (math.nan, math.nan)
        masks = "+".join(str(self.masks(path)) for path in self.paths)
        options = f"`{self.options[0]}`"
        if len(self.members) > 1:
            options = f"mixture of seeds 1 to {len(self.members)}: " + options.replace(" --seed 1", "")
        quoted = QUOTED[self.name]
        best = min(map(float, re.findall(r"[0-9.]+", quoted)))
        mark = "**" if test < best else ""
        print(f"| {self.name} | {options} | {masks} | {valid:.3f} | {mark}{test:.3f}{mark} | "
              f"{error:.3f} | {self.own} | {self.seconds:.0f} | {quoted} |", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="data sets")
    parser.add_argument("--rows", default="defaults,auto,best", help="which rows, of these")
    parser.add_argument("--budget", default="30m", help="of each search (default: 30m)")
    parser.add_argument("--threads", type=int, help="of each fit (default: all)")
    parser.add_argument("--quick", action="store_true",
                        help="defaults of the small sets and searches of 30 seconds: ten minutes")
    parser.add_argument("--no-test", action="store_true",
                        help="leave the test records alone, for choosing")
    parser.add_argument("--keep", type=pathlib.Path, default=ROOT / ".build/likelihood",
                        help="directory of the models; those that are there are not fitted again")
    arguments = parser.parse_args()
    budget = "30s" if arguments.quick else arguments.budget
    rows = ["defaults", "auto"] if arguments.quick else arguments.rows.split(",")
    small = ["nltcs", "nade-mushrooms", "nade-adult", "nade-dna", "nade-nips", "plants", "tretail"]
    names = arguments.names or (small if arguments.quick else list(QUOTED))
    keep = arguments.keep / ("quick" if arguments.quick else "full")
    keep.mkdir(parents=True, exist_ok=True)
    print("| data set | `made-fit --valid` and | masks | valid NLL | test NLL | standard error "
          "| own samples (entropy) | seconds | quoted |\n" + "|---" * 9 + "|")
    for name in names:
        if name not in QUOTED:
            sys.exit(f"no data set {name}: there are {', '.join(QUOTED)}")
        if not (DATA / name).is_dir():
            print(f"skipped: no {name} in {DATA}", file=sys.stderr)
            continue
        for kind in rows:
            members = {"defaults": [[]], "auto": [["--auto", "--budget", budget]],
                       "best": [explicit(words.split()) + ["--seed", str(seed)]
                                for count, words in [BEST.get(name, USUALLY_BEST)] for seed in range(1, count + 1)]
                       }[kind]
            if arguments.threads:
                members = [words + [f"-j{arguments.threads}"] for words in members]
            Row(name, kind, members, keep).report(not arguments.no_test)


if __name__ == "__main__":
    main()
