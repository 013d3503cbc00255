#!/usr/bin/env python3
"""Makes every system call of every tool fail, each occurrence in turn, and kills saves at random.

    python3 Tests/faults.py [--tools .build/release] [--kills 300] [--seed 1] [--only made-fit]

Faults are injected from outside by strace(1); without it, or where tracing is not allowed, that part
is skipped with a word. Asked of every run:

- status 0 with the right output, or a documented status with one message (and perhaps a line of
  advice) in the tool's name; never a crash, never a hang;
- an older output file is whole: it is as it was, or replaced by the right result;
- no temporary file is left, unless removing it is what failed.

When memory is refused (mmap, brk) a tool may end by a signal, as a Swift program must; the older
output must be whole all the same.
"""
import argparse
import collections
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ERRORS = {
    "openat": ["EIO", "EMFILE", "EINTR"], "read": ["EIO", "EINTR"],
    "write": ["ENOSPC", "EIO", "EINTR", "EPIPE"], "fsync": ["EIO", "ENOSPC", "EINTR"],
    "rename": ["EIO", "ENOSPC"], "close": ["EIO", "ENOSPC", "EINTR"], "newfstatat": ["EIO"],
    "fstat": ["EIO"], "readlink": ["EIO"], "fchmod": ["EPERM"], "fchown": ["EPERM"],
    "fcntl": ["EMFILE"], "access": ["EACCES"], "faccessat": ["EACCES"], "faccessat2": ["EACCES"],
    "unlink": ["EIO"], "clone": ["EAGAIN"], "clone3": ["EAGAIN"], "poll": ["EINTR"],
    "getrandom": ["EINTR", "ENOSYS"], "sched_getaffinity": ["EINVAL"], "pread64": ["EIO"],
    "mmap": ["ENOMEM"], "brk": ["ENOMEM"], "munmap": ["ENOMEM"], "mprotect": ["ENOMEM"],
    "rt_sigaction": ["EINVAL"], "rt_sigprocmask": ["EINVAL"], "ioctl": ["ENOTTY"],
}
MEMORY = {"mmap", "brk", "munmap", "mprotect"}
STATUSES = {0, 64, 65, 66, 73, 74}
CALL = re.compile(r"^(\d+) +(\w+)\(")


def commands():
    fit = "made-fit -j 2 --hidden 8 --epochs 3 rows"
    fit_mixed = "made-fit -q -j 2 --hidden 8 --masks 1 --epochs 3 mixed"
    return [
        (f"{fit} -o out", "out"),
        (f"{fit} -q --checkpoint out --checkpoint-every 1 -o model", "out"),
        (f"{fit} -q --checkpoint state --resume -o out", "out"),
        (f"{fit} -q --log log --curve out -o model", "out"),
        ("made-fit -q -j 2 --epochs 3 rows --valid rows.gz --initial m -o out", "out"),
        ("made-score -m m -j 2 rows.gz rows -o out", "out"),
        ("made-score -m m -m m --append rows", None),
        ("made-sample -m m -n 300 --seed 3 -o out", "out"),
        ("made-sample -m m -n 4 --seed 3 --format png --shape 4x3 -o out", "out"),
        ("made-masks -m m -o out", "out"),
        ("made-masks -m m --check", None),
        (f"{fit_mixed} -o out", "out"),
        (f"{fit_mixed} --flow 1 --checkpoint out --checkpoint-every 1 -o model", "out"),
        ("made-score -m n -j 2 --unit density mixed -o out", "out"),
        ("made-score -m f -j 2 --append mixed -o out", "out"),
        ("made-sample -m n -n 300 --seed 3 -o out", "out"),
        ("made-sample -m f -n 300 --seed 3 -o out", "out"),
    ]


