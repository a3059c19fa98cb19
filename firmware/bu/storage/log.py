"""Append-only record log in a ring of NOR flash sectors (регл. 14, 28).

    log = Log(device, b"EJ"); log.open()
    log.keep_from = position            what is at or after it is never erased
    log.reserve(size, spare)            erases ahead, while nobody waits
    position = log.append(kind, size, pieces)

Promises
- When `append` returns, the record is in the flash and was read back. Cut off anywhere, it is
  there whole or not at all, and nothing else changes.
- One program for each 256-byte page that an append touches (a new sector's header travels with the
  first record bytes), one erase for 4096 bytes appended; nothing is rewritten or padded.
- Opening reads the sector headers and the tail; it neither programs nor erases.
- A page in which a program may have been cut off is never programmed again: after opening, writing
  goes on at the next page; behind a torn record, after the whole length that it announces. (That
  the first program of a page was begun cannot be known where it left nothing to be seen.)
- A sector is erased before its first program in this session (an erase that was cut off may look
  whole), read back, and set aside for the session if it is not blank or does not program; the
  record is written again elsewhere.

`damage` lists (what, where): "torn" (position of an append that was cut off) and "erase" (sector
whose erase was cut off) are normal after a loss of power; "header" (sector whose header is gone,
its records are still read), "lost" (position of a last record that was whole once) and "bad"
(sector that does not erase or program) want service.
"""

import struct
from binascii import crc32

from micropython import const

from bu.storage.errors import Full, StorageError, TooLong
from bu.storage.layout import (
    FRAME,
    MAX_KIND,
    MAX_PAYLOAD,
    PAGE,
    SECTOR,
    SECTOR_HEADER,
    SPACE,
    advance,
    is_blank,
    pack_header,
    pack_record,
    seed,
)
from bu.storage.log_opening import LogOpening, format_log

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Pieces = Callable[[], Iterable[bytes]]

_ERASE = const(6)
_VERIFY = const(64)


class _Unprogrammed(StorageError):
    """A page did not take what was programmed; the record goes elsewhere."""


