#!/usr/bin/env python3
"""Prints a grey 8-bit PNG from standard input: width and height, then a line of levels per row.

Written from the specification (ISO/IEC 15948); anything that is not as it says ends in an error.
"""
import struct
import sys
import zlib

data = sys.stdin.buffer.read()
assert data[:8] == b"\x89PNG\r\n\x1a\n", "signature"
place, types, packed = 8, [], b""
while place < len(data):
    length, kind = struct.unpack(">I4s", data[place:place + 8])
    body = data[place + 8:place + 8 + length]
    assert zlib.crc32(kind + body) == struct.unpack(">I", data[place + 8 + length:place + 12 + length])[0], kind
    types.append(kind)
    if kind == b"IHDR":
        width, height, *rest = struct.unpack(">IIBBBBB", body)
        assert rest == [8, 0, 0, 0, 0], rest
    elif kind == b"IDAT":
        packed += body
    place += 12 + length
assert types == [b"IHDR", b"IDAT", b"IEND"], types
rows = zlib.decompress(packed)
assert len(rows) == height * (width + 1)
print(width, height)
for row in range(height):
    line = rows[row * (width + 1):(row + 1) * (width + 1)]
    assert line[0] == 0, "filter"
    print(*line[1:])
