"""One flipped bit in a record of the log is found by its CRC, and read as it was written.

A CRC-32 tells every single bit of a record of up to 28 KB from every other one: the difference
between the CRC that is stored and the one that comes out is another for each of them. Nothing is
written; the bit is put right whenever it is read. Two bits or more are beyond this, and stay what
they are: a broken record. (That broken bytes pass for one flipped bit happens once in some 100 000
records of 4 KB.)

Imported when a record is broken.
"""

from array import array
from binascii import crc32

from micropython import const

from bu.storage.layout import FRAME, RECORD_HEADER, SECTOR, advance, seed, unpack_record

_POLYNOMIAL = const(0xEDB88320)


def _table():
    """What a byte makes of a CRC, for each of its 256 values."""
    table = array("I", bytes(1024))
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
        table[byte] = value
    return table


def place_of(difference: int, length: int) -> "tuple[int, int] | None":
    """(bytes before the end, bit) of the one flipped bit of `length` bytes that makes it."""
    table = _table()
    back = bytearray(256)
    for byte in range(256):
        back[table[byte] >> 24] = byte
    ends = [table[1 << bit] for bit in range(8)]
    for distance in range(length):
        if difference in ends:
            return distance, ends.index(difference)
        byte = back[difference >> 24]
        difference = (difference ^ table[byte]) << 8 & 0xFFFFFFFF | byte
    return None


def record(log, position: int, length: int, difference: int) -> bool:
    """Mends a record of `length` payload bytes whose CRC is off by `difference`; False: it stays.

    The bit is in its payload, or in the CRC behind it.
    """
    stored = None
    for bit in range(32):
        if difference == 1 << bit:
            stored = RECORD_HEADER + length + 3 - bit // 8, bit % 8
    if stored is None:
        found = place_of(difference, length)
        if found is None:
            return False
        stored = RECORD_HEADER + length - 1 - found[0], found[1]
    return log.mend(advance(position, stored[0]), 1 << stored[1], position, length)


def header(log, position: int) -> "tuple[int, int, int] | None":
    """(kind, length, number) of a record whose header has one flipped bit, else None.

    It counts only with a payload that is whole (a header that was cut off has none), or as the
    log's last one, cut off: a bit of it did not program, and then the power went.
    """
    data = bytearray(RECORD_HEADER)
    log.fetch(position, data)
    start = seed(position)
    for bit in range(8 * RECORD_HEADER):
        data[bit // 8] ^= 1 << bit % 8
        if crc32(memoryview(data)[:5], start) == int.from_bytes(data[5:], "big"):
            found = unpack_record(data, position)
            where = advance(position, bit // 8)
            if found and (
                log.mend(where, 1 << bit % 8, position, found[1])
                or _cut_off(log, position, found[1])
            ):
                return found
        data[bit // 8] ^= 1 << bit % 8
    return None


def _cut_off(log, position: int, length: int) -> bool:
    """True if the record's last byte was not programmed and no record stands behind its header."""
    end = bytearray(1)
    log.fetch(advance(position, length + FRAME - 1), end)
    sequence, offset = divmod(position, SECTOR)
    if not end[0] or log._search(sequence, offset + 1):
        return False
    following = log._next_first(sequence)
    return not following or log._find(following) is None