class Place:
    """A directory with a model, data, and an older output."""

    def __init__(self, tools):
        self.tools = tools
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="made-faults-"))
        generator = random.Random(1)
        rows = ["a,b,c,d,e,f,g,h,i,j,k,l"]
        for _ in range(300):
            bits = [generator.random() < 0.4 for _ in range(12)]
            rows.append(",".join(str(int(b)) for b in bits))
        (self.path / "rows").write_text("\n".join(rows) + "\n")
        mixed = ["day;net;tax;total;city"]
        for row in range(300):
            net, tax = generator.randrange(10000, 90000), generator.randrange(100, 2000)
            money = [f"{cents // 100},{cents % 100:02}" for cents in (net, tax, net + tax)]
            mixed.append(";".join([f"{1 + row % 28:02}.{1 + row % 12:02}.2024", *money, generator.choice(["Oslo", "Rome"])]))
        (self.path / "mixed").write_text("\n".join(mixed) + "\n")
        self.run("gzip -k rows && made-fit -q --hidden 8 --epochs 2 -o m rows", check=True)
        self.run("made-fit -q -j 2 --hidden 8 --epochs 3 rows --checkpoint state -o m2", check=True)
        self.run("made-fit -q --hidden 8 --epochs 2 --masks 1 -o n mixed", check=True)
        self.run("made-fit -q --hidden 8 --epochs 2 --masks 1 --flow 1 -o f mixed", check=True)
        self.kept = {name: (self.path / name).read_bytes() for name in os.listdir(self.path)}

    def reset(self, output):
        for name in os.listdir(self.path):
            if name not in self.kept:
                os.remove(self.path / name)
        for name, content in self.kept.items():
            if not (self.path / name).exists() or (self.path / name).read_bytes() != content:
                (self.path / name).write_bytes(content)
        if output:
            (self.path / output).write_bytes(b"old\n")

    def run(self, command, prefix=(), check=False):
        environment = dict(os.environ, PATH=f"{self.tools}:{os.environ['PATH']}", LC_ALL="C.UTF-8",
                           SWIFT_BACKTRACE="enable=no")
        words = list(prefix) + (["sh", "-c", command] if check else command.split())
        try:
            done = subprocess.run(words, cwd=self.path, env=environment, capture_output=True,
                                  stdin=subprocess.DEVNULL, timeout=60)
        except subprocess.TimeoutExpired:
            return None
        if check and done.returncode:
            sys.exit(f"{command}: {done.stderr.decode()}")
        return done


def occurrences(place, command, output):
    """For each call, the numbers of its occurrences that belong to the tool and not to the loader."""
    place.reset(output)
    trace = place.path / "trace"
    place.run(command, ["strace", "-f", "-o", str(trace), "-e", "trace=" + ",".join(
        "?" + name for name in ERRORS)])
    counts = collections.Counter()
    numbers = collections.defaultdict(set)
    started = set()
    main = None
    for line in trace.read_text(errors="replace").splitlines():
        found = CALL.match(line)
        if not found:
            continue
        thread, call = found.groups()
        main = main or thread
        counts[thread, call] += 1
        # The first thing that every tool does is to look whether its streams are open.
        if "fcntl(0, F_GETFD" in line:
            started.add(main)
        if main in started and (thread == main or (main, call) not in counts):
            numbers[call].add(counts[thread, call])
    trace.unlink()
    return numbers


