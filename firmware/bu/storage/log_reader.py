"""Reading the record log: from positions to sectors, from record to record, past what is broken.

Records are found by walking: a record's header gives its length, the next one follows at once.
Where that chain ends, the next record stands

    at the next page start      after a mount, which never writes on in a page that was begun
    at the next sector's first  after a torn record or a bad sector (its header says where)
    anywhere                    where a header was damaged: each byte is tried, to the sector's end

so nothing that is still there is lost, and a blank tail costs two reads. What a header says is
trusted only with its CRC; payloads are checked by `check`. One flipped bit of a record is put
right as it is read (`log_mending`), and named "mended".
"""

import struct
from array import array
from binascii import crc32

from micropython import const

from bu.storage.layout import (
    FRAME,
    MAX_KIND,
    RECORD_END,
    RECORD_HEADER,
    SECTOR,
    SECTOR_HEADER,
    advance,
    is_blank,
    page_up,
    seed,
    unpack_header,
    unpack_record,
)

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Found = tuple[int, int, int, int]  # position, kind, length, number

LOST = const(0)  # kind of a gap: its length is the number of records that cannot be read
_CHUNK = const(64)
_MOST_MENDED = const(32)


class Reader:
    """Reads one section of a record's payload piece by piece; it checks nothing by itself."""

    def __init__(self, log: "LogReader", position: int, length: int) -> None:
        self._log = log
        self._start = position
        self.length = length
        self._offset = 0

    def seek(self, offset: int) -> None:
        """The next read begins `offset` bytes into the section."""
        self._offset = min(offset, self.length)

    def readinto(self, buf: "bytearray | memoryview") -> int:
        """Fills `buf` as far as the section goes; the number of bytes, 0 at its end."""
        count = min(len(buf), self.length - self._offset)
        if count:
            position = advance(self._start, self._offset)
            self._log.fetch(position, memoryview(buf)[:count])
            self._offset += count
        return count

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes (all that is left by default), fewer at the section's end."""
        left = self.length - self._offset
        buf = bytearray(left if size < 0 else min(size, left))
        self.readinto(buf)
        return bytes(buf)


