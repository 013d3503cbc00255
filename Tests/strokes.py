#!/usr/bin/env python3
"""Writes small pictures of 0 and 1 as CSV, a line each: rings, crosses, angles and bars, anywhere, of any size.

  python3 Tests/strokes.py COUNT [SEED [half]]

SIDE x SIDE cells without a header; with `half` the lower half of each is empty, to be filled in.
"""
import random
import sys

SIDE = 16


def picture(draw):
    kind = draw.randrange(4)
    size = draw.randint(4, 6)
    # Near the middle, so that both halves have a share.
    row, column = (draw.randint(SIDE // 2 - 2, SIDE // 2 + 1) for _ in range(2))
    width = 0.8
    cells = []
    for y in range(SIDE):
        for x in range(SIDE):
            dy, dx = y - row, x - column
            inside = max(abs(dy), abs(dx)) <= size
            if kind == 0:
                on = abs((dy * dy + dx * dx) ** 0.5 - size) <= width
            elif kind == 1:
                on = inside and min(abs(dy - dx), abs(dy + dx)) <= 1.2 * width
            elif kind == 2:
                on = inside and (abs(dx + size) <= width or abs(dy - size) <= width)
            else:
                on = inside and (abs(dx) <= width or abs(dy) <= width)
            cells.append("1" if on else "0")
    return cells


def main():
    count = int(sys.argv[1])
    draw = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    isHalf = sys.argv[3:] == ["half"]
    for _ in range(count):
        cells = picture(draw)
        if isHalf:
            cells[SIDE * SIDE // 2:] = [""] * (SIDE * SIDE // 2)
        print(",".join(cells))


if __name__ == "__main__":
    main()
