"""Models that no fit would make, written by the rules of made-model(5): random weights of size about 1 for every kind
of network and column that the unit tests know, weights that saturate, and optional keys of the header.

A fit of a few epochs leaves weights so small that much would go unseen. Each model NAME comes with rows to score,
NAME.test, most of which begin alike, and with rows to complete, NAME.holes.
"""
import struct
import zlib

from tables import Chance, text, with_holes

# Name: hidden, activation, direct, U, residual, masks, resample, slots over and over, extra slots
KINDS = {
    "one-mask": ([7], "relu", 0, 0, 0, 1, "full", [1], 0),
    "direct": ([7], "relu", 1, 0, 0, 1, "full", [1], 0),
    "one-unit": ([1], "tanh", 0, 0, 0, 1, "full", [1], 0),
    "two-layers": ([9, 6], "sigmoid", 1, 0, 0, 1, "full", [1], 0),
    "three-layers": ([5, 17, 4], "softplus", 0, 0, 0, 1, "full", [1], 0),
    "wide": ([40], "softsign", 1, 0, 0, 1, "full", [1], 0),
    "told": ([7], "relu", 0, 1, 0, 1, "full", [1], 0),
    "four-told-deep": ([11, 8], "tanh", 1, 1, 0, 4, "full", [1], 0),
    "five-masks": ([12], "relu", 1, 0, 0, 5, "full", [1], 0),
    "three-orderings": ([12, 9], "relu", 0, 0, 0, 3, "ordering", [1], 0),
    "three-connectivities": ([12], "tanh", 1, 0, 0, 3, "connectivity", [1], 0),
    "endless": ([10], "relu", 1, 0, 0, 0, "full", [1], 0),
    "endless-told-deep": ([10, 10], "softplus", 0, 1, 0, 0, "full", [1], 0),
    "residual": ([9, 9, 9], "tanh", 1, 0, 1, 1, "full", [1], 0),
    "residual-units": ([1] * 5, "relu", 0, 0, 1, 1, "full", [1], 0),
    "residual-four-told": ([18] * 5, "softsign", 0, 1, 1, 4, "full", [1], 0),
    "residual-endless": ([11] * 3, "softplus", 1, 0, 1, 0, "connectivity", [1], 0),
    "words": ([7], "relu", 0, 0, 0, 1, "full", [3], 0),
    "mixed-direct": ([9], "relu", 1, 0, 0, 1, "full", [1, 3, 2, 1, 4], 0),
    "mixed-five-told": ([12, 17], "tanh", 1, 1, 0, 5, "full", [2, 1, 1, 5], 1),
    "mixed-endless": ([10], "relu", 1, 0, 0, 0, "full", [4, 1], 1),
    "mixed-residual": ([19] * 3, "softplus", 0, 0, 1, 1, "full", [1, 2, 1, 1, 6], 0),
    "bands": ([180], "relu", 0, 0, 0, 1, "full", [9, 3, 1, 12], 0),
    "bands-orderings": ([130], "softplus", 0, 0, 0, 3, "ordering", [1, 2, 7], 0),
    "bands-endless-told": ([100], "tanh", 0, 1, 0, 0, "full", [6, 1, 1], 1),
    "bands-direct": ([180], "relu", 1, 0, 0, 1, "full", [9, 3, 1, 12], 0),
}


