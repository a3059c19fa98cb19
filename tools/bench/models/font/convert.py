"""Makes the two faces of the printer model out of the PCF files of Terminus Font.

    python -m tools.bench.models.font.convert FOLDER_WITH_PCF_FILES

Was run once; its result is in the tree. Source: Debian package xfonts-terminus 4.48,
`ter-u24b_unicode.pcf.gz` and `ter-u20n_unicode.pcf.gz`.

| face | from | what is changed |
| --- | --- | --- |
| a12x24.hex | 12x24 bold, capitals 15 dots | accents a row less, capitals two rows more: 17 |
| b9x17.hex | 10x20, capitals 13 dots | accents and descenders a row less, a column less |

A row that comes or goes is looked for, letter by letter, where two neighbours are alike, so that
only straight strokes get longer or shorter. Box drawing keeps its edges, so that lines still join.
"""

import gzip
import struct
import sys
from pathlib import Path

METRICS, BITMAPS, ENCODINGS = 4, 8, 32


def characters():
    """All characters that CP866 and CP1251 have, sorted."""
    found = set(map(chr, range(0x20, 0x7F)))
    for page in ("cp866", "cp1251"):
        found.update(bytes(range(128, 256)).decode(page, "ignore"))
    return sorted(found)


def read_pcf(path):
    """Glyphs of a PCF file: {character: list of rows}, the left dot is the highest bit."""
    data = gzip.decompress(Path(path).read_bytes())
    tables = {}
    for n in range(struct.unpack_from("<I", data, 4)[0]):
        kind, form, _, offset = struct.unpack_from("<4I", data, 8 + 16 * n)
        tables[kind] = (offset, form, ">" if form & 4 else "<")
    metrics = _metrics(data, *tables[METRICS])
    offset, form, order = tables[BITMAPS]
    count = struct.unpack_from(order + "I", data, offset + 4)[0]
    starts = struct.unpack_from(f"{order}{count}I", data, offset + 8)
    base = offset + 8 + 4 * count + 16
    pad = 1 << (form & 3)
    glyphs = {}
    for char, index in _encodings(data, *tables[ENCODINGS]):
        left, right, width, up, down = metrics[index]
        stride = ((right - left + 7) // 8 + pad - 1) // pad * pad
        rows = []
        for y in range(up + down):
            place = base + starts[index] + y * stride
            row = data[place : place + stride]
            if not form & 8:
                row = bytes(int(f"{byte:08b}"[::-1], 2) for byte in row)
            rows.append(int.from_bytes(row, "big") >> (stride * 8 - (right - left)))
        glyphs[char] = [row << (width - right) for row in rows]
    return glyphs


def _metrics(data, offset, form, order):
    if form & 0x100:
        count = struct.unpack_from(order + "H", data, offset + 4)[0]
        start = offset + 6
        return [
            [byte - 0x80 for byte in data[start + 5 * n : start + 5 * n + 5]] for n in range(count)
        ]
    count = struct.unpack_from(order + "I", data, offset + 4)[0]
    return [struct.unpack_from(order + "5h", data, offset + 8 + 12 * n) for n in range(count)]


def _encodings(data, offset, _, order):
    low, high, first, last, _ = struct.unpack_from(order + "5H", data, offset + 4)
    place = offset + 14
    for page in range(first, last + 1):
        for code in range(low, high + 1):
            index = struct.unpack_from(order + "H", data, place)[0]
            place += 2
            if index != 0xFFFF:
                yield chr(page * 256 + code), index


def seam(rows, first, last):
    """The row from `first` to `last` that is most like its lower neighbour, near the middle."""
    middle = (first + last) / 2
    return min(
        range(first, last + 1),
        key=lambda y: ((rows[y] ^ rows[y + 1]).bit_count(), abs(y - middle)),
    )


def transpose(rows, width):
    """Rows to columns, or back."""
    return [int("".join(str(row >> (width - 1 - x) & 1) for row in rows), 2) for x in range(width)]


def face_a(char, rows):
    """12x24 bold to capitals of 17 dots in the same cell."""
    rows = list(rows)
    if "\u2500" <= char <= "\u259f":
        return rows
    low = seam(rows, 9, 17)
    rows.insert(low, rows[low])
    high = seam(rows, 4, 7)
    rows.insert(high, rows[high])
    del rows[seam(rows, 0, 2)]
    assert not rows[24]
    return rows[:24]


def face_b(char, rows):
    """10x20 to 9x17."""
    rows = list(rows)
    if "\u2500" <= char <= "\u259f":
        return [row >> 1 for row in rows[1:18]]
    assert not rows[19]
    del rows[seam(rows, 16, 18)], rows[seam(rows, 0, 2)]
    columns = transpose(rows[:17], 10)
    del columns[9 if not columns[9] else 0 if not columns[0] else seam(columns, 0, 8)]
    return transpose(columns, 17)


def main(folder):
    """Writes the two files beside this one."""
    for name, source, face in (
        ("a12x24", "ter-u24b_unicode", face_a),
        ("b9x17", "ter-u20n_unicode", face_b),
    ):
        glyphs = read_pcf(Path(folder, source + ".pcf.gz"))
        lines = [
            f"{ord(char):04X}:" + "".join(f"{row:03X}" for row in face(char, glyphs[char]))
            for char in characters()
        ]
        Path(__file__).with_name(name + ".hex").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
