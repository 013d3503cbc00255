#!/usr/bin/env python3
"""Runs a mapper as Hadoop Streaming does, without Hadoop: a model of its rules in small.

    streaming.py [--splits N] [--attempts N] [--reduce] INPUT OUTPUT-DIRECTORY MAPPER...

The rules (Hadoop's documentation of streaming, TextInputFormat and FileOutputCommitter):

- The input is cut at bytes. A task whose split does not start the file skips the line that its first
  byte is in, and reads on beyond its end to finish its last line.
- A task is one process of the mapper: lines on standard input, lines on standard output.
- What stands before the first tab of an output line is its key, the rest its value; a line without a
  tab is a key with an empty value, and is written with a tab behind it.
- A task that exits with another status than 0 has failed and is tried again, 4 times in all; its
  output is thrown away. A task that succeeds has its output moved to its place as one.
- With --reduce the lines are sorted by key, as the shuffle does, and written by one identity reducer.

The status is 1 if a task failed for good. Real Hadoop gives up the other tasks then; here they go on,
to show that nothing is wrong with them.
"""

import argparse
import os
import subprocess
import sys


def split_lines(path, start, end):
    """The lines that begin in the bytes from start to end, the first byte of a file being in none."""
    with open(path, "rb") as file:
        file.seek(start)
        if start > 0:
            # The line that begins exactly at the start belongs to the split before.
            file.readline()
        lines = []
        while file.tell() <= end:
            line = file.readline()
            if not line:
                break
            lines.append(line)
        return b"".join(lines)


def key_and_value(line):
    key, _, value = line.rstrip(b"\n").partition(b"\t")
    return key, value


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--attempts", type=int, default=4)
    parser.add_argument("--reduce", action="store_true")
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("mapper", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    size = os.path.getsize(arguments.input)
    cuts = [size * i // arguments.splits for i in range(arguments.splits + 1)]
    os.mkdir(arguments.output)
    failed = 0
    pairs = []
    for task, (start, end) in enumerate(zip(cuts, cuts[1:])):
        lines = split_lines(arguments.input, start, end)
        for attempt in range(arguments.attempts):
            run = subprocess.run(arguments.mapper, input=lines, stdout=subprocess.PIPE)
            if run.returncode == 0:
                break
            print(f"task {task} attempt {attempt}: exit status {run.returncode}", file=sys.stderr)
        if run.returncode != 0:
            failed += 1
            continue
        mapped = [key_and_value(line) for line in run.stdout.splitlines(keepends=True)]
        pairs += mapped
        if not arguments.reduce:
            write(arguments.output, f"part-{task:05}", mapped)
    if arguments.reduce and not failed:
        write(arguments.output, "part-r-00000", sorted(pairs, key=lambda pair: pair[0]))
    return 1 if failed else 0


def write(directory, name, pairs):
    with open(f"{directory}/{name}", "wb") as file:
        file.writelines(key + b"\t" + value + b"\n" for key, value in pairs)


if __name__ == "__main__":
    sys.exit(main())
