#!/usr/bin/env python3
"""What the likelihoods are worth in bytes: a table of README.md beside this file.

    Tests/Benchmarks/likelihood/compression.py [NAME]...

For the sets that likelihood.py has fitted with the defaults (--keep, there and here, says where the models are): the bytes that an
arithmetic coder with the model would need for the test records, -log2 p(x) / 8 summed over them, beside the smallest that xz, bzip2
and zstd make of the same records, each of the CSV file and of its cells as bits, eight to a byte. There is no coder, and none is
needed: it would come within a few bytes of that sum. A decoder needs the model as well: its size, gzip'd and with
weights of two bytes, is the last column.
"""
import argparse
import bz2
import csv
import gzip
import lzma
import math
import pathlib
import subprocess
import tempfile

import likelihood


def packed(text):
    """Cells of 0 and 1 as bits."""
    bits = text.translate(None, b",\r\n")
    whole = bits + b"0" * (-len(bits) % 8)
    return int(whole, 2).to_bytes(len(whole) // 8, "big")


def zstd(data):
    return subprocess.run(["zstd", "-q", "--ultra", "-22", "-c"], input=data, stdout=subprocess.PIPE, check=True).stdout


COMPRESSORS = {"xz": lambda data: lzma.compress(data, preset=9 | lzma.PRESET_EXTREME),
               "bzip2": lambda data: bz2.compress(data, 9), "zstd": zstd}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--keep", type=pathlib.Path, default=likelihood.ROOT / ".build/likelihood")
    options = parser.parse_args()
    print("| test records of | KB by the model | the best of xz, bzip2 and zstd | times as many | KB of the model |\n" + "|---" * 5 + "|")
    for name in options.names or likelihood.QUOTED:
        model = options.keep / "full" / f"{name}-defaults-0.made"
        if not model.exists():
            continue
        test = likelihood.DATA / name / "test.csv.gz"
        rows, mean, _ = list(csv.reader(likelihood.tool("made-score", "-m", model, "--summary", test).splitlines()))[1]
        size = -float(mean) * int(rows) / math.log(2) / 8
        text = gzip.decompress(test.read_bytes())
        best, by = min((len(compress(data)), word) for word, compress in COMPRESSORS.items() for data in (text, packed(text)))
        with tempfile.NamedTemporaryFile() as half:
            subprocess.run([likelihood.BIN / "made-fit", "--merge", "-q", "--precision", "bf16", "-o", half.name, model], check=True)
            carried = len(gzip.compress(pathlib.Path(half.name).read_bytes(), 9))
        print(f"| {name} | {size / 1000:.1f} | {best / 1000:.1f}, {by} | **{best / size:.2f}** | {carried / 1000:.0f} |", flush=True)


if __name__ == "__main__":
    main()
