"""The electronic journal (регл. 14, 18.4, 20, 28): every document, durable before it is sent.

A document goes through it in three appends, and is `state.unfinished` until the last:

    prepare     image and paper are in the flash: the first byte may leave for the СКНО
    commit      the УИ is in the flash: the answer may be acknowledged, printing may start
    printed     the paper (or the delivery) is done
    withdraw    instead of commit: the СКНО refused, and the number is free again

A cancelled receipt is one append, and `printed`. A shift opening is prepared by `opening` and
settled by `opened`; the journal takes documents only between that and a committed Z-report.

When a call returns, its record is in the flash; cut off, it is there whole or not at all.
`prepare` and `opening` erase ahead for what settles them, and where there is room a sector to
spare for one that goes bad, so nothing is erased between the first byte to the СКНО and the print.

Start-up reads from the last checkpoint on, which is due after 12 KB. The open shift, the last
checkpoint and what is unfinished are never overwritten: a document that would leave no room to
close the shift is refused as `Full` before anything is written. Documents of closed shifts stay
readable until their space is needed.

`content` (images, papers, checkpoints) is bytes, or (size, pieces): pieces() gives bytes of that
size in all, and the same ones again when a bad sector makes the journal write twice.

Bytes: see `journal_records` and `layout`; the log's label is "EJ".
"""

import struct

from micropython import const

from bu.fiscal import dates
from bu.storage.errors import Full, TooLong, WrongOrder
from bu.storage.journal_reader import LABEL, JournalReader
from bu.storage.journal_records import (
    CANCELLED,
    CHECKPOINT,
    CHECKPOINT_HEAD,
    COMMITTED,
    ENTRY,
    MAX_DATA,
    MAX_KEY,
    NOTE,
    OPENED,
    OPENING,
    PREPARED,
    PRINTED,
    SALE,
    SETTLING,
    WITHDRAWN,
    Z_REPORT,
    Entry,
    State,
)
from bu.storage.layout import FRAME, SECTOR, SPACE
from bu.storage.log import Log

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_IMAGE = const(20480)
MAX_PAPER = const(8000)
MAX_CHECKPOINT = const(4000)
MAX_NOTE = const(200)
CHECKPOINT_EVERY = const(12288)
# commit and printed of one entry
_SETTLE = 2 * (FRAME + SETTLING) + MAX_DATA
# What is kept free to close the shift: table 7 with ten currencies (1724 bytes) and its paper, and
# two sectors for what power cuts and a bad sector waste on the way.
_CLOSE = 2048 + 2048 + FRAME + ENTRY + MAX_KEY + _SETTLE + 2 * SPACE


def _sized(content) -> "tuple[int, Callable]":
    """(size, pieces) of a content."""
    return content if isinstance(content, tuple) else (len(content), lambda: (content,))


