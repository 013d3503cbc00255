#!/usr/bin/env python3
"""Starts bash, zsh and fish for real, with the completion files installed under a prefix, and presses Tab.

  python3 Tests/completions.py

What each has to offer is in CASES. Shells that are absent are skipped, with a word; the status is 1 if one that is
there offers too little. MADE_BIN is where the tools are (.build/release).
"""
import os
import pathlib
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("MADE_BIN", ROOT / ".build/release")).resolve()
TOOLS = ["made-fit", "made-score", "made-sample", "made-masks"]
# What is typed before Tab, and what has to appear.
CASES = [
    ("made-fit --resam", ["--resample"]),
    ("made-fit --resample ", ["full", "ordering", "connectivity"]),
    ("made-fit --optimizer ada", ["adam", "adagrad", "adadelta"]),
    ("made-score -m ", ["weather.made"]),
    ("made-score -m weather.made --bad-rows ", ["fail", "nan", "skip"]),
    ("made-score -m weather.made --label ", ["rain", "wet_street"]),
    ("made-sample -m weather.made --where sn", ["snow"]),
    ("made-sample --most", ["--most-likely"]),
    ("made-masks --format ", ["pbm", "png"]),
]


def typed(command, setup, line, wanted, environment, place):
    """What a shell on a terminal shows after `line` and Tab, twice; it has ten seconds."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(place)
        os.execvpe(command[0], command, environment)
    seen = ""

    def read(until, seconds):
        nonlocal seen
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    seen += os.read(terminal, 65536).decode(errors="replace")
                except OSError:
                    return

    try:
        os.write(terminal, (setup + "; echo re''ady\n").encode())
        read(lambda: "ready" in seen, 10)
        time.sleep(0.1)
        read(lambda: False, 0.2)
        seen = ""
        for _ in range(3):
            os.write(terminal, (line if not seen else "").encode() + b"\t")
            read(lambda: all(word in seen for word in wanted), 2)
    finally:
        os.close(terminal)
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    return seen


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        shares = place / "prefix/share"
        for tool in TOOLS:
            for folder, source, name in [
                    ("bash-completion/completions", f"{tool}.bash", tool),
                    ("zsh/site-functions", f"_{tool}", f"_{tool}"),
                    ("fish/vendor_completions.d", f"{tool}.fish", f"{tool}.fish")]:
                (shares / folder).mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / "completions" / source, shares / folder / name)
        work = place / "work"
        work.mkdir()
        subprocess.run([BIN / "made-fit", "-q", "--epochs", "1", "-o", work / "weather.made",
                        ROOT / "Tests/Data/weather.csv.gz"], check=True)
        environment = dict(os.environ, PATH=f"{BIN}:{os.environ['PATH']}", TERM="vt100", HOME=str(place), LC_ALL="C.UTF-8",
                           COLUMNS="200", LINES="50", PS1="> ")
        files = " ".join(str(shares / "bash-completion/completions" / tool) for tool in TOOLS)
        shells = {
            "bash": lambda line, wanted: typed(
                ["bash", "--norc", "--noprofile", "-i"],
                f"bind 'set bell-style none'; for f in {files}; do . $f; done", line, wanted, environment, work),
            "zsh": lambda line, wanted: typed(
                ["zsh", "-f", "-i"],
                f"fpath=({shares}/zsh/site-functions $fpath); autoload -U compinit; compinit -u -D; unsetopt beep",
                line, wanted, environment, work),
            "fish": lambda line, wanted: typed(
                ["fish", "--no-config", "-i"],
                f"set -x fish_complete_path {shares}/fish/vendor_completions.d $fish_complete_path",
                line, wanted, environment, work),
        }
        for shell, ask in shells.items():
            if not shutil.which(shell):
                print(f"{shell} is not there: skipped", file=sys.stderr)
                continue
            for line, wanted in CASES:
                seen = ask(line, wanted)
                missing = [word for word in wanted if word not in seen]
                if missing:
                    failures += 1
                    print(f"{shell}: {line!r} does not offer {missing}: {seen[-300:]!r}")
            print(f"{shell}: {len(CASES)} lines completed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