class Column:
    """One column: its lines in the header, its slots, and texts of cells that it can have."""

    def __init__(self, number, slots, form, extra, has_name):
        self.slots, name = slots, f"c{number}" if has_name else None
        kind = "binary" if slots == 1 else "number" if form == "bins" else "categorical"
        self.lines = [f"column {kind} {name}" if has_name else f"columns 1 {kind}"]
        if slots == 1:
            self.cells = ["0", "1"]
            return
        other = bool(extra and number % 3 == 1)
        missing = bool(extra and number % 2 == 0 and slots - other > 1)
        word = {0: "none", 1: "other", 2: "missing", 3: "other+missing"}[other + 2 * missing]
        count = slots - other - missing
        tail = ["99999"] * other + [""] * missing
        if form == "bins":
            ranges, low = [], -4
            for index in range(count):
                low += (index + number) % 3 // 2
                ranges.append((low, low + index * number % 4))
                low = ranges[-1][1] + 1
            decimals = number % 3
            self.lines.append(f"bins {word} {decimals} {['fixed', 'shortest'][number % 2]} " + " ".join(
                f"{low}:{high}" if high > low else f"{low}" for low, high in ranges))
            ends = sorted({end for pair in ranges for end in pair})
            self.cells = [f"{end}e-{decimals}" for end in ends] + tail
            return
        groups = min(count, 1 + number % 3) if form == "shared" else 0
        sizes = [1 + (number + 2 * index) % 4 for index in range(groups)]
        values = [f"v{index}" for index in range(count - len(sizes) + sum(sizes))]
        if sizes:
            self.lines.append("shared " + " ".join(map(str, sizes)))
        self.lines.append(" ".join([f"categories {word}"] + values))
        self.cells = values + tail


def payload(chance, slots, hidden, direct, told, residual, masks, ensemble, resample, scale):
    """Masks, weights and biases."""
    columns = len(slots)
    owner = [column for column, count in enumerate(slots) for _ in range(count)]
    top, drawn = max(columns - 1, 1), []
    for _ in range(ensemble):
        order, degrees = list(range(columns)), []
        for index in range(columns - 1, 0, -1):
            other = chance.below(index + 1)
            order[index], order[other] = order[other], order[index]
        for width in hidden:
            least = min(degrees[-1]) if degrees else 1
            degrees.append(degrees[0] if residual and degrees else
                           [least + chance.below(top - least + 1) for _ in range(width)])
        if drawn and resample == "connectivity":
            order = drawn[0][0]
        if drawn and resample == "ordering":
            degrees = drawn[0][1]
        drawn.append((order, degrees))
    data = b"".join(struct.pack(f"<{len(row)}H", *row) for order, degrees in drawn for row in [order] + degrees)
    layers = []
    for order, degrees in drawn:
        place = {column: position + 1 for position, column in enumerate(order)}
        ends = [place[column] for column in owner]
        layers.append([ends] + degrees + [ends])
    last = len(hidden) + 1

    def number():
        return struct.pack("<f", scale * (chance.below(193) - 96) / 64)

    def matrix(below, above):
        pairs = len(layers[0][below]), len(layers[0][above])
        by_input = below == 0
        for row in range(pairs[0] if by_input else pairs[1]):
            for element in range(pairs[1] if by_input else pairs[0]):
                low, high = (row, element) if by_input else (element, row)
                if masks == 0 or any(mask[above][high] - (above == last) >= mask[below][low] for mask in layers):
                    yield number()
    chain = [(layer, layer + 1) for layer in range(last)]
    for below, above in chain + ([(0, last)] if direct else []) + (chain if told else []):
        data += b"".join(matrix(below, above))
    for layer in range(1, last + 1):
        data += b"".join(number() for _ in layers[0][layer])
    return data


def model(seed, kind, columns, form="words", scale=1, extra_lines=()):
    """The bytes of a model, and its columns."""
    hidden, activation, direct, told, residual, masks, resample, pattern, extra = kind
    made = [Column(index + 1, pattern[index % len(pattern)], form, extra, seed % 2) for index in range(columns)]
    ensemble = masks or 3
    slots = [column.slots for column in made]
    body = payload(Chance(seed), slots, hidden, direct, told, residual, masks, ensemble, resample, scale)
    lines = ["tool a program of the tests", f"inputs {sum(slots)}"]
    lines += [line for column in made for line in column.lines]
    lines += [f"hidden {' '.join(map(str, hidden))}", f"activation {activation}", f"direct {'yes' if direct else 'no'}",
              f"residual {'yes' if residual else 'no'}", f"mask-weights {'yes' if told else 'no'}",
              f"masks {masks or 'endless'}", f"resample {resample}", f"mask-seed {seed}", "first-ordering random",
              f"ensemble {ensemble}", "precision f32", "records 0", "validation-records 0", "epochs 0", "best-epoch 0"]
    header = "".join(line + "\n" for line in [*lines, *extra_lines]).encode()
    prefix = b"\x89MADE\r\n\x1a" + struct.pack("<IIQII", 1, len(header), 32 + len(header) + len(body),
                                               zlib.crc32(header), zlib.crc32(body))
    return prefix + header + body, made


