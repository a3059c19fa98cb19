"""Opening the record log: which sector holds what, and where the log ends.

It only reads: all sector headers, and the last sectors as far as it takes to find the last record
and to check it. A record that was cut off and one that was damaged later are told apart: programs
go upwards, so the last byte of a cut-off one is not 00h.

A sector without a good header is either half-erased or was in use. Its place in the ring says
which sequence it should have; if records of that very sequence are in it, it is read as before.
"""

from array import array

from micropython import const

from bu.storage.errors import NotFormatted
from bu.storage.layout import (
    BLANK,
    FRAME,
    PAGE,
    RECORD_HEADER,
    SECTOR,
    SECTOR_HEADER,
    advance,
    is_blank,
    pack_header,
    page_up,
    unpack_header,
)
from bu.storage.log_reader import LogReader

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.storage.log_reader import Found

_COUNT = const(4)
_SIZE = const(5)
_ERASE = const(6)
_MAX_DAMAGE = const(32)


def sector_count(device) -> int:
    """Sectors of the device; ValueError if they are not of 4096 bytes or fewer than two."""
    count = device.ioctl(_COUNT, 0)
    if device.ioctl(_SIZE, 0) != SECTOR or count < 2:
        raise ValueError("a log needs two or more sectors of 4096 bytes")
    return count


def format_log(device, label: bytes) -> None:
    """Makes a factory-new region a log; NotFormatted if anything but a cut-off format is there.

    The header of the first sector is programmed, in the first blank sector. What formats that were
    cut off have left is erased only where fewer than two sectors are blank (an erase that was cut
    off may look whole).
    """
    page = bytearray(PAGE)
    target = -1
    blanks = 0
    for block in range(sector_count(device)):
        blank = True
        for offset in range(0, SECTOR, PAGE):
            device.readblocks(block, page, offset)
            used = SECTOR_HEADER if offset == 0 else 0  # a cut-off format wrote no further
            if not is_blank(memoryview(page)[used:]):
                raise NotFormatted("sector %d is not blank" % block)
            blank = blank and is_blank(page)
            if used and unpack_header(page, label):
                raise NotFormatted("there is a log already")
        blanks += blank
        if blank and target < 0:
            target = block
    if blanks < 2:
        target = max(target, 0)
        device.ioctl(_ERASE, target)
    pack_header(page, label, (SECTOR_HEADER, 1, 0, 0))
    device.writeblocks(target, page, 0)


