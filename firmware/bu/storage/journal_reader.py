"""Reading the journal: entries and what settled them, in the order of writing (регл. 14, 18.4)."""

import struct

from micropython import const

from bu.storage.errors import Damaged
from bu.storage.journal_records import (
    CANCELLED,
    CHECKPOINT_HEAD,
    COMMITTED,
    ENTRY,
    MAX_DATA,
    OPENED,
    OPENING,
    PREPARED,
    PRINTED,
    SETTLING,
    WITHDRAWN,
    Z_REPORT,
    Entry,
    State,
)
from bu.storage.log import Log
from bu.storage.log_reader import LOST, Reader

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL = b"EJ"
_MAX_DAMAGE = const(32)
_HEAD = const(36)  # an entry with the longest key, up to its image


class JournalReader:
    """The reading half of `journal.Journal`."""

    def __init__(self, device) -> None:
        self._log = Log(device, LABEL)
        self.state = State()
        self._checkpoint = 0  # position of the last good one
        self._blob_size = 0
        self._damage: "list[tuple[str, int]]" = []

    @property
    def damage(self) -> "list[tuple[str, int]]":
        """(what, where): `Log.damage`, and positions of records found broken while reading.

        "lost" is needed still; "old" may be overwritten, and is normal for a last bit of an old
        shift whose sector was being erased when the power went.
        """
        return self._log.damage + self._damage

    def _keep(self) -> int:
        """What is at or after this position is needed: by start-up, by the open shift."""
        state = self.state
        keep = self._checkpoint
        if state.last:
            keep = min(keep, state.last)
        if state.shift_open:
            keep = min(keep, state.shift_position)
        if state.unfinished:
            keep = min(keep, state.unfinished.position)
        return keep

    def fold_from(self) -> "tuple[bytes | None, Iterator[Entry]]":
        """(counters of the last checkpoint or None, what `entries` gives after it)."""
        blob = None
        if self._checkpoint:
            blob = self._log.payload(self._checkpoint, self._blob_size, CHECKPOINT_HEAD).read()
        return blob, self.entries(self._checkpoint)

    def entries(self, start: "int | None" = None) -> "Iterator[Entry]":
        """Opened shifts, committed documents and cancelled receipts in the order of writing.

        From the shift's opening (of the open or the last shift), or from position `start` (0:
        everything that is kept). Each one's CRC is checked; a broken one has `damaged` set.
        """
        if start is None:
            start = self.state.shift_position
            if not start:
                return
            if not self.state.shift_open and self._log.at(start) is None:
                start = 0  # the beginning of a closed shift is overwritten
        for entry, record in self._walk(start):
            if record in (OPENED, COMMITTED, CANCELLED):
                self._check(entry)
                yield entry

    def find(self, number=None, kind=None, key=None) -> "Entry | None":
        """The last finished entry that has all that is given, of everything kept.

        `number` without `kind` means documents (10-14, 16): Z-reports and shifts have their own.
        """
        found = None
        for entry, record in self._walk(0):
            if record not in (OPENED, COMMITTED, CANCELLED):
                continue
            if kind is None:
                fits = number is None or entry.kind not in (0, Z_REPORT)
            else:
                fits = entry.kind == kind
            if fits and number in (None, entry.number) and key in (None, entry.key):
                found = entry
        if found:
            self._check(found)
        return found

    def entry(self, position: int) -> Entry:
        """The entry at this position; Damaged if it is broken or overwritten."""
        found = None
        if self._log.at(position):
            for entry, record in self._walk(position):
                if found is None:
                    found = entry
                if entry is not found or record not in (OPENING, PREPARED):
                    break
        if found is None or found.position != position:
            raise Damaged("no entry", position)
        self._check(found)
        if found.damaged:
            raise Damaged("number %d" % found.number, position)
        return found

    def image(self, entry: Entry) -> Reader:
        """Reader of the electronic document, byte for byte as the СКНО gets it."""
        return self._log.payload(entry.position, entry.image_size, entry.image_offset())

    def paper(self, entry: Entry) -> Reader:
        """Reader of what only the paper shows."""
        offset = entry.image_offset() + entry.image_size
        return self._log.payload(entry.position, entry.paper_size, offset)

    def _lost(self, position: int) -> None:
        """Names a broken record."""
        item = ("lost" if position >= self._keep() else "old", position)
        if item not in self._damage and len(self._damage) < _MAX_DAMAGE:
            self._damage.append(item)

    def _check(self, entry: Entry) -> None:
        """Sets `damaged` if the entry's record is not whole."""
        if not entry.damaged and not self._log.check(entry.position, entry.size()):
            self._lost(entry.position)
            entry.damaged = True

    def _walk(self, start: int) -> "Iterator[tuple[Entry, int]]":
        """(entry, record) for each entry and each settling from position `start` (0: all) on.

        Only the heads of entries are read and checked. Where a commit is lost and the print that
        came after it is there, it counts as seen.
        """
        entry = None
        whole = bool(start)  # a walk from the oldest sector may begin in the middle of an entry
        for position, record, length in self._log.records(start):
            if record == LOST:
                self._lost(position)
            elif record in (OPENING, PREPARED, CANCELLED):
                entry = self._head(position, record, length)
                whole = True
                yield entry, record
            elif record in (OPENED, COMMITTED, PRINTED, WITHDRAWN) and whole:
                entry = self._settled(entry, position, record, length)
                if record == PRINTED and entry.stage == PREPARED:
                    entry.stage = COMMITTED
                    yield entry, COMMITTED
                yield entry, record

    def _head(self, position: int, record: int, length: int) -> Entry:
        entry = Entry(position, record)
        for _ in range(2):
            data = self._log.payload(position, min(length, _HEAD)).read()
            if length >= ENTRY and entry.unpack(data) and entry.size() == length:
                return entry
            if not self._log.check(position, length):
                break
        self._lost(position)
        entry.damaged = True
        return entry

    def _settled(self, entry, position: int, record: int, length: int) -> Entry:
        """The entry that a settling belongs to, with what the settling says of it."""
        data = b""
        if SETTLING <= length <= SETTLING + MAX_DATA and self._log.check(position, length):
            data = self._log.payload(position, length).read()
        else:
            self._lost(position)
        if data:
            number, kind = struct.unpack_from(">IB", data)
            if entry is None or not entry.damaged and (entry.number, entry.kind) != (number, kind):
                self._lost(position)  # the entry itself is gone
                entry = Entry(0, OPENING if record == OPENED else PREPARED)
                entry.damaged = True
            entry.number, entry.kind = number, kind
        elif entry is None:
            entry = Entry(0, PREPARED)
            entry.damaged = True
        if record in (OPENED, COMMITTED):
            entry.stage, entry.uid = record, data[SETTLING:]
        return entry
