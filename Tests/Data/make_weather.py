#!/usr/bin/env python3
"""Makes weather.csv.gz and weather-test.csv.gz: records of a distribution that is known exactly.

A small Bayesian network of twelve yes/no facts about a day. Because it is known, so is its entropy,
which no model's mean negative log-likelihood can beat on average; it is printed in nats, with the
entropy of independent columns for comparison. Same numbers every time: own generator, fixed seed.

    python3 make_weather.py        writes both files beside itself
"""
import gzip
import itertools
import math
import os

COLUMNS = ["winter", "storm", "rain", "snow", "wet_street", "umbrella", "bus_late", "bike", "coffee",
           "late", "tired", "good_day"]


def chances():
    """Probability that each fact holds, given those before it."""
    yield lambda d: 0.3
    yield lambda d: 0.15 if d["winter"] else 0.07
    yield lambda d: 0.75 if d["storm"] else 0.3 if not d["winter"] else 0.2
    yield lambda d: 0.5 if d["winter"] and d["rain"] else 0.1 if d["winter"] else 0.002
    yield lambda d: 0.97 if d["rain"] else 0.8 if d["snow"] else 0.05
    yield lambda d: 0.9 if d["rain"] and not d["storm"] else 0.3 if d["storm"] else 0.06
    yield lambda d: 0.85 if d["snow"] else 0.4 if d["storm"] else 0.12
    yield lambda d: 0.02 if d["snow"] or d["storm"] else 0.2 if d["wet_street"] else 0.6
    yield lambda d: 0.5
    yield lambda d: 0.7 if d["bus_late"] and not d["bike"] else 0.08
    yield lambda d: 0.15 if d["coffee"] else 0.65
    yield lambda d: max(0.05, 0.9 - 0.4 * d["late"] - 0.3 * d["tired"] - 0.2 * d["storm"])


RULES = list(chances())


def probability(cells):
    """p(record), by the chain rule."""
    day, product = {}, 1.0
    for name, rule, cell in zip(COLUMNS, RULES, cells):
        chance = rule(day)
        product *= chance if cell else 1 - chance
        day[name] = cell
    return product


def draw(uniform):
    """One record by ancestral sampling."""
    day = {}
    for name, rule in zip(COLUMNS, RULES):
        day[name] = int(uniform() < rule(day))
    return [day[name] for name in COLUMNS]


def generator(seed):
    """Uniform numbers in [0, 1) from a 64-bit congruential generator (constants of Knuth's MMIX)."""
    state = seed

    def uniform():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 11) / 2**53
    return uniform


def write(path, count, seed):
    """Writes records with a header; returns their mean negative log-likelihood."""
    uniform = generator(seed)
    records = [draw(uniform) for _ in range(count)]
    lines = [",".join(COLUMNS)] + [",".join(map(str, record)) for record in records]
    with open(path, "wb") as file:
        file.write(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    return -sum(math.log(probability(record)) for record in records) / count


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    write(os.path.join(here, "weather.csv.gz"), 8000, seed=1)
    test = write(os.path.join(here, "weather-test.csv.gz"), 4000, seed=2)
    entropy = 0.0
    means = [0.0] * len(COLUMNS)
    for cells in itertools.product([0, 1], repeat=len(COLUMNS)):
        p = probability(cells)
        entropy -= p * math.log(p) if p > 0 else 0
        means = [mean + p * cell for mean, cell in zip(means, cells)]
    independent = -sum(m * math.log(m) + (1 - m) * math.log(1 - m) for m in means)
    print(f"entropy {entropy:.4f} nats; independent columns {independent:.4f} nats")
    print(f"test records under the true distribution: {test:.4f} nats")


if __name__ == "__main__":
    main()
