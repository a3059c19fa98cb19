"""An ESP32's partition table: boards/NAME/partitions.csv, and the bytes that go to 8000h.

    python -m tools.deploy.partitions BOARD OUT.bin

With it a stock MicroPython image gets a ROMFS partition and the register's memories: flash the
image first, then OUT.bin at 8000h (docs/boards.md). An entry is 32 bytes, low byte first: AA 50,
type, subtype, offset, size (u32), label (16 bytes), flags (u32); behind the last one EB EB, 14 x
FF and the MD5 of all entries.
"""

import argparse
import hashlib
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.deploy import manifest
from tools.said import said

TYPES = {"app": 0, "data": 1}
SUBTYPES = {"factory": 0, "phy": 1, "nvs": 2, "fat": 0x81}
TABLE_BYTES = 0xC00
PLACE = 0x8000
APP_ALIGN, DATA_ALIGN = 0x10000, 0x1000


class Partition(NamedTuple):
    """One line of the table."""

    label: str
    kind: int
    subtype: int
    offset: int
    size: int


def read(path: Path) -> list[Partition]:
    """The lines in their order. ValueError: they overlap, or do not stand at a block's start."""
    out: list[Partition] = []
    end = PLACE + DATA_ALIGN
    for words in _lines(path):
        label, kind, subtype = words[:3]
        offset, size = int(words[3], 0), int(words[4], 0)
        number = SUBTYPES[subtype] if subtype in SUBTYPES else int(subtype, 0)
        align = APP_ALIGN if kind == "app" else DATA_ALIGN
        if offset % align or size % DATA_ALIGN or offset < end or len(label) > 15:
            raise ValueError(f"{path}: {label} at {offset:x}h, {size:x}h bytes")
        end = offset + size
        out.append(Partition(label, TYPES[kind], number, offset, size))
    return out


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [word.strip() for word in line.split(",")]


def binary(table: list[Partition]) -> bytes:
    """The table as the chip reads it."""
    rows = b"".join(
        struct.pack("<2sBBII16sI", b"\xaa\x50", row.kind, row.subtype, row.offset, row.size,
                    row.label.encode(), 0)
        for row in table
    )
    whole = rows + b"\xeb\xeb" + b"\xff" * 14 + hashlib.md5(rows).digest()
    return whole.ljust(TABLE_BYTES, b"\xff")


def main(arguments: list[str] | None = None) -> int:
    """Writes the file; the exit status."""
    parser = argparse.ArgumentParser("python -m tools.deploy.partitions", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("board", metavar="BOARD", help="esp32, esp32s3")
    parser.add_argument("out", type=Path, metavar="OUT.bin")
    options = parser.parse_args(arguments)
    path = manifest.BOARDS / options.board / "partitions.csv"
    if not path.exists():
        print(f"{options.board} has no partition table", file=sys.stderr)
        return 1
    table = read(path)
    try:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_bytes(binary(table))
    except OSError as error:
        print(said(error), file=sys.stderr)
        return 2
    for row in table:
        print(f"{row.offset:8x}h {row.size // 1024:6d} KB  {row.label}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
