"""Bytes of the record log: sector headers and record frames. Integers are high byte first.

A sector of 4096 bytes: a header, then the stream of records, which runs on from sector to sector.

    offset  size  sector header
         0     2  "BU"
         2     2  label of the log ("EJ" journal, "SE" settings)
         4     1  format version, 1
         5     1  FFh
         6     2  offset of the first record that starts in this sector, 0: none does
         8     4  sequence number of the sector, 1 and up, never used twice
        12     4  how often this sector was erased
        16     2  number of the first record that starts in this sector or after it
        18     4  CRC-32 of bytes 0-17

    offset  size  record
         0     1  kind, 1-63
         1     2  length n of the payload
         3     2  number of the record, modulo 65536
         5     4  CRC-32 of the position and bytes 0-4
         9     n  payload
       9+n     4  CRC-32 of the position, bytes 0-4 and the payload
      13+n     1  00h: the program of the record came to its end

The position of a record is sector sequence * 4096 + offset; both CRCs begin with it (sequence in 4
bytes, offset in 2), so a copy of a record passes at no other place and at no other time. A record
that carries the number of the record before it replaces that one, which was torn or did not
program.
"""

import struct
from binascii import crc32

from micropython import const

from bu.storage.errors import NotFormatted

SECTOR = const(4096)
PAGE = const(256)
SECTOR_HEADER = const(22)
RECORD_HEADER = const(9)
RECORD_END = const(5)
FRAME = const(14)  # bytes of a record besides its payload
SPACE = const(4074)  # bytes of the record stream in a sector
MAX_PAYLOAD = const(28672)
MAX_KIND = const(63)
VERSION = const(1)
_CRC_AT = const(18)
BLANK = b"\xff" * 64


def advance(position: int, count: int) -> int:
    """The position `count` stream bytes further on; never the end of a sector."""
    sequence, offset = divmod(position, SECTOR)
    offset += count
    while offset >= SECTOR:
        offset -= SPACE
        sequence += 1
    return sequence * SECTOR + offset


def page_up(offset: int) -> int:
    """The offset of the next page's start, or `offset` itself if it is one."""
    return (offset + PAGE - 1) // PAGE * PAGE


def is_blank(view: "memoryview | bytearray") -> bool:
    """True if every byte is FFh."""
    size = len(view)
    for at in range(0, size, 64):
        count = min(64, size - at)
        if memoryview(view)[at : at + count] != memoryview(BLANK)[:count]:
            return False
    return True


def pack_header(into: bytearray, label: bytes, header: "tuple[int, int, int, int]") -> None:
    """Writes a sector header (first, sequence, erased, number) to the start of a page buffer."""
    struct.pack_into(">2s2sBBHIIH", into, 0, b"BU", label, VERSION, 0xFF, *header)
    struct.pack_into(">I", into, _CRC_AT, crc32(memoryview(into)[:_CRC_AT]))


def unpack_header(data: bytearray, label: bytes) -> "tuple[int, int, int, int] | None":
    """(first, sequence, erased, number) of a sector header, None if it is none of this log.

    NotFormatted: a log of another format version, which this firmware must leave alone.
    """
    mark, found, version = struct.unpack_from(">2s2sB", data)
    crc = struct.unpack_from(">I", data, _CRC_AT)[0]
    if mark != b"BU" or found != label or crc32(memoryview(data)[:_CRC_AT]) != crc:
        return None
    if version != VERSION:
        raise NotFormatted("log format %d, this firmware knows %d" % (version, VERSION))
    return struct.unpack_from(">HIIH", data, 6)


def seed(position: int) -> int:
    """What every CRC of the record at this position begins with."""
    return crc32(struct.pack(">IH", position // SECTOR, position % SECTOR))


def pack_record(kind: int, length: int, number: int, position: int) -> bytes:
    """The first nine bytes of a record."""
    head = struct.pack(">BHH", kind, length, number)
    return head + struct.pack(">I", crc32(head, seed(position)))


def unpack_record(data: bytearray, position: int, at: int = 0) -> "tuple[int, int, int] | None":
    """(kind, length, number) of a record's first nine bytes at data[at:], None if it is none."""
    kind, length, number, crc = struct.unpack_from(">BHHI", data, at)
    if not 0 < kind <= MAX_KIND or length > MAX_PAYLOAD:
        return None
    if crc32(memoryview(data)[at : at + 5], seed(position)) != crc:
        return None
    return kind, length, number