class Journal(JournalReader):
    """The journal in one flash region. Its methods raise `StorageError`s; see the module."""

    def __init__(self, device) -> None:
        super().__init__(device)
        self._closed = False  # a Z-report was finished after the last checkpoint

    @staticmethod
    def format(device) -> None:
        """Makes a factory-new region a journal; NotFormatted if it is not blank."""
        Log.format(device, LABEL)

    @property
    def next_number(self) -> int:
        """The number that the next document takes (регл. 22)."""
        return self.state.number + 1

    # --- opening

    def open(self) -> State:
        """Mounts and finds the state; writes nothing. NotFormatted if there is no journal."""
        self._log.open()
        self._damage = []
        self._closed = False
        self.state = state = State()
        self._checkpoint = self._blob_size = 0
        for position, length in self._log.newest_first(CHECKPOINT):
            if length >= CHECKPOINT_HEAD and self._log.check(position, length):
                self._checkpoint = position
                self._blob_size = length - CHECKPOINT_HEAD
                state.unpack(self._log.payload(position, CHECKPOINT_HEAD).read())
                break
            self._lost(position)
        for entry, record in self._walk(self._checkpoint):
            self._apply(entry, record)
        if state.unfinished:
            self._check(state.unfinished)
        return state

    def ready(self) -> None:
        """After `open`: erases ahead for what settles the unfinished entry."""
        if self.state.unfinished:
            self._log.keep_from = self._keep()
            self._log.reserve(_SETTLE, SPACE)

    def _apply(self, entry: Entry, record: int) -> None:
        """What a record changes in the state."""
        state = self.state
        if record in (OPENING, PREPARED):
            state.unfinished = entry
            return
        if record in (PRINTED, WITHDRAWN):
            state.unfinished = None
            self._closed = self._closed or (record == PRINTED and entry.kind == Z_REPORT)
            return
        state.key = entry.key
        if record == CANCELLED:
            state.unfinished = entry
            state.last = entry.position
        elif record == OPENED:
            state.unfinished = None
            state.shift_open = True
            state.shift_number, state.shift_date_time = entry.number, entry.date_time
            state.shift_position = entry.position
        elif record == COMMITTED:
            state.unfinished = entry
            state.last = entry.position
            state.uid = entry.uid or state.uid
            if entry.kind == Z_REPORT:
                state.z_number = entry.number
                state.shift_open = False
            else:
                state.number = entry.number
            if entry.kind == SALE:
                state.payment_number, state.payment_position = entry.number, entry.position

    # --- writing

    def opening(
        self, number: int, date_time: tuple, image=b"", paper=b"", key: bytes = b""
    ) -> int:
        """Prepares the opening of shift `number`; `image` is what goes out with 40h.

        WrongOrder: a shift is open, or something is unfinished. Full, TooLong.
        """
        if self.state.shift_open:
            raise WrongOrder("the shift is open")
        return self._prepare(OPENING, (0, number, date_time, key), image, paper)

    def opened(self, data: bytes = b"") -> None:
        """The shift is open; `data` (16 bytes at most) is kept as the entry's `uid`."""
        self._settle(OPENED, OPENING, data)

    def prepare(
        self, kind: int, number: int, date_time: tuple, image, paper, key: bytes = b""
    ) -> int:
        """Makes a document durable; its position. Now it may be sent.

        `number` is `next_number`, of a Z-report its own. WrongOrder: the number is another, no
        shift is open, something is unfinished. Full: the shift could not be closed any more.
        """
        state = self.state
        if not state.shift_open:
            raise WrongOrder("the shift is closed")
        if number != self.next_number if kind != Z_REPORT else number <= state.z_number:
            raise WrongOrder("number %d" % number)
        return self._prepare(PREPARED, (kind, number, date_time, key), image, paper)

    def commit(self, uid: bytes = b"") -> None:
        """The prepared document is registered, under this УИ (0-16 bytes). Erases nothing."""
        self._settle(COMMITTED, PREPARED, uid)

    def printed(self) -> None:
        """The committed document or the cancelled receipt is on paper, or delivered."""
        entry = self.state.unfinished
        self._settle(PRINTED, CANCELLED if entry and entry.stage == CANCELLED else COMMITTED)

    def withdraw(self) -> None:
        """The СКНО refused what was prepared: its number is free again."""
        entry = self.state.unfinished
        self._settle(WITHDRAWN, OPENING if entry and entry.record == OPENING else PREPARED)

    def cancelled(
        self, kind: int, date_time: tuple, image=b"", paper=b"", key: bytes = b""
    ) -> int:
        """A receipt cancelled before payment (регл. 20): journalled, not numbered.

        Unfinished until `printed`; if nobody prints it, until the next entry or checkpoint.
        """
        if not self.state.shift_open:
            raise WrongOrder("the shift is closed")
        entry = self._entry(CANCELLED, (kind, 0, date_time, key), image, paper)
        self._write(entry, image, paper, _CLOSE)
        self._apply(entry, CANCELLED)
        return entry.position

    def checkpoint(self, content) -> None:
        """Keeps the counters as they stand, so that start-up folds only what comes after."""
        self._idle()
        size, pieces = _sized(content)
        if size > MAX_CHECKPOINT:
            raise TooLong("checkpoint of %d bytes" % size)
        head = self.state.pack()

        def whole():
            yield head
            for piece in pieces():
                yield piece

        self._need(FRAME + len(head) + size + (_CLOSE if self.state.shift_open else 0))
        self._checkpoint = self._log.append(CHECKPOINT, len(head) + size, whole)
        self._blob_size = size
        self._closed = False
        self.state.unfinished = None  # a cancelled receipt that nobody printed

    @property
    def checkpoint_due(self) -> bool:
        """True when a checkpoint should be written, and has room."""
        if self.state.unfinished:
            return False
        start = self._checkpoint or self._log.oldest() * SECTOR
        if not self._closed and self._log.end() - start < CHECKPOINT_EVERY:
            return False
        self._log.keep_from = self._keep()
        # Behind a Z-report there is nothing to close, and this is what frees the room.
        spare = _CLOSE if self.state.shift_open else 0
        return self._log.room() >= spare + FRAME + CHECKPOINT_HEAD + MAX_CHECKPOINT

    def note(self, data: bytes) -> None:
        """A service event, opaque, 200 bytes at most."""
        if len(data) > MAX_NOTE:
            raise TooLong("note of %d bytes" % len(data))
        self._need(FRAME + len(data) + _SETTLE + _CLOSE)
        self._log.append(NOTE, len(data), lambda: (data,), _SETTLE)

    def _idle(self) -> None:
        entry = self.state.unfinished
        if entry and entry.stage != CANCELLED:
            raise WrongOrder("number %d is unfinished" % entry.number)

    def _entry(self, record: int, fields: tuple, image, paper) -> Entry:
        """A new entry, its limits checked."""
        self._idle()
        entry = Entry(0, record)
        entry.kind, entry.number, entry.date_time, entry.key = fields
        entry.image_size, entry.paper_size = _sized(image)[0], _sized(paper)[0]
        if not dates.valid(entry.date_time):
            raise ValueError("no date: %r" % (entry.date_time,))
        for size, limit in (
            (len(entry.key), MAX_KEY), (entry.image_size, MAX_IMAGE), (entry.paper_size, MAX_PAPER)
        ):
            if size > limit:
                raise TooLong("%d of at most %d bytes" % (size, limit))
        return entry

    def _prepare(self, record: int, fields: tuple, image, paper) -> int:
        entry = self._entry(record, fields, image, paper)
        self._write(entry, image, paper, 0 if entry.kind == Z_REPORT else _CLOSE)
        self._apply(entry, record)
        return entry.position

    def _write(self, entry: Entry, image, paper, spare: int) -> None:
        """Appends an entry, with room for what settles it."""

        def pieces():
            yield entry.pack()
            for content in (image, paper):
                for piece in _sized(content)[1]():
                    yield piece

        self._need(FRAME + entry.size() + _SETTLE + spare)
        entry.position = self._log.append(entry.record, entry.size(), pieces, _SETTLE)

    def _settle(self, record: int, stage: int, data: bytes = b"") -> None:
        """Appends a settling of the unfinished entry, which must be at `stage`."""
        entry = self.state.unfinished
        if entry is None or entry.stage != stage:
            raise WrongOrder("nothing to settle")
        if len(data) > MAX_DATA:
            raise TooLong("%d bytes" % len(data))
        payload = struct.pack(">IB", entry.number, entry.kind) + data
        self._log.keep_from = self._keep()
        self._log.append(record, len(payload), lambda: (payload,))
        if record in (OPENED, COMMITTED):
            entry.stage, entry.uid = record, bytes(data)
        self._apply(entry, record)

    # --- space

    def _need(self, size: int) -> None:
        """Full, before anything is changed, if there is no room for `size` stream bytes."""
        self._log.keep_from = self._keep()
        if self._log.room() < size:
            raise Full("%d bytes" % size)

    def room(self) -> int:
        """Content bytes (image and paper) that a document may have so that the shift can close."""
        self._log.keep_from = self._keep()
        return max(0, self._log.room() - _CLOSE - FRAME - ENTRY - MAX_KEY - _SETTLE)