class Log(LogOpening):
    """One log in one flash region; see the module's text."""

    format = staticmethod(format_log)

    def __init__(self, device, label: bytes) -> None:
        super().__init__(device, label)
        self.keep_from = 0
        self._ahead: "list[tuple[int, int]]" = []  # erased sectors in ring order, erase counts
        self._new = 0  # offset of the first new byte in the page buffer
        self._crc = 0
        self._touched = False  # the record being written has changed the flash

    def open(self) -> None:
        """Finds the sectors and the end of the log; NotFormatted if there is none."""
        self._ahead = []
        self._opened = False
        super().open()

    # --- space

    def _free(self) -> "Iterator[int]":
        """Sectors that may be erased, in the order of the ring."""
        count = len(self.sequences)
        taken = [block for block, _ in self._ahead] + [self._block]
        last = taken[-2] if self._ahead else self._block
        for distance in range(1, count):
            block = (last + distance) % count
            if block in taken or self.sequences[block] >= max(1, self.keep_from // SECTOR):
                return
            if block not in self._bad:
                yield block

    def here(self) -> int:
        """Stream bytes left in the sector that is being written."""
        return SECTOR - self._tail % SECTOR if self._tail else 0

    def room(self) -> int:
        """Stream bytes left without touching `keep_from`; a record takes its payload and 14."""
        return self.here() + (len(self._ahead) + sum(1 for _ in self._free())) * SPACE

    def end(self) -> int:
        """Where the next record goes, as near as it is known now."""
        return self._tail or (self.newest + 1) * SECTOR

    def reserve(self, size: int, spare: int = 0) -> None:
        """Erases ahead, so that appends of `size` stream bytes in all need no erase.

        Where there is room, `spare` more: a sector of it is what one that goes bad on the way
        costs. A record takes its payload and 14 bytes. Full: nothing was changed.
        """
        while self._doomed:
            self._erase(self._doomed.pop(0))
        here = self.here()
        if here + len(self._ahead) * SPACE >= size + spare:
            return
        if self.room() < size:
            raise Full("%d bytes" % size)
        while here + len(self._ahead) * SPACE < size + spare:
            free = list(self._free())
            if free:
                self._erase(free[0])
            elif here + len(self._ahead) * SPACE < size:
                raise Full("%d bytes: sectors went bad" % size)
            else:
                return

    def _erase(self, block: int) -> None:
        header = self._header(block)
        self.sequences[block] = 0
        try:
            self._device.ioctl(_ERASE, block)
        except OSError:
            self._set_bad(block)
            return
        view = memoryview(self._page)
        blank = True
        for offset in range(0, SECTOR, PAGE):
            self._device.readblocks(block, view, offset)
            blank = blank and is_blank(view)
        self._clear()
        if blank:
            # Without a header: as worn as the newest; the ring began with sector 0, not erased.
            turned = block > 0 and not 0 < self._block < block
            self._ahead.append((block, header[2] + 1 if header else self._wear + turned or 1))
        else:
            self._set_bad(block)

    def _set_bad(self, block: int) -> None:
        if block not in self._bad:
            self._bad.append(block)
        self.note("bad", block)

    def turn(self) -> None:
        """The next record begins a new sector; the rest of this one stays blank."""
        self._tail = 0

    # --- appending

    def append(self, kind: int, size: int, pieces: "Pieces", behind: int = 0) -> int:
        """Appends a record of `size` payload bytes; its position.

        The next `behind` stream bytes will then need no erase, and not even where the sector goes
        bad that they begin in: one to spare is erased before, if there is room.
        pieces() gives the payload as an iterable of bytes; it is called again, and must give the
        same, when the record has to be written elsewhere. Full and TooLong: nothing was changed.
        ValueError if the pieces do not add up to `size`, or what they raise: no record then.
        """
        if not 0 < kind <= MAX_KIND or not 0 <= size <= MAX_PAYLOAD:
            raise TooLong("%d bytes" % size)
        while True:
            self.reserve(size + FRAME + behind, SPACE if behind else 0)
            position = self._tail or (max(self.newest, self._spoilt) + 1) * SECTOR + SECTOR_HEADER
            final = advance(position, size + FRAME - 1)
            self._touched = done = False
            try:
                self._write(position, final, kind, size, pieces())
                done = True
            except _Unprogrammed:
                self._set_bad(self._block)
            finally:
                if not done:
                    self._clear()
                    if self._touched:
                        self._torn = position
                        self._set_aside(position, final)
            if done:
                self._number = (self._number + 1) & 0xFFFF
                self._torn = 0
                return position

    def _write(self, position: int, final: int, kind: int, size: int, pieces) -> None:
        """Streams the record's bytes through the page buffer."""
        at = position
        self._new = at % PAGE
        head = pack_record(kind, size, self._number, position)
        self._crc = crc32(memoryview(head)[:5], seed(position))
        at = self._put(at, head, final)
        left = size
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                break
            self._crc = crc32(piece, self._crc)
            at = self._put(at, piece, final)
        if left:
            raise ValueError("the payload is not of %d bytes" % size)
        at = self._put(at, struct.pack(">IB", self._crc, 0), final)
        if at % PAGE:
            self._program(at % SECTOR // PAGE * PAGE, at % PAGE)
        self._tail = at if at % SECTOR else 0

    def _put(self, at: int, data: bytes, final: int) -> int:
        """Adds bytes of a record that ends at `final`; where the next one goes."""
        view = memoryview(data)
        done = 0
        while done < len(view):
            if at // SECTOR != self.newest:
                at = self._open_sector(at, final)
            start = at % PAGE
            count = min(len(view) - done, PAGE - start)
            self._page[start : start + count] = view[done : done + count]
            done += count
            at += count
            if at % PAGE == 0:
                self._program((at - 1) % SECTOR // PAGE * PAGE, PAGE)
        return at

    def _open_sector(self, at: int, final: int) -> int:
        """Begins an erased sector; its header stands in the page buffer, before what comes."""
        sequence = at // SECTOR
        block, erased = self._ahead.pop(0)
        first = SECTOR_HEADER if at % SECTOR else 0  # the record itself starts here
        if not first and final // SECTOR == sequence:
            first = (final + 1) % SECTOR
        number = self._number if at % SECTOR else self._number + 1
        pack_header(self._page, self._label, (first, sequence, erased, number & 0xFFFF))
        self._new = 0
        self._touched = self._opened = True
        self.sequences[block] = self.newest = sequence
        self._block = block
        self._wear = erased
        return sequence * SECTOR + SECTOR_HEADER

    def _program(self, offset: int, end: int) -> None:
        """Programs the page buffer and reads back what is new in it."""
        self._touched = True
        try:
            self._device.writeblocks(self._block, self._page, offset)
        except OSError:
            raise _Unprogrammed
        page = memoryview(self._page)
        chunk = memoryview(self._chunk)
        for at in range(self._new, end, _VERIFY):
            count = min(_VERIFY, end - at)
            self._device.readblocks(self._block, chunk[:count], offset + at)
            if chunk[:count] != page[at : at + count]:
                raise _Unprogrammed
        self._clear()
        self._new = 0
        self._opened = False
