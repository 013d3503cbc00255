#!/usr/bin/env python3
"""What a person sees: the tools on a pseudo-terminal.

  python3 Tests/terminal.py

Progress appears on work of more than two seconds and is gone at the end; it is absent from pipes, with --quiet, and where
records go to the screen. A bare name says how it is used. MADE_BIN is where the tools are (.build/release).
"""
import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release")).resolve()


def run(arguments, stdin=None, stdout=None, on_terminal=("stderr",)):
    """Status, and what the terminal got; streams that are not on it go where they are told, or nowhere."""
    ours, theirs = pty.openpty()
    streams = {"stdin": stdin, "stdout": stdout, "stderr": None}
    for name in streams:
        if name in on_terminal:
            streams[name] = theirs
        elif streams[name] is None:
            streams[name] = subprocess.DEVNULL
    child = subprocess.Popen([BIN / arguments[0], *arguments[1:]], **streams)
    os.close(theirs)
    seen = b""
    while child.poll() is None or select.select([ours], [], [], 0.2)[0]:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                more = os.read(ours, 65536)
            except OSError:
                break
            if not more:
                break
            seen += more
    os.close(ours)
    return child.wait(), seen.decode()


def rows_of_seconds(model, rows, score):
    """Fills `rows` until scoring them takes a second more than progress waits for; machines differ much."""
    count = 1_500_000
    while True:
        subprocess.run([BIN / "made-sample", "-m", model, "-n", str(count), "--seed", "1", "-o", rows], check=True)
        begin = time.monotonic()
        subprocess.run([BIN / score[0], *score[1:], "-q"], check=True, stdout=subprocess.DEVNULL)
        if time.monotonic() - begin > 3:
            return count
        count *= 2


def main():
    problems = []

    def check(condition, what, seen):
        print(("  ok: " if condition else "FAIL: ") + what)
        if not condition:
            problems.append(what)
            print(repr(seen[-500:]))

    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        model, rows = place / "model.made", place / "rows.csv"
        subprocess.run([BIN / "made-fit", "-q", "--epochs", "1", "--hidden", "2000", "-o", model,
                        ROOT / "Tests/Data/weather.csv.gz"], check=True)
        score = ["made-score", "-j", "1", "-m", model, rows, "--label", "1"]
        count = rows_of_seconds(model, rows, score)
        status, seen = run(score)
        check(status == 0 and "rows/s" in seen and "% " in seen and " left" in seen, "scoring a file shows its progress", seen)
        check(seen.endswith("\r\x1b[K"), "and takes it away at the end", seen)
        with open(rows) as lines:
            cat = subprocess.Popen(["cat"], stdin=lines, stdout=subprocess.PIPE)
            status, seen = run(score[:5] + score[6:], stdin=cat.stdout)
            cat.stdout.close()
            cat.wait()
        check(status == 0 and "rows/s" in seen and "%" not in seen, "of a pipe nobody knows the end", seen)
        status, seen = run(score + ["-q"])
        check(status == 0 and seen == "", "--quiet shows nothing", seen)
        piped = subprocess.run([BIN / score[0], *score[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        check(piped.stderr == b"", "a log shows nothing", repr(piped.stderr))
        sample = ["made-sample", "-j", "1", "-m", model, "-n", str(count), "--seed", "1", "--with-score"]
        status, seen = run(sample)
        check(status == 0 and "rows/s" in seen and seen.endswith("\r\x1b[K"), "sampling shows its progress", seen)
        with open(rows, "a") as more:
            more.write("0,1\n")
        status, seen = run(score)
        check(status == 65 and "\r\x1b[Kmade-score: " in seen and seen.endswith("\r\n"), "an error takes its place", seen)
        status, seen = run(["made-score", "-m", model, ROOT / "Tests/Data/weather-test.csv.gz"], on_terminal=("stdout", "stderr"))
        check(status == 0 and "\x1b" not in seen, "records on the screen stay as they are", seen)
        for tool in ["made-fit", "made-score", "made-sample", "made-masks"]:
            status, seen = run([tool], on_terminal=("stdin", "stdout", "stderr"))
            check(status == 64 and "usage: " + tool in seen and seen.count("  " + tool) >= 2 and "--help" in seen,
                  f"{tool} alone says how it is used", seen)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