def all_models():
    """Name and bytes of every model and of the tables that belong to it."""
    files = {}

    def add(name, seed, kind, columns, **options):
        files[name], made = model(seed, kind, columns, **options)
        chance = Chance(seed + 500)
        rows = [[column.cells[0] if chance.percent(75) else chance.pick(column.cells) for column in made]
                for _ in range(120)]
        names = [f"c{index + 1}" for index in range(columns)] if seed % 2 else None
        # A single empty cell is an empty line.
        rows = rows if columns > 1 else [[cell or '""' for cell in row] for row in rows]
        files[name + ".test"] = text(names, rows)
        files[name + ".holes"] = text(names, with_holes(rows[:16], chance) if columns > 1 else rows[:16])

    for seed, (name, kind) in enumerate(KINDS.items(), 1):
        for form in ["words"] if kind[7] == [1] else ["words", "bins", "shared"]:
            add(f"hand-{name}" + (f"-{form}" if form != "words" else ""), seed, kind, 13, form=form)
    for seed, (name, columns, form) in enumerate([
            ("direct", 1, "words"), ("words", 1, "shared"), ("words", 2, "bins"), ("endless", 2, "words"),
            ("mixed-direct", 70, "bins"), ("one-mask", 200, "words"), ("mixed-residual", 64, "words")], 40):
        add(f"hand-{name}-{columns}", seed, KINDS[name], columns, form=form)
    for seed, (name, scale) in enumerate([("mixed-five-told", 60), ("wide", 60), ("bands-endless-told", 2.0**121),
                                          ("wide-words", 2.0**121)], 60):
        kind = KINDS[name] if name in KINDS else ([40], "softsign", 0, 0, 0, 1, "full", [5, 1], 0)
        add(f"hand-huge-{name}", seed, kind, 8, form="bins", scale=scale)
    add("hand-keys", 71, KINDS["mixed-direct"], 5, extra_lines=[
        "image 1 5", "threshold 99.5", "ignored-fields 2 4", "missing NA %20", "x-note a word, for nobody", "x-note 2",
        "determines 2 3 1 0 -", "training-log-likelihood -1.5e+1", "validation-log-likelihood -0"])
    return {**files, **broken_models()}


def broken_models():
    """Models that are damaged, or forged with right checksums, each in one way."""
    good, _ = model(99, KINDS["direct"], 4)
    length = int.from_bytes(good[12:16], "little")
    header, body = good[32:32 + length], good[32 + length:]

    def forged(header=header, body=body):
        return good[:8] + struct.pack("<IIQII", 1, len(header), 32 + len(header) + len(body), zlib.crc32(header),
                                      zlib.crc32(body)) + header + body
    damaged = bytearray(good)
    damaged[-3] ^= 16
    named = header.replace(b"column binary c2", b"column binary c\x1b[2")
    return {
        "broken.version": good[:8] + b"\x02" + good[9:],
        "broken.header-sum": good[:40] + b"X" + good[41:],
        "broken.payload-sum": bytes(damaged),
        "broken.key": forged(header + b"colour red\n"),
        "broken.no-key": forged(header.replace(b"direct yes\n", b"")),
        "broken.twice": forged(header + b"direct yes\n"),
        "broken.inputs": forged(header.replace(b"inputs 4\n", b"inputs 5\n")),
        "broken.hidden": forged(header.replace(b"hidden 7\n", b"hidden 16777216 16777216\n")),
        "broken.ordering": forged(body=b"\x09" + body[1:]),
        "broken.degree": forged(body=body[:8] + bytes(2) + body[10:]),
        "broken.infinite": forged(body=body[:-4] + struct.pack("<f", float("inf"))),
        "broken.name": forged(named),
    }
