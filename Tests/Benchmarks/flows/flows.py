#!/usr/bin/env python3
"""The tables in README.md beside this file: flows of made-fit beside those of zuko, on the same splits of tables of numbers.

    Tests/Benchmarks/flows/flows.py [OPTION]... [NAME]...        all tables, or the named ones

Tables lie in $MADE_DATA (default ../shared/data/continuous) as NAME/{train,valid,test}.csv.gz, of numbers and without a
header; programs in $MADE_BIN (default .build/release). zuko and PyTorch are installed on the first run, into a virtual
environment outside of the checkout: $MADE_PEERS (default ~/.cache/made-peers). Where pip does not find PyTorch for a CPU by
itself, PIP_FIND_LINKS says where it is, and TORCH which one to take, such as torch==2.13.0+cpu.

A row of the table is a model: the mean negative log density of the test records in standardised units (each column less its
training mean, divided by its training standard deviation), lower is better; its standard error; the same of the validation
records, by which both programs stop. --noise adds a uniform number within the last decimal of its column to each number, for
both programs, so that where numbers repeat there are densities to compare. With --times also seconds of an epoch of training, of drawing 100,000 rows and of
scoring 100,000, by one thread and by two. For the tools these are whole processes, that read a model and text and write text;
for zuko they are calls, once everything is in memory. Times that other programs disturb are worth nothing: then leave
--times out.
"""
import argparse
import csv
import decimal
import gzip
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release")).resolve()
DATA = pathlib.Path(os.environ.get("MADE_DATA", ROOT / "../shared/data/continuous"))
PEERS = pathlib.Path(os.environ.get("MADE_PEERS", pathlib.Path.home() / ".cache/made-peers"))
TABLES = ["kin40k", "protein", "banknote", "power", "moons", "mix6"]
ROWS = 100_000

TOOLS = [[], ["--flow", "5"], ["--flow", "5", "--flow-step", "spline"], ["--flow", "5", "--flow-direction", "iaf"]]
ZUKO = ["zuko MAF", "zuko NSF"]


def with_peers():
    """Goes on in the virtual environment of the peers, which is made if it is not there."""
    python = PEERS / "bin/python"
    mark = PEERS / "installed"
    if not mark.exists():
        print(f"installing PyTorch and zuko in {PEERS}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", os.environ.get("TORCH", "torch"), "zuko"], check=True)
        mark.touch()
    if pathlib.Path(sys.prefix).resolve() != PEERS.resolve():
        os.execv(python, [python, *sys.argv])


def mean_and_error(values):
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values))


class Table:
    """The three parts of a table, as numbers."""

    def __init__(self, name, noise=None):
        self.name, self.folder = name, DATA / name
        if noise is not None:
            self.add_noise(pathlib.Path(noise))
        self.rows = {}
        for part in ("train", "valid", "test"):
            with gzip.open(self.path(part), "rt", newline="") as lines:
                self.rows[part] = [[float(cell) for cell in row] for row in csv.reader(lines)]
        self.moments = []
        for column in zip(*self.rows["train"]):
            mean = math.fsum(column) / len(column)
            self.moments.append((mean, math.sqrt(math.fsum((v - mean) ** 2 for v in column) / len(column))))
        # What a density in units of the columns is more than one in standardised units.
        self.shift = math.fsum(math.log(deviation) for _, deviation in self.moments if deviation > 0)

    def add_noise(self, folder):
        """Writes the parts into a folder, each number with a uniform one within the last decimal of its column added."""
        parts = {}
        for part in ("train", "valid", "test"):
            with gzip.open(self.path(part), "rt", newline="") as lines:
                parts[part] = list(csv.reader(lines))
        decimals = [max(-decimal.Decimal(cell).as_tuple().exponent for cell in column) for column in zip(*parts["train"])]
        self.name, self.folder = self.name + " with noise", folder
        draw = random.Random(1)
        for part, rows in parts.items():
            with gzip.open(self.path(part), "wt", newline="") as lines:
                csv.writer(lines).writerows(
                    [f"{float(cell) + (draw.random() - 0.5) * 10 ** -count:.{count + 6}f}" for cell, count in zip(row, decimals)]
                    for row in rows)

    def path(self, part):
        return self.folder / f"{part}.csv.gz"


class Result:
    """A line of the table."""

    def __init__(self, table, model, epochs):
        self.table, self.model, self.epochs = table, model, epochs
        self.values, self.times = {}, []

    def line(self):
        mean, error = mean_and_error(self.values["test"])
        valid, _ = mean_and_error(self.values["valid"])
        cells = [self.table, self.model, f"{mean:.3f}", f"{error:.3f}", f"{valid:.3f}", str(self.epochs)]
        return "| " + " | ".join(cells + [f"{seconds:.2f}" for seconds in self.times]) + " |"


# MARK: the tools


