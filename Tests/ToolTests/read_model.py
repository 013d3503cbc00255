"""read_model.py MODEL < rows.csv: log-likelihood (nats) of each record; see made-model(5)."""
import decimal, fractions, math, re, struct, sys, zlib
import numpy as np

ACTIVATIONS = {"relu": lambda s: np.maximum(s, 0), "tanh": np.tanh,
               "sigmoid": lambda s: np.exp(-np.logaddexp(0, -s)),
               "softplus": lambda s: np.logaddexp(0, s), "softsign": lambda s: s / (1 + abs(s))}
DECODE = {"f32": lambda raw: np.frombuffer(raw, "<f4"), "f16": lambda raw: np.frombuffer(raw, "<f2"),
          "bf16": lambda raw: (np.frombuffer(raw, "<u2").astype("u4") << 16).view("f4")}
# Prefix, header
data = open(sys.argv[1], "rb").read()
assert len(data) >= 32 and data[:8] == b"\x89MADE\r\n\x1a", "not a model file"
version, header_size, size, header_crc, payload_crc = struct.unpack("<IIQII", data[8:32])
assert version == 1, "unknown version"
assert len(data) == size >= 32 + header_size, "wrong length"
header, payload = data[32:32 + header_size], data[32 + header_size:]
assert zlib.crc32(header) == header_crc and zlib.crc32(payload) == payload_crc, "checksum differs"
lines = [line.split(b" ", 1) for line in header.split(b"\n")[:-1]]
key = {name.decode(): value.decode() for name, value in lines}
def half(a, b):                                             # way between two numbers, where a double has no halves towards 0
    return (a + b) / 2 if abs(a + b) < 2 ** 53 else float((a + b) // 2 if a + b > 0 else -(-(a + b) // 2))
MISSING = rb"NA N/A n/a #N/A <NA> NaN nan -nan null NULL None ? \N".split()
def unescaped(word):
    return re.sub(b"%(..)", lambda m: bytes.fromhex(m[1].decode()), word)
class Wide(int):
    """A number that is counted from the fallback, where T is stretched."""
class Density:
    """A column of numbers with a density: its cells in units or (mark,), and the mixture."""
    def __init__(self, words, absent, texts, atoms, known, gaps, heaps, centers, relation):
        self.decimals, self.step, self.digits = map(int, (words[1], *words[3:5]))
        self.missing = absent or [b""] * (b"missing" in words[0])
        self.texts = [None] + self.missing + texts
        self.K, self.least = int(words[5]), float(words[6])
        self.center, self.bend, self.mean, self.deviation = map(float, words[7:11])
        self.bends = np.array([self.center, self.bend] + centers).reshape(-1, 2)
        self.atoms, self.known, self.gaps, self.marks = atoms, known, gaps, len(self.texts)
        self.listed = self.marks + len(atoms)
        self.heads = self.listed + (2 if known else 1)
        self.heaps = [self.step] + heaps if heaps else []
        self.relation = relation and (relation[0], np.reshape([int(w) for w in relation[5:]], (-1, 4)))
        self.fallback, self.stretch = (int(relation[3]), float(relation[4])) if relation else (0, 1)
        if self.stretch != 1:
            scale = ([self.center, self.bend * self.stretch, self.mean, self.deviation] if self.bend
                     else [self.center + self.mean, 0, 0, self.deviation * self.stretch])
            others = ((self.bends[1:] - [self.center, 0]) * self.stretch + [self.center, 0]).ravel().tolist()
            self.wide = Density([*words[:7], *scale, *words[11:]], absent, texts, atoms, known, gaps, heaps, others, [])
        self.ones, self.outputs = self.listed + len(self.heaps), self.heads + 3 * self.K + len(self.heaps)
        images = [self.T(v) for v in known]
        self.edges = [-np.inf] + [(a + b) / 2 for a, b in zip(images, images[1:])] + [np.inf]
    def T(self, v):
        x = float(v) - self.center
        bent = np.arcsinh((float(v) - self.bends[:, 0]) / self.bends[:, 1]).sum() if self.bend else x
        return (bent - self.mean) / self.deviation
    def width(self, low, high):                                 # T(high) - T(low), however near they are
        if not self.bend:
            return (high - low) / self.deviation
        sum = 0
        for center, bend in self.bends:
            a, b = sorted([low - center, high - center], key=abs)           # the one nearer the center first
            a, b = np.array([a, b]) / bend * (1 if b >= 0 else -1)
            roots = np.sqrt(1 + a * a) + np.sqrt(1 + b * b)
            sum += np.log1p((high - low) / bend * (1 + (a + b) / roots) / (a + np.sqrt(1 + a * a)))
        return sum / self.deviation
    def step_of(self, size):                                    # from a number of this size to the next larger one
        return 10 ** max(len(str(size)) - self.digits, 0) if self.digits else self.step
    def next(self, v):                                          # after v on the grid; before it is -next(-v)
        return v + self.step_of(v if v >= 0 else -v - 1)        # towards 0 the step is that of a smaller number
    def read(self, text):                                       # the number of units, or a mark
        if text in self.texts:
            return (self.texts.index(text),)
        if not text or text in MISSING:
            return (min(len(self.missing), 1),)
        if number(text) is None:
            return (0,)
        units = round_half_up(text, self.decimals)
        step, most = self.step_of(abs(units)), 2 ** 53 - 1
        return min((abs(units) + step // 2) // step * step, most) * (1 if units >= 0 else -1)
    def f(self, row):                                           # what numbers are counted from
        if not self.relation:
            return 0
        form, sources = self.relation
        isnumber = [not isinstance(row[c - 1], tuple) for c in sources[:, 0]]
        if not (any if form in (b"largest", b"smallest") else all)(isnumber):
            return None
        found = [int(sign) * (row[c - 1] * fractions.Fraction(10) ** int(power) + int(shift))
                 for c, sign, power, shift in sources[isnumber]]
        if form in (b"largest", b"smallest"):
            return self.step * (math.ceil(max(found) / self.step) if form == b"largest" else math.floor(min(found) / self.step))
        value = (sum(found) if form == b"sum" else float(form) * float(found[0])) / self.step
        return self.step * int(math.copysign(math.floor(abs(value) + 0.5), value))
    def counted(self, v, row):
        if isinstance(v, tuple):
            return v
        f = self.f(row)
        return v - f if f is not None else (int if self.stretch == 1 else Wide)(v - self.fallback)
    def level(self, v):
        return max(i for i, step in enumerate(self.heaps) if v % step == 0)
    def inputs(self, v):                                        # ones, reals
        if isinstance(v, Wide):
            return self.wide.inputs(int(v))
        if isinstance(v, tuple):
            return np.arange(self.ones) == v[0], [0.]
        index = (self.marks + self.atoms.index(v) if v in self.atoms
                 else self.listed + self.level(v) if self.heaps else -1)
        return np.arange(self.ones) == index, [min(max(self.T(v), -8), 8)]
    def cell(self, v):                                          # half way to the neighbours on the grid; what gaps below have is added
        first = v
        while -self.next(-first) in self.gaps:
            first = -self.next(-first)
        return half(first, -self.next(-first)), half(v, self.next(v))
    def is_movable(self):                                       # what stays is little of it
        return not self.heaps and sum(self.width(*self.cell(v)) for v in [*self.atoms, *self.known]) <= 1 / 16
    def moves(self, v):                                         # in a flow: a number that is nothing else
        return not isinstance(v, tuple) and v not in self.atoms and v not in self.known
    def log_likelihood(self, v, z, u=None):                     # u: where a flow has put it, -inf for a cell that stays
        if isinstance(v, Wide):
            return self.wide.log_likelihood(int(v), z)
        w, pi, m, r, levels = np.split(z, self.heads + self.K * np.arange(4))
        w, pi = w - np.logaddexp.reduce(w), pi - np.logaddexp.reduce(pi)
        s = self.least + np.exp(np.clip(r, -60, 60))
        def mass(low, high, width):
            a, b = (low - m) / s, (high - m) / s
            with np.errstate(over="ignore", divide="ignore"):
                parts = np.log(-np.expm1(-width / s)) - np.logaddexp(0, -b) - np.logaddexp(0, a)
            return np.logaddexp.reduce(pi + parts)
        if isinstance(v, tuple):
            return w[v[0]]
        (low, high), share = self.cell(v), 0
        if self.heaps:                                          # neighbours on its level, or the ones between
            level = self.level(v)
            step = self.heaps[level]
            ends = (v - step, v + step)
            low, high = (end if self.level(end) > level else half(v, end) for end in ends)
            share = levels[level] - np.logaddexp.reduce(levels)
        terms = [w[-1] + share + mass(self.T(low), self.T(high), self.width(low, high))]
        if u is not None:                                       # the density, and none where it stays
            d = (u - m) / s
            terms = [w[-1] + np.logaddexp.reduce(pi - np.log(s) - np.logaddexp(0, d) - np.logaddexp(0, -d))
                     + np.log(self.width(low, high))] if u > -np.inf else []
        if v in self.known:
            k = self.known.index(v)
            low, high = self.edges[k:k + 2]
            terms.append(w[-2] + mass(low, high, high - low))
        if v in self.atoms:
            terms.append(w[self.marks + self.atoms.index(v)])
        return np.logaddexp.reduce(terms)
def number(text):                                           # a number of any length, exactly; None for anything else
    return decimal.Decimal(text.decode()) if re.fullmatch(rb"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text) else None
def are_numbers(values):                                    # words that are compared as numbers: no codes such as 007
    return (all(number(v) is not None or v in MISSING for v in values)
            and not any(re.fullmatch(rb"-?0\d+", v) for v in values))
def round_half_up(text, decimals):
    return int(decimal.Decimal(text.decode()).scaleb(decimals).to_integral_value("ROUND_HALF_UP"))
# Columns: None for a binary one; a Density; else the values of its slots (bins in units), whether there are
# other ones and missing ones, the decimals of numbers, and whether words are compared as numbers
columns, shared, lists, fixed = [], [], {}, set()          # fixed: columns of rules, which no flow moves
for name, value in lines:
    words = value.split(b" ")
    if name == b"column" and words[0] == b"binary" or name == b"columns" and words[1] == b"binary":
        columns += [None] * (int(words[0]) if name == b"columns" else 1)
    elif name == b"shared":
        shared = [int(w) for w in words]
    elif name == b"categories":
        cells = [unescaped(w) for w in words[1:]]
        ends = np.cumsum([0] + [1] * (len(cells) - sum(shared)) + shared)
        values, shared = [cells[low:high] for low, high in zip(ends, ends[1:])], []
        columns.append((values, b"other" in words[0], b"missing" in words[0], None, are_numbers(cells)))
    elif name == b"bins":
        values = [[int(v) for v in w.split(b":")] for w in words[3:]]
        columns.append((values, b"other" in words[0], b"missing" in words[0], int(words[1]), False))
    elif name in (b"atoms", b"known", b"gaps", b"heaps"):
        lists[name] = [int(w) for w in words]
    elif name == b"centers":
        lists[name] = [float(w) for w in words]
    elif name in (b"relation", b"bound", b"tie"):
        lists[name] = words
        first = {b"relation": 5, b"bound": 1, b"tie": 0}[name]
        fixed |= {len(columns)} | {int(w) - 1 for w in (words[first::4] if first else words[:1])}
    elif name in (b"absent", b"words"):
        lists[name] = [unescaped(w) if w != b"%" else b"" for w in words]
    elif name == b"density":
        order = (b"absent", b"words", b"atoms", b"known", b"gaps", b"heaps", b"centers", b"relation")
        columns.append(Density(words, *(lists.pop(k, []) for k in order)))
ones = np.array([c.ones if isinstance(c, Density) else c and len(c[0]) + c[1] + c[2] or 1 for c in columns])
reals = np.array([int(isinstance(c, Density)) for c in columns])
outputs = np.array([c.outputs if isinstance(c, Density) else o for c, o in zip(columns, ones)])
one_ends, ends = np.cumsum(ones), np.cumsum(outputs)
C, M, direct = len(columns), int(key["ensemble"]), key["direct"] == "yes"
assert ends[-1] == int(key["outputs" if reals.any() else "inputs"]), "columns do not add up"
residual = key["residual"] == "yes"
n = [sum(ones)] + [int(v) for v in key["hidden"].split(" ")] + [sum(outputs)]   # units of layers 0 to L+1
L, g = len(n) - 2, ACTIVATIONS[key["activation"]]
# Steps of a flow: a network each, which comes before the masks; live[i] is [upper, lower] as below
kind, used_bytes, steps = np.dtype("<u2" if C <= 65536 else "<u4"), 0, []
moving = np.array([int(isinstance(c, Density) and i not in fixed and c.is_movable()) for i, c in enumerate(columns)])
def some(count):
    global used_bytes
    size = {"f32": 4, "f16": 2, "bf16": 2}[key["precision"]] * count
    used_bytes += size
    return DECODE[key["precision"]](payload[used_bytes - size:used_bytes]).astype(float)
for word, *widths in [value.decode().split(" ") for name, value in lines if name == b"step"]:
    inverse = widths[0] == "iaf"
    own, widths = {"affine": 2, "spline": 25}[word], [int(w) for w in widths[inverse:]]
    parts = [C] + widths
    stored = np.frombuffer(payload, kind, sum(parts), used_bytes).astype(int)
    used_bytes += sum(parts) * kind.itemsize
    degree = np.split(stored, np.cumsum(parts))[:len(parts)]
    position, degree_order = np.argsort(degree[0]) + 1, degree[0]
    degree[0], real, top = (np.repeat(position, count) for count in (ones, reals, own * moving))
    live = [up[:, None] >= low for low, up in zip(degree, degree[1:])]
    live += [top[:, None] > degree[-1], degree[1][:, None] >= real]
    weights = []
    for i, m in enumerate(live):
        full = np.zeros(m.T.shape if i == 0 else m.shape)
        full[m.T if i == 0 else m] = some(int(m.sum()))
        weights.append(full.T if i == 0 else full)
    order = [list(np.flatnonzero(moving)).index(c) for c in degree_order if moving[c]]
    turns = [[index] for index in order] if inverse else [order]    # those that move at once
    steps.append((weights, [some(count) for count in widths + [own * sum(moving)]], own, turns))
# Masks: masks[m][i] is boolean, [upper, lower]; i = 0..L is W(1)..W(L+1), i = L+1 is A, then R(1) and R(A)
payload = payload[used_bytes:]
parts = [C] + n[1:-1]
integers = np.frombuffer(payload, kind, M * sum(parts)).reshape(M, -1).astype(int)
masks = []
for stored in integers:
    degree = np.split(stored, np.cumsum(parts))[:L + 1]         # the ordering, then hidden degrees
    position = np.argsort(degree[0]) + 1                        # ordering to position + 1
    degree[0], real, top = (np.repeat(position, count) for count in (ones, reals, outputs))
    masks.append([up[:, None] >= low for low, up in zip(degree, degree[1:])]
                 + [top[:, None] > low for low in (degree[L], degree[0])]
                 + [degree[1][:, None] >= real, top[:, None] > real])
live = [np.ones_like(m[0]) if key["masks"] == "endless" else np.any(m, axis=0) for m in zip(*masks)]
# Weights, stored sparse, made full here and oriented [upper, lower]; biases
numbers, used = DECODE[key["precision"]](payload[integers.size * kind.itemsize:]).astype(float), 0
def matrix(i):
    by_input = i in (0, L + 1)                                  # W(1) and A: one row per one; others per upper unit
    stored = live[i].T if by_input else live[i]
    full = np.zeros(stored.shape)
    full[stored] = take(int(stored.sum()))
    return full.T if by_input else full
def take(count):
    global used
    used += count
    assert used <= len(numbers), "payload too short"
    return numbers[used - count:used]
kinds = [*range(L + 1), *[L + 1][:direct], *[L + 2, L + 3][:(1 + direct) * reals.any()]]
W = {i: matrix(i) for i in kinds}
U = [matrix(i) if key["mask-weights"] == "yes" else np.zeros(live[i].shape) for i in range(L + 1)]
b = [take(count) for count in n[1:]]
assert used == len(numbers), "payload too long"
# Records: one input a binary cell, one of several a word or number; an empty cell is a missing one
def inputs(column, cell):
    if isinstance(column, Density):
        return *column.inputs(cell), 1, cell
    if column is None:
        return [float(cell)], [], 1, None
    values, other, missing, decimals, numeric = column
    slot, width = len(values), 1
    if missing and not cell:
        slot += other
    elif decimals is None:
        equal = [i for i, texts in enumerate(values) if cell in texts]
        if numeric and not equal and number(cell) is not None:
            equal = [i for i, texts in enumerate(values) if number(cell) in map(number, texts)][:1]
        for slot in equal or [slot]:
            width = len(values[slot]) if slot < len(values) else 1
    else:
        value = round_half_up(cell, decimals) if cell else np.inf       # in no bin
        low, high = np.array([(b[0], b[-1]) for b in values]).T
        width = high[-1] - low[0] + 2 - (high - low + 1).sum()
        for slot in np.flatnonzero((low <= value) & (value <= high)):
            width = high[slot] - low[slot] + 1
    return np.arange(len(values) + other + missing) == slot, [], width, None
records = sys.stdin.buffer.read().decode("latin-1").split("\n")[:-1]
def counted(record):                                            # numbers less what they are counted from
    row = [c.read(w) if isinstance(c, Density) else w for c, w in zip(columns, record)]
    return [c.counted(v, row) if isinstance(c, Density) else v for c, v in zip(columns, row)]
cells = [[inputs(*pair) for pair in zip(columns, counted(r.encode("latin-1").split(b",")))] for r in records]
x, y = (np.array([np.concatenate([cell[i] for cell in r]) for r in cells], float) for i in (0, 1))
widths = np.array([[cell[2] for cell in r] for r in cells], float)
# The flow: t, the numbers that move; y, as the next network reads them
movers = np.flatnonzero(moving)
moves = np.array([[columns[c].moves(r[c][3]) for c in movers] for r in cells], bool).reshape(len(cells), -1)
t = np.array([[columns[c].T(r[c][3]) if columns[c].moves(r[c][3]) else 0 for c in movers] for r in cells]).reshape(moves.shape)
at, log_determinant = (np.cumsum(reals) - 1)[movers], 0
def spline(t, z):                                           # eight spans from -4 to 4, from knots (X, Y) with slopes d
    c = 2. ** -10
    def knots(z):
        share = np.exp(z - z.max(-1, keepdims=True))
        sizes = 8 * (c + (1 - 8 * c) * share / share.sum(-1, keepdims=True))
        return np.concatenate([0 * sizes[..., :1] - 4, np.cumsum(sizes, -1) - 4], -1)
    X, Y, ends = knots(z[..., 2:10]), knots(z[..., 10:18]), np.ones(t.shape + (1,))
    d = np.concatenate([ends, c + (1 - c) * np.logaddexp(0, z[..., 18:]) / np.log(2), ends], -1)
    k = np.clip((X[..., :8] <= t[..., None]).sum(-1) - 1, 0, 7)
    at = lambda values, more: np.take_along_axis(values, k[..., None] + more, -1)[..., 0]
    w, h, d0, d1 = at(X, 1) - at(X, 0), at(Y, 1) - at(Y, 0), at(d, 0), at(d, 1)
    s, v = h / w, (t - at(X, 0)) / w
    e = s + (d1 + d0 - 2 * s) * v * (1 - v)
    with np.errstate(invalid="ignore", divide="ignore"):        # further out it is the identity
        D = s ** 2 * (d1 * v ** 2 + 2 * s * v * (1 - v) + d0 * (1 - v) ** 2) / e ** 2
        return np.where(abs(t) < 4, [at(Y, 0) + h * (s * v ** 2 + d0 * v * (1 - v)) / e, np.log(D)], [t, 0 * t])
for weights, biases, own, turns in steps:
    for turn in turns:
        h = x
        for i, bias in enumerate(biases):
            h = h @ weights[i].T + bias + (y @ weights[-1].T if i == 0 else 0)
            h = g(h) if i < len(biases) - 1 else h
        h = h.reshape(*t.shape, own)[:, turn]
        a = h[..., 1] / (1 + abs(h[..., 1]) / 4)
        moved = (t[:, turn] - h[..., 0]) * np.exp(-a)
        t[:, turn], log_D = spline(moved, h) if own > 2 else (moved, 0 * moved)
        log_determinant = log_determinant + np.where(moves[:, turn], log_D - a, 0).sum(1)
        y[:, at[turn]] = np.where(moves[:, turn], np.clip(t[:, turn], -8, 8), y[:, at[turn]])
# Log-likelihoods
def log_likelihood(mask):
    h, stream = x, 0
    for i in range(L + 1):
        z = h @ (mask[i] * W[i]).T + (mask[i] * U[i]).sum(1) + b[i]
        if i == 0 and reals.any():
            z = z + y @ (mask[L + 2] * W[L + 2]).T
        if residual and i % 2 == 0 and i < L:                   # layers 1, 3, ...
            z = stream = stream + z
        h = g(z)
    z = z + x @ (mask[L + 1] * W[L + 1]).T if direct else z
    z = z + y @ (mask[L + 3] * W[L + 3]).T if direct and reals.any() else z
    total = 0
    for c, (column, K, end, one_end) in enumerate(zip(columns, outputs, ends, one_ends)):
        if isinstance(column, Density):
            own = z[:, end - K:end]
            u = [None] * len(cells)
            if steps and moving[c]:
                index = list(movers).index(c)
                u = np.where(moves[:, index], t[:, index], -np.inf)
            total = total + np.array([column.log_likelihood(r[c][3], o, v) for r, o, v in zip(cells, own, u)])
            continue
        own = z[:, end - K:end] if K > 1 else np.stack([0 * z[:, end - 1], z[:, end - 1]], 1)
        one = x[:, one_end - K:one_end] if K > 1 else np.stack([1 - x[:, one_end - 1], x[:, one_end - 1]], 1)
        total = total + (one * own).sum(1) - np.logaddexp.reduce(own, axis=1)
    return total
mixed = np.logaddexp.reduce([log_likelihood(m) for m in masks]) - np.log(M) + log_determinant
for score in mixed - np.log(widths).sum(1):
    print(f"{score:.9g}")