def chosen(numbers):
    """All of a few, or the ends and some of the middle of many."""
    numbers = sorted(numbers)
    return numbers if len(numbers) <= 40 else numbers[:16] + numbers[16:-16:len(numbers) // 8] + numbers[-16:]


def judge(place, command, output, call, error, done, right):
    """What is wrong with the outcome of a run, or nothing."""
    tool = command.split()[0]
    if done is None:
        return "it hangs"
    status, text = done.returncode, done.stderr.decode(errors="replace")
    content = (place.path / output).read_bytes() if output else done.stdout
    parts = [name for name in os.listdir(place.path) if name.endswith(".part")]
    isRight = content in right
    if call in MEMORY:
        if status == 0 and not isRight:
            return "status 0 and a wrong output"
        if output and not isRight and content != b"old\n":
            return "the older output is damaged"
        return None
    if error == "EPIPE" and status in (141, -signal.SIGPIPE):
        return None if not output or content == b"old\n" or isRight else "the older output is damaged"
    if status not in STATUSES:
        return f"status {status}"
    if status == 0 and not isRight:
        return "status 0 and a wrong output"
    if output and content != b"old\n" and not isRight:
        return "the older output is damaged"
    if parts and call != "unlink":
        return f"{parts} is left"
    lines = [line for line in text.splitlines() if not line.startswith(("epoch ", "made-fit: no epoch was better"))]
    isTold = call != "write" or text
    if status and (not 1 <= len(lines) <= 2 and isTold or
                   not all(line.startswith(tool + ": ") for line in lines)):
        return f"status {status} and {text!r}"
    return None


def faults(place, only):
    tried, failed, told = 0, 0, collections.Counter()
    for command, output in commands():
        if only and not command.startswith(only):
            continue
        place.reset(output)
        done = place.run(command)
        right = [(place.path / output).read_bytes() if output else done.stdout]
        if "--checkpoint out" in command:
            # Every epoch's state is one; they hold times, so they differ from run to run.
            right = States()
        numbers = occurrences(place, command, output)
        count = 0
        for call in sorted(numbers):
            for number in chosen(numbers[call]):
                for error in ERRORS[call]:
                    place.reset(output)
                    inject = f"inject={call}:error={error}:when={number}"
                    done = place.run(command, ["strace", "-f", "-o", "/dev/null", "-e", inject])
                    problem = judge(place, command, output, call, error, done, right)
                    count += 1
                    told[done.returncode if done else None] += 1
                    if problem:
                        failed += 1
                        print(f"{command}: {call} {number} {error}: {problem}", flush=True)
        tried += count
        print(f"{count:5} faults in {command}", flush=True)
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(told.items(), key=str))
    print(f"{tried} faults, {failed} of them not as promised; by status: {statuses}")
    return failed


class States:
    """Whole checkpoints, whatever they hold."""

    def __contains__(self, content):
        import zlib
        return len(content) > 92 and int.from_bytes(content[-4:], "little") == zlib.crc32(content[:-4])


def kills(place, count, seed):
    """Kills a program that only saves, at random moments; the file is the older or the newer one."""
    place.reset(None)
    fit = "made-fit -q --hidden 400 --epochs 1 rows"
    for number in (1, 2):
        place.run(f"{fit} --seed {number} --checkpoint s{number} -o w{number}", check=True)
    whole = {(place.path / f"w{number}").read_bytes(): number for number in (1, 2)}
    command = fit + " --seed {0} --checkpoint s{0} --resume -o out"
    place.run(command.format(1), check=True)
    start = time.monotonic()
    place.run(command.format(2), check=True)
    duration = time.monotonic() - start
    generator = random.Random(seed)
    environment = dict(os.environ, PATH=f"{place.tools}:{os.environ['PATH']}")
    outcomes = collections.Counter()
    seen = set()
    for turn in range(count):
        number = turn % 2 + 1
        child = subprocess.Popen(command.format(number).split(), cwd=place.path, env=environment,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(generator.random() * duration)
        child.kill()
        child.wait()
        content = (place.path / "out").read_bytes()
        parts = {name for name in os.listdir(place.path) if name.endswith(".part")}
        parts, seen = parts - seen, parts
        if content not in whole:
            outcomes["damaged"] += 1
        elif parts:
            outcomes["killed while saving"] += 1
        else:
            outcomes["replaced" if child.returncode == 0 or whole[content] == number else "kept"] += 1
    # The next run that is not killed clears away what they have left.
    for number in 1, 2:
        place.run(command.format(number), check=True)
    left = [name for name in os.listdir(place.path) if name.endswith(".part")]
    if left:
        print(f"left behind: {left}")
        outcomes["damaged"] += 1
    print(f"{count} kills: " + ", ".join(f"{count} {what}" for what, count in outcomes.items()))
    return outcomes["damaged"]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--tools", default=".build/release")
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="")
    options = options.parse_args()
    place = Place(pathlib.Path(options.tools).resolve())
    failed = 0
    try:
        if not shutil.which("strace"):
            print("skipped the faults: there is no strace")
        elif place.run("strace -o /dev/null true").returncode:
            print("skipped the faults: strace may not trace here")
        else:
            failed += faults(place, options.only)
        failed += kills(place, options.kills, options.seed)
    finally:
        shutil.rmtree(place.path, ignore_errors=True)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
