"""What is committed of the results, and how it differs from others."""
import hashlib
import shutil

# Outputs that are committed in full, for people; of all others the checksum is.
READABLE = """mixed-one.scored mixed-one.explained info.mixed mixed-one.sampled mixed-one.filled numbers-one.sampled
 b12-direct.table b12-direct.ordering histogram log curve.svg dry-run.mixed label.words marginal.mixed odd-words.sampled
 auto""".split()


class Results:
    """Status, output and message of every command, by section and name."""

    def __init__(self):
        self.outputs = {}
        self.messages = ""
        # Names of results that hang on the number of threads.
        self.unequal = []

    @property
    def count(self):
        return len(self.outputs)

    def add(self, section, name, status, data):
        if (section, name) in self.outputs:
            raise SystemExit(f"two results are named {name}")
        self.outputs[section, name] = (status, data)

    def add_message(self, name, command, message):
        if message:
            said = message.decode("utf-8", "backslashreplace")
            self.messages += f"== {name}\n$ {command}\n{said}" + ("" if said.endswith("\n") else "\\\n") + "\n"

    def manifest(self):
        """One line for each result: section, name, status, bytes, checksum."""
        return {key: f"{status} {len(data)} {hashlib.sha256(data).hexdigest()}"
                for key, (status, data) in self.outputs.items()}

    def files(self):
        """Name and bytes of all results as files."""
        for (section, name), (status, data) in self.outputs.items():
            yield f"{section}/{name}", data
        yield "messages.txt", self.messages.encode()
        yield "manifest.txt", manifest_text(self.manifest())


class Committed:
    """What the folder of the corpus holds."""

    def __init__(self, folder):
        self.lines, self.files, self.messages = {}, {}, ""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.files[path.relative_to(folder).as_posix()] = path.read_bytes()
        for line in self.files.get("manifest.txt", b"").decode().splitlines():
            section, name, rest = line.split(" ", 2)
            self.lines[section, name] = rest
        self.messages = self.files.get("messages.txt", b"").decode()
        self.models = {name.removeprefix("models/"): data for name, data in self.files.items()
                       if name.startswith("models/")}


def manifest_text(lines):
    return "".join(f"{section} {name} {rest}\n" for (section, name), rest in lines.items()).encode()


def kept_files(made):
    """The files of the corpus, but for the manifest and the messages."""
    return {f"{section}/{name}": data for (section, name), (_, data) in made.outputs.items()
            if section == "models" or section == "outputs" and name in READABLE}


def blocks(messages):
    """What each command said, by its name."""
    found = {}
    for block in messages.split("\n== "):
        name, _, said = block.removeprefix("== ").partition("\n")
        if name:
            found[name] = said.rstrip("\n")
    return found


def compare(committed, made):
    """Differences of results from what is committed, in a line each or a few."""
    differences, mine, theirs = [], made.manifest(), committed.lines
    differences += [f"missing: {section} {name}" for section, name in theirs if (section, name) not in mine]
    for (section, name), line in mine.items():
        if (section, name) not in theirs:
            differences.append(f"extra: {section} {name}")
        elif line != theirs[section, name]:
            differences.append(f"differs: {section} {name}\n    was {theirs[section, name]}\n    is  {line}")
    mine, theirs = blocks(made.messages), blocks(committed.messages)
    for name in [*theirs, *(name for name in mine if name not in theirs)]:
        if mine.get(name) != theirs.get(name):
            differences.append(f"differs: what {name} says on standard error, which was\n"
                               f"{theirs.get(name, 'nothing')}\nand is\n{mine.get(name, 'nothing')}\n")
    kept = kept_files(made)
    differences += [f"missing file: {name}" for name in kept if name not in committed.files]
    for name, data in committed.files.items():
        if name not in kept and name not in ("manifest.txt", "messages.txt"):
            differences.append(f"extra file: {name}")
        elif name in kept and kept[name] != data:
            differences.append(f"differs: the file {name}")
    return differences


def save(folder, made):
    """Renews what is committed."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in kept_files(made).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "manifest.txt").write_bytes(manifest_text(made.manifest()))
    save_messages(folder, made)


def save_messages(folder, made):
    (folder / "messages.txt").write_text(made.messages, encoding="utf-8")