class LogOpening(LogReader):
    """The opening half of `log.Log`."""

    def __init__(self, device, label: bytes) -> None:
        super().__init__(device, label)
        self.damage: "list[tuple[str, int]]" = []
        self._tail = 0  # where the next record goes; 0: at the start of a new sector
        self._number = 0  # of the next record
        self._spoilt = 0  # new sectors take sequences above this one
        self._wear = 0  # how often the newest sector was erased
        self._bad: "list[int]" = []
        self._doomed: "list[int]" = []  # sectors to be erased before anything is written
        self._opened = False  # the newest sector's header is not in the flash yet
        self._page = bytearray(PAGE)
        self._clear()

    def _clear(self) -> None:
        for at in range(0, PAGE, len(BLANK)):
            self._page[at : at + len(BLANK)] = BLANK

    def open(self) -> None:
        """Finds the sectors and the end of the log; NotFormatted if there is none."""
        self.damage = []
        self._bad = []
        self._doomed = []
        self._torn = self._spoilt = 0
        self._mended = []
        unknown = self._read_headers()
        self._try_next(unknown)
        for block in unknown:
            self._name(block)
        self._find_tail()

    def note(self, what: str, where: int) -> None:
        """Adds to `damage`, once."""
        if (what, where) not in self.damage and len(self.damage) < _MAX_DAMAGE:
            self.damage.append((what, where))

    def _read_headers(self) -> "list[int]":
        """Fills `sequences`; the sectors whose header is neither good nor blank."""
        count = sector_count(self._device)
        self.sequences = array("I", bytes(4 * count))
        self.newest = 0
        unknown = []
        for block in range(count):
            header = self._header(block)
            if header is None:
                if not is_blank(memoryview(self._chunk)[:SECTOR_HEADER]):
                    unknown.append(block)
                continue
            _, sequence, erased, _ = header
            self.sequences[block] = sequence
            if sequence > self.newest:
                self.newest, self._block, self._wear = sequence, block, erased
        if not self.newest:
            raise NotFormatted("no sector has a good header" if unknown else "blank")
        return unknown

    def _try_next(self, unknown: "list[int]") -> None:
        """A sector without header behind the newest: its successor, if the log goes on there."""
        block = (self._block + 1) % len(self.sequences)
        if block not in unknown:
            return
        self.newest += 1
        self._block = block
        self.sequences[block] = self.newest
        last = self._last_record()
        if last is not None:
            position, _, length, _ = last
            end = advance(position, length + FRAME - 1) // SECTOR
            whole = end == self.newest and not self._difference(position, length)
            if whole or position // SECTOR == self.newest:
                unknown.remove(block)
                self.note("header", block)
                return
        self.sequences[block] = 0
        self.newest -= 1
        self._block = (block - 1) % len(self.sequences)

    def _name(self, block: int) -> None:
        """A sector without header: its neighbours say which it is, if its contents agree."""
        before = self.sequences[block - 1]
        after = self.sequences[(block + 1) % len(self.sequences)]
        for sequence in (before + 1, after - 1):
            if 0 < sequence < self.newest and self._sector(sequence) < 0:
                self.sequences[block] = sequence
                between = before + 1 == after - 1  # in a long record none starts
                if between or self._search(sequence, SECTOR_HEADER):
                    # where it was its turn to be erased, that has begun, and left some records
                    at = block - 1
                    while not self.sequences[at]:
                        at -= 1
                    turn = self.sequences[at] == self.newest
                    self.note("erase" if turn else "header", block)
                    return
                self.sequences[block] = 0
        self.note("erase", block)

    def _last_record(self) -> "Found | None":
        """The last record with a good header, None in an empty log."""
        sequence = self.newest
        while sequence:
            first = self._first(sequence)
            found = self._find(first) if first else None
            while found:
                after = self._find(advance(found[0], found[2] + FRAME))
                if after is None:
                    return found
                found = after
            sequence = self._preceding(sequence)
        return None

    def _find_tail(self) -> None:
        """Decides where the next record goes, and whether the last one counts."""
        last = self._last_record()
        start = self.newest * SECTOR + SECTOR_HEADER
        if last is None:
            self._number = 0
            self._resume(start)
            return
        position, _, length, number = last
        self._number = (number + 1) & 0xFFFF
        final = advance(position, length + FRAME - 1)
        whole = not self._difference(position, length)
        # What was cut off is not mended: its cells may change once more.
        if whole or self._complete(final) and self.check(position, length):
            end = advance(final, 1)
            if end // SECTOR > self.newest:
                self._tail = 0
            elif end // SECTOR == self.newest:
                self._resume(end)
            elif self._resume(start):
                self._doom(final // SECTOR)
        elif self._complete(final):
            self.note("lost", position)
            self._set_aside(position, final)
        else:
            self.note("torn", position)
            self._torn, self._number = position, number
            self._set_aside(position, final)
            keep = position // SECTOR
            if position % SECTOR == SECTOR_HEADER and self._preceding(keep):
                keep -= 1  # nothing else is in its sector
            self._doom(keep)

    def _doom(self, keep: int) -> None:
        """Sectors behind `keep` hold nothing but what was cut off: they are erased first."""
        if self.newest <= keep:
            return
        self._spoilt = max(self._spoilt, self.newest)
        while self.newest > keep:
            self._doomed.insert(0, self._block)
            self.sequences[self._block] = 0
            self.newest = self._preceding(self.newest)
            self._block = self._sector(self.newest)  # the guess is wrong here, the search is not
        self._find_tail()
        self._tail = 0

    def _resume(self, position: int) -> bool:
        """Puts the tail behind `position`, which is in the newest sector and holds no record.

        True if there is nothing, or what was cut off; False if a whole record was lost.
        """
        torn = True
        offset = position % SECTOR
        start = page_up(offset)
        if self._blank(position):
            offset = start
        if offset < SECTOR and not self._blank(self.newest * SECTOR + offset):
            # a header that was cut off has nothing behind it in its page but a bit that stays 0
            view = memoryview(self._page)
            self._device.readblocks(self._block, view, offset // PAGE * PAGE)
            behind = view[min(offset % PAGE + RECORD_HEADER, PAGE) :]
            zeros = [byte ^ 0xFF for byte in behind if byte != 0xFF]
            torn = not zeros or len(zeros) == 1 and not zeros[0] & (zeros[0] - 1)
            self._clear()
            self.note("torn" if torn else "lost", self.newest * SECTOR + offset)
            if not torn:
                self._number = (self._number + 1) & 0xFFFF
            start = page_up(self._used())
        self._tail = self.newest * SECTOR + start if start < SECTOR else 0
        return torn

    def _used(self) -> int:
        """Offset behind the last byte of the newest sector that is not blank."""
        view = memoryview(self._page)
        used = SECTOR
        while used:
            self._device.readblocks(self._block, view, used - PAGE)
            if not is_blank(view):
                while view[(used - 1) % PAGE] == 0xFF:
                    used -= 1
                break
            used -= PAGE
        self._clear()
        return used

    def _complete(self, final: int) -> bool:
        """True if `final`, the last byte of a record, was programmed."""
        view = memoryview(self._chunk)[:1]
        self.fetch(final, view)
        return view[0] == 0

    def _set_aside(self, position: int, final: int) -> None:
        """Nothing is written any more up to `final`, the last byte of a record that failed."""
        self._spoilt = max(self._spoilt, final // SECTOR)
        self._tail = 0
        usable = self._block not in self._bad and not self._opened
        if usable and position // SECTOR == final // SECTOR == self.newest:
            start = page_up(final % SECTOR + 1)
            # Behind a bit that stays 0, nobody would look for a record.
            if start < SECTOR and self._used() <= start:
                self._tail = self.newest * SECTOR + start
