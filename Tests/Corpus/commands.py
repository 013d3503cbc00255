"""Runs the commands of models.txt, outputs.txt and refusals.txt on tables and models that are made on the spot."""
import concurrent.futures
import os
import pathlib
import re
import resource
import struct
import subprocess
import zlib

from handmade import all_models
from manifest import Results
from tables import all_tables

HERE = pathlib.Path(__file__).resolve().parent
TOOL = re.compile(r"(?<![\w/.-])(made-(?:fit|score|sample|masks))(?= |$)")
LIMIT = re.compile(r"^LIMIT=(\d+) ")
SHELL = re.compile(r"[^\w ./,:=+-]")
THREADS = (1, 3)


def commands_of(name):
    """Name and command of each line that is no comment; indented lines go on with the one before."""
    found = []
    for line in (HERE / name).read_text().splitlines():
        if line.startswith(" ") and found:
            found[-1] = (found[-1][0], found[-1][1] + line)
        elif line.strip() and not line.startswith("#"):
            found.append(tuple(line.split(": ", 1)))
    return found


def expand(lines, fitted, handmade, thorough):
    """Name, command and numbers of threads of each line; those for FITTED., ASKED. or HAND. stand for one line for each
    of these models: {m} is the model, {t} its table."""
    groups = {"FITTED": fitted, "ASKED": [name for name in fitted if not name.startswith("t12-")], "HAND": handmade}
    turn = 0
    for name, command in lines:
        group, _, rest = name.partition(".")
        if group not in groups:
            yield name, command, THREADS
            continue
        for model in groups[group]:
            turn += 1
            path = model if group == "HAND" else f"models/{model}"
            table = model if group == "HAND" else model.partition("-")[0].replace("t12", "b12")
            yield (f"{model}.{rest}", command.format(m=path, t=table),
                   THREADS if thorough else [THREADS[turn % len(THREADS)]])


def plain_picture(data):
    """A PNG with its pixels unpacked: how zlib packs them may differ between its versions."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return data
    pixels, others, at = b"", data[:8], 8
    while at < len(data):
        length, kind = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
        pixels, others = (pixels + data[at + 8:at + 8 + length], others) if kind == b"IDAT" else (
            pixels, others + data[at:at + 12 + length])
        at += 12 + length
    return others + zlib.decompress(pixels)


def plain_state(data):
    """A checkpoint whose epochs took no time."""
    if len(data) < 92 or zlib.crc32(data[:-4]) != int.from_bytes(data[-4:], "little"):
        return data
    data = bytearray(data[:-4])
    for epoch in range(int.from_bytes(data[72:80], "little")):
        data[88 + 32 * epoch + 16:88 + 32 * epoch + 24] = bytes(8)
    return bytes(data) + struct.pack("<I", zlib.crc32(data))


def plain_message(message, keeps_epochs):
    """What was said, without times and threads; what is said of each epoch stands in most models, too."""
    message = re.sub(rb"\d+ rows/s", b"N rows/s", message)
    message = re.sub(rb"--threads \d+", b"--threads N", message)
    return b"".join(line for line in message.splitlines(keepends=True)
                    if keeps_epochs or not line.startswith(b"epoch "))


class Corpus:
    """The commands, run in a folder of their own.

    With `thorough` each command runs with every number of threads; else those do that are not one of very many alike,
    and the others take turns.
    """

    def __init__(self, tools, place, thorough=False, kernels="portable"):
        self.place, self.thorough = place, thorough
        self.environment = {"PATH": f"{tools}:{os.environ.get('PATH', '')}", "LC_ALL": "C", "MADE_KERNELS": kernels}
        self.results = Results()

    def run(self, models=None):
        """All results. Models are made from `models`, which are in place for all other commands, too; without any, from
        each other."""
        (self.place / "models").mkdir()
        (self.place / "out").mkdir()
        made = all_models()
        handmade = [name for name in made if "." not in name]
        for name, data in {**all_tables(), **made}.items():
            (self.place / name).write_bytes(data)
            self.results.add("inputs", name, 0, data)
        for name, data in (models or {}).items():
            (self.place / "models" / name).write_bytes(data)
        fits = [(name, command, THREADS) for name, command in commands_of("models.txt")]
        fitted = [name for name, *_ in fits if "." not in name]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            if models is None:
                for line in fits:
                    (self.place / "models" / line[0]).write_bytes(self.take("models", *self.outcomes(*line)))
            else:
                self.take_all(pool, "models", fits)
            for section in ("outputs", "refusals"):
                self.take_all(pool, section, expand(commands_of(f"{section}.txt"), fitted, handmade, self.thorough))
        return self.results

    def take_all(self, pool, section, lines):
        for outcomes in pool.map(lambda line: self.outcomes(*line), list(lines)):
            self.take(section, *outcomes)

    def take(self, section, name, command, outcomes):
        """Keeps what came of a command; returns its output."""
        status, output, message = outcomes[0]
        if any(outcome != outcomes[0] for outcome in outcomes):
            self.results.unequal.append(f"differs: {section} {name}: hangs on --threads")
        self.results.add(section, name, status, output)
        self.results.add_message(name, command, message)
        return output

    def outcomes(self, name, command, threads):
        return name, command, [self.outcome(name, command, count) for count in threads]

    def outcome(self, name, command, threads):
        """Status, output and message of a command."""
        limit = LIMIT.match(command)
        script = TOOL.sub(rf"\1 --threads {threads}", LIMIT.sub("", command))
        (self.place / "out" / name).unlink(missing_ok=True)

        def prepare():
            if limit:
                resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[1]), int(limit[1])))
        # A shell takes as long as a tool.
        words = ["sh", "-c", script] if SHELL.search(script) else script.split()
        done = subprocess.run(
            words, cwd=self.place, env={**self.environment, "OUT": f"out/{name}"}, capture_output=True,
            stdin=subprocess.DEVNULL, timeout=300, preexec_fn=prepare if limit else None)
        output = plain_picture(done.stdout) if name.endswith(".png") else done.stdout
        output = plain_state(output) if name.endswith(".state") else output
        return done.returncode, output, plain_message(done.stderr, keeps_epochs=" -v" in command)
