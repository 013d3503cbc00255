#!/usr/bin/env python3
"""Pins the bytes of the four tools: models, scores, samples, completions, masks, and what is said of bad input.

    make.py check [TOOLS]              compares with what is committed; 1 if anything differs
    make.py accept-messages [TOOLS]    the same, but renews what was said on standard error first
    make.py write FOLDER [TOOLS]       writes every output in full, to compare two builds by diff -r
    make.py make [TOOLS]               renews all that is committed

TOOLS is the folder of the tools, else $MADE_BIN, else .build/release. README.md beside this file says more.

Everything runs on portable kernels. Those for AVX2, AVX-512 and AVX512-BF16 agree with each other in every byte of the
corpus, but their fused products round otherwise than the portable ones: nearly all models and half of all results are
others. Portable is so within x86-64 only, for on arm64 it fuses, too: there nothing is compared. What the C library's
exp and log are made of, with fused products or without, changes nothing here. "write" takes MADE_KERNELS from the
environment, so that two builds can be compared on the other kernels as well.

Models are made with one thread and with three, and so is all else; but in a check, outputs of which there is one for
each model take turns.
"""
import os
import pathlib
import platform
import shutil
import sys
import tempfile

from commands import Corpus
from manifest import Committed, compare, save, save_messages

HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = HERE / "expected"


def tools(arguments):
    folder = pathlib.Path(arguments[0] if arguments else os.environ.get("MADE_BIN") or HERE / "../../.build/release")
    for name in ("made-fit", "made-score", "made-sample", "made-masks"):
        if not os.access(folder / name, os.X_OK):
            sys.exit(f"{folder / name} is not there: build first, or name the folder of the tools")
    return folder.resolve()


def fresh(folder, models, **options):
    """All that the tools make, in a folder that is gone afterwards; their models are made from those given, if any."""
    with tempfile.TemporaryDirectory() as place:
        return Corpus(folder, pathlib.Path(place), **options).run(models)


def check(folder, accepts_messages=False):
    if platform.machine() not in ("x86_64", "AMD64"):
        print(f"skipped: the committed bytes are those of x86-64, this is {platform.machine()}")
        return 0
    expected = Committed(EXPECTED)
    if not expected.lines:
        sys.exit(f"{EXPECTED} holds no manifest")
    made = fresh(folder, expected.models)
    if accepts_messages:
        save_messages(EXPECTED, made)
        expected = Committed(EXPECTED)
    differences = made.unequal + compare(expected, made)
    print("\n".join(differences or [f"{made.count} results as they were"]))
    return int(bool(differences))


def make(folder):
    """Renews the corpus, if the number of threads makes no difference to anything."""
    made = fresh(folder, None, thorough=True)
    if made.unequal:
        print("\n".join(made.unequal + ["nothing is renewed"]))
        return 1
    save(EXPECTED, made)
    print(f"{made.count} results renewed: git diff shows which differ")
    return 0


def write(target, folder):
    made = fresh(folder, Committed(EXPECTED).models, kernels=os.environ.get("MADE_KERNELS", "portable"))
    shutil.rmtree(target, ignore_errors=True)
    for name, data in made.files():
        path = pathlib.Path(target) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"{made.count} results in {target}")
    return 0


def main():
    mode, arguments = (sys.argv + [""])[1], sys.argv[2:]
    if mode == "write" and arguments:
        sys.exit(write(arguments[0], tools(arguments[1:])))
    if mode not in ("check", "accept-messages", "make") or len(arguments) > 1:
        sys.exit(__doc__)
    folder = tools(arguments)
    sys.exit(make(folder) if mode == "make" else check(folder, accepts_messages=mode == "accept-messages"))


if __name__ == "__main__":
    main()