def tool(name, *arguments):
    return subprocess.run([BIN / name, *map(str, arguments)], check=True, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


def seconds_of(name, *arguments):
    start = time.monotonic()
    tool(name, *arguments)
    return time.monotonic() - start


def decimals_of_words(model):
    """The sum over columns of how many decimals the numbers of columns have that are kept as words, or in bins."""
    total = 0
    for line in tool("made-masks", "-m", model, "--info").splitlines():
        words = line.split()
        if words[:1] == ["bins"]:
            total += int(words[2])
        elif words[:1] == ["categories"]:
            total += max(len(word.partition(".")[2]) for word in words[2:])
    return total


def scores(table, model, part, threads):
    """Negative log densities; where a column has no density, of the probability of its numbers over their step."""
    words = ["-m", model, "-j", threads, "--no-header", table.path(part)]
    try:
        text, more = tool("made-score", *words, "--unit", "density"), 0
    except subprocess.CalledProcessError:
        text, more = tool("made-score", *words), decimals_of_words(model) * math.log(10)
    return [-(float(line) + more) - table.shift for line in text.split()]


def of_tools(table, options, threads, epochs):
    with tempfile.TemporaryDirectory() as place:
        path, log = os.path.join(place, "model"), os.path.join(place, "log")

        def fit(log, threads, limit):
            tool("made-fit", "-q", "--no-header", "-j", threads, *options, "--valid", table.path("valid"), "-o", path,
                 "--log", log, *(["--epochs", limit] if limit else []), table.path("train"))
            with open(log, newline="") as lines:
                return [float(row["seconds"]) for row in csv.DictReader(lines)]

        times = []
        if threads is None:
            # The two fits that are timed end with the same model.
            for count in (1, 2):
                seconds = fit(log, count, 5)
                times.append((seconds[-1] - seconds[0]) / (len(seconds) - 1))
        seconds = fit(log, threads or 2, epochs)
        result = Result(table.name, " ".join(["made-fit", *options]), len(seconds))
        for part in ("valid", "test"):
            result.values[part] = scores(table, path, part, threads or 2)
        if threads is None:
            drawn = os.path.join(place, "rows")
            for count in (1, 2):
                times.append(seconds_of("made-sample", "-m", path, "-n", ROWS, "--seed", "1", "-j", count, "-o", drawn))
            for count in (1, 2):
                times.append(seconds_of("made-score", "-m", path, "-j", count, drawn))
        result.times = times
        return result


# MARK: zuko


def of_zuko(table, model, threads, epochs, patience):
    import torch
    import zuko

    torch.manual_seed(1)
    torch.set_num_threads(threads or 2)
    means, deviations = (torch.tensor(values, dtype=torch.float64) for values in zip(*table.moments))
    deviations[deviations == 0] = 1
    parts = {part: ((torch.tensor(rows, dtype=torch.float64) - means) / deviations).float()
             for part, rows in table.rows.items()}
    make = zuko.flows.MAF if model == "zuko MAF" else zuko.flows.NSF
    flow = make(len(means), transforms=5, hidden_features=(256, 256))
    optimizer = torch.optim.Adam(flow.parameters(), lr=1e-3)
    batch = 256

    def log_p(rows):
        with torch.no_grad():
            return torch.cat([flow().log_prob(piece) for piece in rows.split(4096)])

    def epoch(most=None):
        order = torch.randperm(len(parts["train"]))[:most]
        for piece in order.split(batch):
            loss = -flow().log_prob(parts["train"][piece]).mean()
            if not torch.isfinite(loss):
                continue
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(flow.parameters(), 5)
            optimizer.step()

    best, kept, wait, done = -math.inf, None, 0, 0
    while wait < patience and done < (epochs or 1000):
        epoch()
        done += 1
        value = log_p(parts["valid"]).mean().item()
        wait += 1
        if value > best:
            best, wait = value, 0
            kept = {name: weights.clone() for name, weights in flow.state_dict().items()}
    if kept is None:
        raise SystemExit(f"{table.name}: {model} diverged in its first epochs")
    flow.load_state_dict(kept)
    result = Result(table.name, model, done)
    for part in ("valid", "test"):
        result.values[part] = (-log_p(parts[part])).tolist()
    if threads is None:
        # What is timed now may change the weights: they have been scored.
        def timed(work):
            times = []
            for count in (1, 2):
                torch.set_num_threads(count)
                start = time.monotonic()
                work()
                times.append(time.monotonic() - start)
            return times

        def draw():
            with torch.no_grad():
                for _ in range(10):
                    flow().sample((ROWS // 10,))

        with torch.no_grad():
            drawn = torch.cat([flow().sample((ROWS // 10,)) for _ in range(10)])
        result.times = timed(epoch) + timed(draw) + timed(lambda: log_p(drawn))
    return result


def main():
    parser = argparse.ArgumentParser(usage="flows.py [OPTION]... [NAME]...")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--threads", type=int, default=2, help="of a run without --times (2)")
    parser.add_argument("--times", action="store_true", help="measure times, with one thread and with two")
    parser.add_argument("--epochs", type=int, help="at most so many epochs (as many as validation records want, up to 1000)")
    parser.add_argument("--patience", type=int, default=20, help="zuko: epochs without a better one (20)")
    parser.add_argument("--noise", action="store_true", help="add noise within the last decimal of each column")
    parser.add_argument("--only", choices=["tools", "zuko"], help="one of the programs")
    arguments = parser.parse_args()
    if arguments.only != "tools":
        with_peers()
    threads = None if arguments.times else arguments.threads
    heads = ["table", "model", "test", "standard error", "validation", "epochs"]
    if arguments.times:
        heads += [f"{work}, {count}" for work in ("an epoch", "draw", "score") for count in ("1 thread", "2 threads")]
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|", flush=True)
    for name in arguments.names or TABLES:
        with tempfile.TemporaryDirectory() as place:
            table = Table(name, place if arguments.noise else None)
            if arguments.only != "zuko":
                for options in TOOLS:
                    print(of_tools(table, options, threads, arguments.epochs).line(), flush=True)
            if arguments.only != "tools":
                for model in ZUKO:
                    print(of_zuko(table, model, threads, arguments.epochs, arguments.patience).line(), flush=True)


if __name__ == "__main__":
    main()