class LogReader:
    """The reading half of `log.Log`; `sequences` says what each sector holds (0: nothing)."""

    def __init__(self, device, label: bytes) -> None:
        self._device = device
        self._label = label
        self.sequences = array("I")
        self.newest = 0  # the highest sequence in use
        self._block = 0  # the sector that holds it
        self._torn = 0  # position of a last record that does not count, 0: none
        self._chunk = bytearray(_CHUNK)
        self._mended: "list[tuple[int, int]]" = []  # position of a byte, bit that is wrong in it

    def note(self, what: str, where: int) -> None:
        """Names damage; see `log`."""

    def _sector(self, sequence: int) -> int:
        """The sector with this sequence, -1 if it is gone."""
        count = len(self.sequences)
        if not 0 < sequence <= self.newest:
            return -1
        guess = (self._block - (self.newest - sequence)) % count
        if self.sequences[guess] == sequence:  # right as long as the ring has no bad sector
            return guess
        for block in range(count):
            if self.sequences[block] == sequence:
                return block
        return -1

    def _following(self, sequence: int) -> int:
        """The lowest sequence above this one that is there, 0 if none is."""
        if sequence >= self.newest:
            return 0
        if self._sector(sequence + 1) >= 0:
            return sequence + 1
        above = [found for found in self.sequences if found > sequence]
        return min(above) if above else 0

    def _preceding(self, sequence: int) -> int:
        """The highest sequence below this one that is there, 0 if none is."""
        below = [found for found in self.sequences if 0 < found < sequence]
        return max(below) if below else 0

    def oldest(self) -> int:
        """The lowest sequence that is there."""
        return min([found for found in self.sequences if found])

    def fetch(self, position: int, view: "memoryview | bytearray") -> None:
        """Fills `view` with the record stream from `position`; FFh where no sector is."""
        done = 0
        view = memoryview(view)
        while done < len(view):
            sequence, offset = divmod(position, SECTOR)
            count = min(len(view) - done, SECTOR - offset)
            block = self._sector(sequence)
            if block < 0:
                for at in range(done, done + count):
                    view[at] = 0xFF
            else:
                self._device.readblocks(block, view[done : done + count], offset)
                for at, bit in self._mended:
                    if position <= at < position + count:
                        view[done + at - position] ^= bit
            done += count
            position = (sequence + 1) * SECTOR + SECTOR_HEADER

    def _header(self, block: int) -> "tuple[int, int, int, int] | None":
        """(first, sequence, erased, number) by the sector's header, None without a good one."""
        view = memoryview(self._chunk)[:SECTOR_HEADER]
        self._device.readblocks(block, view, 0)
        return unpack_header(self._chunk, self._label)

    def _first(self, sequence: int) -> int:
        """Position of the first record that starts in this sector; 0: none does."""
        header = self._header(self._sector(sequence))
        if header is None:  # damaged: the search starts behind it
            return sequence * SECTOR + SECTOR_HEADER
        return sequence * SECTOR + header[0] if header[0] else 0

    def _record(self, position: int) -> "Found | None":
        """The record whose header is at `position`, None if none is."""
        view = memoryview(self._chunk)[:RECORD_HEADER]
        self.fetch(position, view)
        found = unpack_record(self._chunk, position)
        if found is None and self._chunk[0] != 0xFF:
            from bu.storage import log_mending

            found = log_mending.header(self, position)
        return (position,) + found if found else None

    def _blank(self, position: int) -> bool:
        """True if a record's header at this position would be blank."""
        view = memoryview(self._chunk)[:RECORD_HEADER]
        self.fetch(position, view)
        return is_blank(view)

    def _find(self, position: int) -> "Found | None":
        """The first record at or after `position`, None at the end of the log."""
        while position // SECTOR <= self.newest:
            if self._sector(position // SECTOR) >= 0:
                found = self._record(position) or self._skip(position)
                if found:
                    return found
            position = self._next_first(position // SECTOR)
            if not position:
                return None
        return None

    def _next_first(self, sequence: int) -> int:
        """Position of the first record that starts in a sector after this one, 0: none."""
        while True:
            sequence = self._following(sequence)
            if not sequence:
                return 0
            position = self._first(sequence)
            if position:
                return position

    def _skip(self, position: int) -> "Found | None":
        """The first record after `position`, where none is, in the same sector."""
        sequence, offset = divmod(position, SECTOR)
        if self._blank(position):
            offset = page_up(offset)
            if offset == SECTOR:
                return None
            aligned = sequence * SECTOR + offset
            found = self._record(aligned)
            if found or self._blank(aligned):
                return found
        return self._search(sequence, offset)

    def _search(self, sequence: int, offset: int) -> "Found | None":
        """Tries every byte from `offset` to the sector's end."""
        chunk = bytearray(_CHUNK + RECORD_HEADER - 1)
        for start in range(offset, SECTOR, _CHUNK):
            position = sequence * SECTOR + start
            self.fetch(position, chunk)
            for at in range(min(_CHUNK, SECTOR - start)):
                if 0 < chunk[at] <= MAX_KIND:
                    found = unpack_record(chunk, position + at, at)
                    if found:
                        return (position + at,) + found
        return None

    def records(self, start: int = 0) -> "Iterator[tuple[int, int, int]]":
        """(position, kind, length) of each record from position `start` (0: the oldest) on.

        (position, LOST, n) stands before a record that should have n others between itself and
        the one before it. Payloads are not read: `check` a record before you use it.
        """
        found = self._find(start or self._next_first(self.oldest() - 1))
        missing = self._missing_before(found, start) if found else 0
        if found and missing:
            yield found[0], LOST, missing
        while found:
            position, kind, length, number = found
            after = self._find(advance(position, length + FRAME))
            if position != self._torn and (after is None or after[3] != number):
                yield position, kind, length
            if after is not None:
                missing = (after[3] - number - 1) & 0xFFFF
                if missing and missing != 0xFFFF:
                    yield after[0], LOST, missing
            found = after

    def _missing_before(self, found: "Found", start: int) -> int:
        """Records that should stand between the start of a walk and what it found."""
        if start:
            return 1 if found[0] != start else 0
        header = self._header(self._sector(self.oldest()))
        missing = (found[3] - header[3]) & 0xFFFF if header else 0
        return missing if missing != 0xFFFF else 0

    def newest_first(self, kind: int) -> "Iterator[tuple[int, int]]":
        """(position, length) of the records of one kind, from the last one back."""
        sequence = self.newest
        while sequence:
            first = self._first(sequence)
            here = []
            for position, found, length in self.records(first) if first else ():
                if position // SECTOR > sequence:
                    break
                if found == kind:
                    here.append((position, length))
            for item in reversed(here):
                yield item
            sequence = self._preceding(sequence)

    def at(self, position: int) -> "tuple[int, int] | None":
        """(kind, length) of the record at this position, None if there is none (any more)."""
        found = self._record(position)
        return found[1:3] if found else None

    def check(self, position: int, length: int) -> bool:
        """True if the record of `length` payload bytes at `position` is whole, or was mended."""
        difference = self._difference(position, length)
        if not difference:
            return True
        from bu.storage import log_mending

        return log_mending.record(self, position, length, difference)

    def mend(self, where: int, bit: int, position: int, length: int) -> bool:
        """Reads a bit of the byte at `where` the other way round from now on, if that makes the
        record at `position` whole; for `log_mending`."""
        if len(self._mended) >= _MOST_MENDED:
            return False
        self._mended.append((where, bit))
        if self._difference(position, length):
            self._mended.pop()
            return False
        self.note("mended", position)
        return True

    def _difference(self, position: int, length: int) -> int:
        """CRC of the record's bytes, exclusive or the one that is stored; 0: it is whole."""
        crc = seed(position)
        view = memoryview(self._chunk)
        size = RECORD_HEADER + length
        done = 0
        while done < size:
            # after the first 5 bytes the header's own CRC is left out
            count = 5 if not done else min(_CHUNK, size - done)
            self.fetch(advance(position, done), view[:count])
            crc = crc32(view[:count], crc)
            done += RECORD_HEADER if not done else count
        self.fetch(advance(position, size), view[:RECORD_END])
        return struct.unpack_from(">I", self._chunk)[0] ^ crc

    def payload(self, position: int, length: int, offset: int = 0) -> Reader:
        """A reader of `length` bytes of the record's payload from `offset` on."""
        return Reader(self, advance(position, RECORD_HEADER + offset), length)
