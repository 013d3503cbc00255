#!/usr/bin/env python3
"""Checks the house rules that a compiler does not: who may use whom, and how long files get.

A folder of MadeCore may use only folders above it in ORDER. Swift files of one module need no
imports, so uses are found by name:

  * a type or a function of the module that only later folders declare;
  * a member (`.name`) that only later folders declare, if its name is of two words at least: `count`
    says nothing, `rowsScoredAtOnce` does.

A name that an earlier or the same folder declares too is nobody's. It reads text, not meaning.
"""
import pathlib
import re
import sys

ORDER = [
    "Base/Numerics", "Base/Files", "Base/Threads", "Base/Storage",
    "Tables/Text", "Tables/IDX",
    "Tables/Columns/Notations", "Tables/Columns", "Tables/Columns/Binary", "Tables/Columns/Words", "Tables/Columns/Bins", "Tables/Columns/Numbers", "Tables/Columns/Numbers/Rules",
    "Tables/Kinds",
    "Tables/Reading", "Tables/Inference", "Tables/Writing", "Tables",
    "Models/Masks", "Models/Network", "Models/Network/Sharing", "Models/Densities", "Models/Flows", "Models/File",
    "Sampling", "Scoring", "Questions", "Pictures", "Training", "Search",
]
LONGEST = 400
# The README is a door: what is longer belongs where it is made or used.
LONGEST_README = 170
ROOT = pathlib.Path(__file__).resolve().parent.parent

MODIFIERS = r"(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|final|indirect|nonisolated(?:\(unsafe\))?|static|mutating)\s+)*"
TYPE = re.compile(r"^\s*" + MODIFIERS + r"(?:struct|class|enum|protocol|typealias)\s+([A-Z]\w*)", re.M)
FUNCTION = re.compile(r"^" + MODIFIERS + r"func\s+(\w+)", re.M)
MEMBER = re.compile(r"^\s+" + MODIFIERS + r"(?:private\(set\)\s+)?(?:func|var|let|case)\s+([a-z]\w*)", re.M)
PRIVATE = re.compile(r"^\s+(?:private|fileprivate)\s.*?\b(?:func|var|let)\s+([a-z]\w*)", re.M)
# Members of the standard library that the module declares for types of its own, too.
STANDARD = {"isEmpty", "isFinite", "rawValue"}
NOISE = re.compile(r'//[^\n]*|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"')


def homes(texts, pattern):
    """Name to the folders that declare it."""
    found = {}
    for folder, text in texts.values():
        for name in pattern.findall(text):
            found.setdefault(name, set()).add(folder)
    return found


def core_problems():
    core = ROOT / "Sources/MadeCore"
    texts, problems = {}, []
    for path in sorted(core.rglob("*.swift")):
        folder = path.parent.relative_to(core).as_posix()
        if folder not in ORDER:
            problems.append(f"{path.relative_to(ROOT)}: {folder} is not a folder of the house")
            continue
        texts[path] = (folder, NOISE.sub(" ", path.read_text()))
    rank = {folder: number for number, folder in enumerate(ORDER)}
    types, functions = homes(texts, TYPE), homes(texts, FUNCTION)
    members, own = homes(texts, MEMBER), homes(texts, PRIVATE)
    for path, (folder, text) in texts.items():
        def check(name, declared, what):
            later = [home for home in declared if rank[home] > rank[folder]]
            if later and len(later) == len(declared):
                home = min(later, key=rank.get)
                problems.append(f"{path.relative_to(ROOT)}: uses {what}{name} of {home}, a later folder")
        for name in sorted(set(re.findall(r"\b\w+\b", text))):
            check(name, types.get(name, set()) | functions.get(name, set()), "")
        for name in sorted(set(re.findall(r"\.([a-z]\w*)\b", text))):
            if re.search(r"[a-z][A-Z]", name) and name not in functions and name not in STANDARD:
                check(name, members.get(name, set()) | own.get(name, set()), ".")
    return problems, len(texts)


def main():
    problems, files = core_problems()
    for folder in ("Sources", "Tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".swift", ".c", ".h") and path.is_file():
                text = path.read_text()
                if text.count("\n") > LONGEST:
                    problems.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
                if folder == "Sources" and re.search(r"^\s*(?:@\w+ )?import Foundation", text, re.M):
                    problems.append(f"{path.relative_to(ROOT)}: imports Foundation")
                if folder == "Sources" and re.search(r"\btry!|fatalError\(|\bas! ", text):
                    problems.append(f"{path.relative_to(ROOT)}: try!, as! or fatalError")
                if folder == "Sources" and ".customLong(" in text:
                    problems.append(f"{path.relative_to(ROOT)}: an option that is not named as its property")
    lines = (ROOT / "README.md").read_text().count("\n")
    if lines > LONGEST_README:
        problems.append(f"README.md: {lines} lines")
    print("\n".join(problems) or f"{files} files in {len(ORDER)} folders, all in order")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
