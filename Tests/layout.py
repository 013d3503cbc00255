#!/usr/bin/env python3
"""Checks the house rules that a compiler does not: who may use whom, and how long files get.

A folder of MadeCore may use only folders above it in ORDER. Swift files of one module need no
imports, so uses are found by name: a file that mentions a type or a function which exactly one
other folder declares, uses that folder.

The name of an option is that of its property: CommandLineSupport/GivenOptions.swift goes by that.
"""
import pathlib
import re
import sys

ORDER = [
    "Base/Numerics", "Base/Threads", "Base/Storage", "Base/Files",
    "Tables/Text", "Tables/IDX", "Tables/Columns", "Tables/Columns/Binary", "Tables/Columns/Words", "Tables/Columns/Numbers", "Tables/Kinds",
    "Tables/Reading", "Tables/Inference", "Tables/Writing", "Tables",
    "Models/Masks", "Models/Network", "Models/Network/Sharing", "Models/Densities", "Models/File",
    "Sampling", "Scoring", "Questions", "Pictures", "Training", "Search",
]
LONGEST = 400
# The README is a door: what is longer belongs where it is made or used.
LONGEST_README = 170
ROOT = pathlib.Path(__file__).resolve().parent.parent

TYPE = re.compile(r"^\s*(?:(?:public|package|internal|final|indirect|nonisolated)\s+)*"
                  r"(?:struct|class|enum|protocol|typealias)\s+([A-Z]\w*)", re.M)
FUNCTION = re.compile(r"^(?:(?:public|package)\s+)*func\s+(\w+)", re.M)
NOISE = re.compile(r'//[^\n]*|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"')


def main():
    problems, declared, texts = [], {}, {}
    core = ROOT / "Sources/MadeCore"
    for path in sorted(core.rglob("*.swift")):
        room = path.parent.relative_to(core).as_posix()
        texts[path] = (room, NOISE.sub(" ", path.read_text()))
        for name in TYPE.findall(texts[path][1]) + FUNCTION.findall(texts[path][1]):
            declared.setdefault(name, set()).add(room)
    for path, (room, text) in texts.items():
        if room not in ORDER:
            problems.append(f"{path.relative_to(ROOT)}: {room} is not a room of the house")
            continue
        for name in sorted(set(re.findall(r"\b\w+\b", text))):
            homes = declared.get(name, set())
            if len(homes) == 1 and ORDER.index(min(homes)) > ORDER.index(room):
                problems.append(f"{path.relative_to(ROOT)}: uses {name} of {min(homes)}, a later room")
    for folder in ("Sources", "Tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".swift", ".c", ".h") and path.is_file():
                text = path.read_text()
                if text.count("\n") > LONGEST:
                    problems.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
                if folder == "Sources" and re.search(r"^\s*(?:@\w+ )?import Foundation", text, re.M):
                    problems.append(f"{path.relative_to(ROOT)}: imports Foundation")
                if folder == "Sources" and ".customLong(" in text:
                    problems.append(f"{path.relative_to(ROOT)}: an option that is not named as its property")
                if folder == "Sources" and re.search(r"\btry!|fatalError\(|\bas! ", text):
                    problems.append(f"{path.relative_to(ROOT)}: try!, as! or fatalError")
    lines = (ROOT / "README.md").read_text().count("\n")
    if lines > LONGEST_README:
        problems.append(f"README.md: {lines} lines")
    print("\n".join(problems) or f"{len(texts)} files in {len(ORDER)} rooms, all in order")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
