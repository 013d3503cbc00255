"""The input tables of the corpus: small, of every kind of column, the same on every machine.

A table NAME has up to three files: NAME to fit to, NAME.test to score, and NAME.holes with cells left out. Whole
numbers alone decide, from a generator of our own, so that no version of Python can change a byte.
"""
import pathlib
import struct
import zlib

DATA = pathlib.Path(__file__).resolve().parent.parent / "Data"


class Chance:
    """SplitMix64."""

    def __init__(self, seed):
        self.state = seed * 0x9E3779B97F4A7C15 % 2**64

    def word(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return z ^ z >> 31

    def below(self, count):
        return (self.word() >> 11) % count

    def percent(self, share):
        return self.below(100) < share

    def pick(self, values):
        return values[self.below(len(values))]

    def skewed(self, count):
        """Small numbers more often than large ones."""
        return min(self.below(count), self.below(count), self.below(count))


def text(names, rows, delimiter=",", end="\n"):
    lines = ([names] if names else []) + rows
    return "".join(delimiter.join(map(str, line)) + end for line in lines).encode()


def gzipped(data):
    """A gzip member in stored blocks: nobody's compressor has a say in its bytes."""
    blocks = [data[start:start + 65535] for start in range(0, len(data), 65535)]
    body = b"".join(struct.pack("<BHH", block is blocks[-1], len(block), 65535 - len(block)) + block
                    for block in blocks)
    return b"\x1f\x8b\x08" + bytes(6) + b"\xff" + body + struct.pack("<II", zlib.crc32(data), len(data))


def named(count, stem="c"):
    return [f"{stem}{number}" for number in range(1, count + 1)]


def with_holes(rows, chance, share=35):
    return [["" if chance.percent(share) else cell for cell in row] for row in rows]


def bits(columns, count, seed):
    """Rows near one of five patterns, so that columns hang together and rows repeat."""
    chance = Chance(seed)
    patterns = [[Chance(100 * kind + column).below(2) for column in range(columns)] for kind in range(5)]
    rows = []
    for _ in range(count):
        pattern = patterns[chance.skewed(5)]
        rows.append([bit ^ chance.percent(9) for bit in pattern])
    return rows


def binary(tables):
    for name, columns, count, header in [("b12", 12, 500, True), ("b70", 70, 1000, False), ("b300", 300, 150, False),
                                         ("b2", 2, 120, True), ("b1", 1, 200, True)]:
        names = named(columns) if header else None
        test = bits(columns, 150, 2)
        tables[name] = text(names, bits(columns, count, 1))
        tables[name + ".test"] = text(names, test)
        tables[name + ".holes"] = text(names, with_holes(test[:25], Chance(3)) if columns > 1 else [[1], [0]])
    rows = bits(12, 500, 1)
    tables["b12.bare"] = text(None, rows)
    tables["b12.turned"] = text(["other"] + named(12)[::-1], [["x"] + row[::-1] for row in bits(12, 40, 5)])
    tables["b12.gz"] = gzipped(text(named(12), rows[:200])) + gzipped(text(None, rows[200:])) + bytes(64)
    spelt = {0: ["0", "0.0", "-0", "0e5", '"0"'], 1: ["1", "1.0", "+1", "10e-1", " 1 "]}
    chance = Chance(4)
    tables["b12.spelt"] = b"\xef\xbb\xbf" + text(
        named(12), [[chance.pick(spelt[bit]) for bit in row] for row in rows], end="\r\n")
    tables["b12.levels"] = text(named(12), [[50 * bit + chance.below(50) - 20 for bit in row] for row in rows])
    for shard in range(3):
        tables[f"b12.shard{shard}"] = text(named(12), rows[shard::3])
    tables["weather"] = (DATA / "weather.csv.gz").read_bytes()
    tables["weather.test"] = (DATA / "weather-test.csv.gz").read_bytes()
    tables["weather.holes"] = b"snow,rain,late\n1,,\n,1,0\n,,\n"
    # One column always 0, another always 1; and holes, which make words of bits.
    constant = [row[:1] + [0] + row[1:3] + [1] + row[3:6] for row in rows[:300]]
    tables["bconst"] = text(named(8), constant)
    tables["bconst.test"] = text(named(8), constant[:60] + [[1] * 8, [0] * 8])
    tables["bconst.holes"] = text(named(8), with_holes(constant[:15], chance))
    holes = [[cell if index < 2 else "" if chance.percent(10) else cell for index, cell in enumerate(row[:6])]
             for row in rows]
    tables["bholes"] = text(named(6), holes)
    tables["bholes.test"] = text(named(6), holes[:80])
    tables["bholes.holes"] = text(named(6), with_holes(holes[:20], chance))


CITIES = [(f"{stem}{end}", country) for country, stems in
          [("North", ["Ask", "Bod", "Cys"]), ("South", ["Dol", "Ekk"]), ("Zwölf", ["Fyn", "Gar", "Hol"])]
          for stem in stems for end in ["by", "holm", "stad"]]
NOTES = ["fine", "", "a, b", 'say "so"', "two words", "50%", "日本", " edge "]


def quoted(cell):
    cell = str(cell)
    special = any(mark in cell for mark in ',;"\t\n') or cell != cell.strip()
    return '"' + cell.replace('"', '""') + '"' if special else cell


def mixed_rows(count, seed):
    """A city determines its country, a level and its rank determine each other, the rest hangs together loosely."""
    chance = Chance(seed)
    rows = []
    for number in range(count):
        city, country = CITIES[chance.skewed(len(CITIES))]
        level = chance.below(5)
        age = 18 + chance.below(20 + 10 * level) + chance.below(15)
        cents = 0 if chance.percent(40) else age * (90 + chance.below(60 + 20 * level))
        hours = "?" if chance.percent(6) else 5 * (chance.below(5) + level + 2)
        note = NOTES[(level + chance.skewed(4)) % len(NOTES)]
        rows.append([f"id{seed}x{number}", city, country, age, f"{cents // 100}.{cents % 100:02}", hours,
                     ["low", "some", "mid", "high", "top"][level], level + 1, int(age > 40) ^ chance.percent(5),
                     "same", "?" if chance.percent(4) else quoted(note)])
    return rows


MIXED = ["id", "city", "country", "age", "amount", "hours", "level", "rank", "old", "same", "note"]


def mixed(tables):
    rows, test = mixed_rows(900, 11), mixed_rows(200, 12)
    test[3][1], test[4][3], test[5][4] = "Nowhere", 999, "1e9"
    tables["mixed"], tables["mixed.test"] = text(MIXED, rows), text(MIXED, test)
    partial = [[""] + with_holes([row[1:]], Chance(13 + index))[0] for index, row in enumerate(mixed_rows(40, 14))]
    tables["mixed.holes"] = text(MIXED, partial)
    tables["mixed.few"] = text(["note", "city", "extra"], [["fine", "", 1], ["?", "Askby", 2], ["", "Garholm", ""]])
    tables["mixed.tsv"] = text(MIXED, rows, "\t")
    tables["mixed.semicolons"] = text(MIXED, rows, ";", "\r\n")
    tables["bare"], tables["bare.test"] = text(None, [row[1:] for row in rows]), text(None, [row[1:] for row in test])
    tables["bare.holes"] = text(None, [row[1:] for row in partial])
    tables["mixed.types"] = b"column,name,kind,remark\n,rank,integer,x\n2,,categorical,y\n,note,drop,\n,age,,z\n"
    # A category in quotes that spans lines, and one that is no UTF-8.
    odd = ["plain", '"two\nlines"', '"a,b"', "caf\xe9", "tab\there", "bar|bar", ""]
    chance = Chance(15)
    rows = [[chance.pick(odd), chance.pick(["x", "y"]), chance.pick(["007", "010", "100"]), chance.below(4)]
            for _ in range(240)]
    for name, part in [("odd", rows), ("odd.test", rows[:70]), ("odd.holes", with_holes(rows[:20], chance))]:
        tables[name] = text(["a,b".join('""'), "say", "code", "few"], part).decode().encode("latin-1")


def numbers_rows(count, seed):
    chance = Chance(seed)
    rows = []
    for number in range(count):
        age = 18 + chance.below(43) + chance.below(31)
        cents = age * (90 + chance.below(41))
        amount = "0.00" if chance.percent(33) else f"{cents // 100}.{cents % 100:02}"
        level = chance.pick(["", "NA", f"-{number % 40}.25", f"{chance.below(500)}"])
        tail = (1 << chance.skewed(20)) + chance.below(7)
        micro = (chance.below(2001) - 1000) * (1 + chance.skewed(9))
        grid = 25 * chance.below(30) - 100
        huge = 9 * 10**15 * (1 + chance.skewed(30)) + chance.below(99)
        rows.append([age, amount, level, grid, tail, f"{micro}e-6" if number % 7 else "0.0000005", huge,
                     -999 if chance.percent(5) else 1990 + age // 3])
    return rows


NUMBERS = ["age", "amount", "level", "grid", "tail", "micro", "huge", "year"]


def numbers(tables):
    rows, test = numbers_rows(900, 21), numbers_rows(150, 22)
    test[2][0], test[3][1], test[4][3] = 17, "1e9", "-90"
    tables["numbers"], tables["numbers.test"] = text(NUMBERS, rows), text(NUMBERS, test)
    tables["numbers.holes"] = text(NUMBERS, with_holes(numbers_rows(30, 23), Chance(24)))
    tables["numbers.spelt"] = text(["level", "age", "amount", "grid", "tail", "micro", "huge", "year"], [
        ["3.25", "40.0", "0", 25, 8, 0, "9e15", 2000], ["+3.25", "4e1", "0.004", "25.", 8, 0, "9e15", 2000],
        ["325e-2", " 40 ", "-0", "+25", "8.4", ".0", "9e15", "1999.5"],
        ["3.2450", "39.5", '"0"', "2.5e1", "7.5", 0, "9e15", "2e3"]])
    # Columns of numbers in a very wide table have few bins each.
    tables["wide"] = text(None, [[row % 200 * (column + 3) % 997 for column in range(1000)] for row in range(400)])


def words(tables):
    """A column of thousands of words, each with its own code; and one of more words, where rare ones share codes."""
    for name, common, rare, count in [("many", 30, 1900, 3000), ("shared", 40, 4300, 7000)]:
        chance = Chance(31)
        rows, next_rare = [], 0
        for number in range(count):
            word = chance.skewed(common)
            if chance.percent(65):
                word, next_rare = common + next_rare % rare, next_rare + 1
            rows.append([f"w{word}", "ab"[word % 2] if chance.percent(85) else "c", number % 3 % 2])
        tables[name] = text(["word", "kind", "bit"], rows)
        tables[name + ".test"] = text(["word", "kind", "bit"], rows[:300] + [["w99999", "a", 0], ["w5", "d", 1]])
        tables[name + ".holes"] = text(["word", "kind", "bit"], with_holes(rows[1000:1020], chance))


def idx(sizes, records):
    sizes = b"".join(size.to_bytes(4, "big") for size in [len(records)] + sizes)
    return bytes([0, 0, 8, len(sizes) // 4]) + sizes + bytes(cell for record in records for cell in record)


def images(tables):
    ones = bits(20, 400, 41)
    chance = Chance(42)
    scaled = [[255 if bit else chance.below(90) for bit in row] for row in ones]
    grey = []
    for _ in range(500):
        top = chance.below(200)
        grey.append([min(255, max(0, top + 11 * cell - chance.below(60))) for cell in range(6)])
    for name, sizes, records in [("ones", [5, 4], ones), ("black", [4, 5], scaled), ("grey", [2, 3], grey),
                                 ("bytes", [6], grey), ("singles", [], [[row[0]] for row in ones])]:
        tables[name], tables[name + ".test"] = idx(sizes, records), idx(sizes, records[:70])
        tables[name + ".holes"] = text(None, with_holes(records[:12], Chance(43), 35 if sizes else 0))
    # Cells of --given are numbers as the model reads them: of black and white pictures 0 and 1.
    tables["black.holes"] = text(None, with_holes(ones[:12], Chance(43)))
    tables["ones.gz"] = gzipped(tables["ones"])


def all_tables():
    """Name and bytes of every input."""
    tables = {}
    for make in (binary, mixed, numbers, words, images):
        make(tables)
    tables["order.names"] = b"c3 c1 c12\nc11\nc10 c9 c8 c7 c6 c5 c4 c2\n"
    tables["order.numbers"] = "".join(f"{number}\n" for number in range(12, 0, -1)).encode()
    return tables
