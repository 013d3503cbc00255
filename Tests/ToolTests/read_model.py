"""read_model.py MODEL < rows.csv: log-likelihood (nats) of each record; see made-model(5)."""
import decimal, re, struct, sys, zlib
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
# Columns: None for a binary one, else the values of its slots (bins in units), whether there are other
# ones and missing ones, and the decimals of numbers
columns, shared = [], []
for name, value in lines:
    words = value.split(b" ")
    if name == b"column" and words[0] == b"binary" or name == b"columns" and words[1] == b"binary":
        columns += [None] * (int(words[0]) if name == b"columns" else 1)
    elif name == b"shared":
        shared = [int(w) for w in words]
    elif name == b"categories":
        cells = [re.sub(b"%(..)", lambda m: bytes.fromhex(m[1].decode()), w) for w in words[1:]]
        ends = np.cumsum([0] + [1] * (len(cells) - sum(shared)) + shared)
        values, shared = [cells[low:high] for low, high in zip(ends, ends[1:])], []
        columns.append((values, b"other" in words[0], b"missing" in words[0], None))
    elif name == b"bins":
        values = [[int(v) for v in w.split(b":")] for w in words[3:]]
        columns.append((values, b"other" in words[0], b"missing" in words[0], int(words[1])))
slots = np.array([c and len(c[0]) + c[1] + c[2] or 1 for c in columns])
ends = np.cumsum(slots)
C, D, M, direct = len(slots), int(key["inputs"]), int(key["ensemble"]), key["direct"] == "yes"
assert ends[-1] == D, "columns do not add up"
residual = key["residual"] == "yes"
n = [D] + [int(v) for v in key["hidden"].split(" ")] + [D]      # units of layers 0 to L+1
L, g = len(n) - 2, ACTIVATIONS[key["activation"]]
# Masks: masks[m][i] is boolean, [upper, lower]; i = 0..L is W(1)..W(L+1), i = L+1 is A
kind = np.dtype("<u2" if C <= 65536 else "<u4")
parts = [C] + n[1:-1]
integers = np.frombuffer(payload, kind, M * sum(parts)).reshape(M, -1).astype(int)
masks = []
for stored in integers:
    degree = np.split(stored, np.cumsum(parts))[:L + 1]         # the ordering, then hidden degrees
    degree[0] = np.repeat(np.argsort(degree[0]) + 1, slots)     # ordering to position + 1, by slot
    masks.append([up[:, None] >= low for low, up in zip(degree, degree[1:])]
                 + [degree[0][:, None] > low for low in (degree[L], degree[0])])
live = [np.ones_like(m[0]) if key["masks"] == "endless" else np.any(m, axis=0) for m in zip(*masks)]
# Weights, stored sparse, made full here and oriented [upper, lower]; biases
numbers, used = DECODE[key["precision"]](payload[integers.size * kind.itemsize:]).astype(float), 0
def matrix(i):
    by_input = i in (0, L + 1)                                  # W(1) and A: one row per input
    stored = live[i].T if by_input else live[i]
    full = np.zeros(stored.shape)
    full[stored] = take(int(stored.sum()))
    return full.T if by_input else full
def take(count):
    global used
    used += count
    assert used <= len(numbers), "payload too short"
    return numbers[used - count:used]
W = [matrix(i) for i in range(L + 1 + direct)]
U = [matrix(i) if key["mask-weights"] == "yes" else np.zeros(live[i].shape) for i in range(L + 1)]
b = [take(count) for count in n[1:]]
assert used == len(numbers), "payload too long"
# Records: one input a binary cell, one of several a word or number; an empty cell is a missing one
def inputs(column, cell):
    if column is None:
        return [float(cell)], 1
    values, other, missing, decimals = column
    slot, width = len(values), 1
    if missing and not cell:
        slot += other
    elif decimals is None:
        for slot in [i for i, cells in enumerate(values) if cell in cells] or [slot]:
            width = len(values[slot]) if slot < len(values) else 1
    else:
        value = decimal.Decimal(cell.decode()).scaleb(decimals).to_integral_value("ROUND_HALF_UP")
        low, high = np.array([(b[0], b[-1]) for b in values]).T
        width = high[-1] - low[0] + 2 - (high - low + 1).sum()
        for slot in np.flatnonzero((low <= int(value)) & (int(value) <= high)):
            width = high[slot] - low[slot] + 1
    return np.arange(len(values) + other + missing) == slot, width
records = sys.stdin.buffer.read().decode("latin-1").split("\n")[:-1]
cells = [[inputs(c, w.encode("latin-1")) for c, w in zip(columns, r.split(","))] for r in records]
x = np.array([np.concatenate([bits for bits, _ in r]) for r in cells], float)
widths = np.array([[width for _, width in r] for r in cells], float)
# Log-likelihoods
def log_likelihood(mask):
    h, stream = x, 0
    for i in range(L + 1):
        z = h @ (mask[i] * W[i]).T + (mask[i] * U[i]).sum(1) + b[i]
        if residual and i % 2 == 0 and i < L:                   # layers 1, 3, ...
            z = stream = stream + z
        h = g(z)
    z = z + x @ (mask[L + 1] * W[L + 1]).T if direct else z
    total = 0
    for K, end in zip(slots, ends):
        own = z[:, end - K:end] if K > 1 else np.stack([0 * z[:, end - 1], z[:, end - 1]], 1)
        one = x[:, end - K:end] if K > 1 else np.stack([1 - x[:, end - 1], x[:, end - 1]], 1)
        total = total + (one * own).sum(1) - np.logaddexp.reduce(own, axis=1)
    return total
mixed = np.logaddexp.reduce([log_likelihood(m) for m in masks]) - np.log(M)
for score in mixed - np.log(widths).sum(1):
    print(f"{score:.9g}")
