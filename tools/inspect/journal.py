"""The journal: records -> documents and their stages, numbers, checkpoints (docs/storage.md).

`Journal` reads in the order of writing and checks what one document or its neighbours can tell;
what needs a whole shift or another region is in `cross`.
"""

import struct

from .entries import (
    CANCELLED,
    CHECKPOINT,
    COMMITTED,
    NAMES,
    NOTE,
    OPENED,
    OPENING,
    PREPARED,
    PRINTED,
    WITHDRAWN,
    label,
    parse,
    what,
)
from .findings import Notes
from .journal_counts import REGION, Counts
from .log import SECTOR, Log
from .model import CANCEL, KINDS, Document, LogRecord, Shift
from .words import STAGES

LABEL = b"EJ"
_ENTRIES = (OPENING, PREPARED, CANCELLED)
_SETTLINGS = (OPENED, COMMITTED, PRINTED, WITHDRAWN)
# A settling -> the stages it may follow.
_AFTER = {
    OPENED: ("opening",), COMMITTED: ("prepared",), PRINTED: ("committed", "cancelled"),
    WITHDRAWN: ("prepared", "opening"),
}  # fmt: skip


class Journal:
    """The journal in `image`: `log` with its records named, `documents` in order, `folds`.

    What the oldest sector holds while it is being erased comes first, as `old` documents, and is
    left out of every check, unless the open shift begins there.
    """

    def __init__(self, image: bytes, notes: Notes) -> None:
        self.log = log = Log(image, LABEL, REGION, notes)
        for record in log.records:
            record.name = NAMES.get(record.kind, "")
        whole = bool(log.records) and log.records[0].position // SECTOR == 1
        old, rest = [], log.records
        if log.boundary:
            old = [item for item in log.records if _is_old(item, log.boundary)]
            rest = log.records[len(old) :]
        found = Notes()
        reader = Reader(rest, found, whole and not old)
        trusted = bool(old) and reader.begun_before
        if trusted:
            found = Notes()
            reader = Reader(log.records, found, whole)
        log.note_headers(trusted)
        notes.absorb(found)
        self.folds = reader.folds
        self.documents = reader.documents
        if old and not trusted:
            broken = [item for item in old if item.state in ("damaged", "lost")]
            for record in broken:
                notes.add(REGION, record.address, "old", what=record.name or record.length)
            before = Reader(old, Notes(), False).documents
            for document in before:
                document.old = True
            self.documents = before + reader.documents


def _is_old(record: LogRecord, boundary: int) -> bool:
    return record.position < boundary or (record.position == boundary and record.state == "lost")


class Reader(Counts):
    """Records in the order of writing -> documents and shifts; `known`: they are all there are."""

    def __init__(self, records: list[LogRecord], notes: Notes, known: bool) -> None:
        super().__init__(notes, known)
        self._entry: Document | None = None
        self._gap = False
        self._uids: dict[str, Document] = {}
        for record in records:
            self._take(record)
        self._end()

    @property
    def begun_before(self) -> bool:
        """True where a shift is open whose opening is not among the records."""
        shift = self._shift
        if shift is None:
            return not self._known and any(item.numbered for item in self.documents)
        return shift.z is None and not any(
            item.kind == "opening" and item.shift == shift.number for item in self.documents
        )

    def _take(self, record: LogRecord) -> None:
        if record.state == "lost":
            self._gap = True
            if self._shift:
                self._shift.complete = False
            self._note(record.address, "lost", count=record.length)
        elif record.state in ("torn", "replaced"):
            return
        elif record.kind in _ENTRIES:
            self._begin(record)
        elif record.kind in _SETTLINGS:
            self._settle(record)
        elif record.state == "damaged":
            self._note(record.address, "damaged", what=record.name or f"вид {record.kind}")
        elif record.kind == CHECKPOINT:
            self._compare(record)
        elif record.kind == NOTE:
            words = record.payload.decode("ascii", "backslashreplace")
            prefix = b"uid of nobody: "
            if record.payload.startswith(prefix):
                words = "УИ без документа " + record.payload[len(prefix) :].hex().upper()
            self._note(record.address, "note", what=words)
        else:
            self._note(record.address, "kind", kind=record.kind, length=record.length)

    def _begin(self, record: LogRecord) -> None:
        """A new entry."""
        if self._entry and self._entry.stage in ("prepared", "opening", "committed"):
            if not self._gap:
                words = f"{what(self._entry)} не завершён, а началась новая запись"
                self._note(record.address, "stages", what=words)
            elif self._entry.stage == "committed":
                self._entry.stage = "printed"  # its end is among the lost records
            elif self._entry.stage == "opening":
                self._entry.stage = "opened"
                self._open(self._entry)
        document = parse(record, self._note)
        self.documents.append(document)
        self._gap = False
        if record.state == "damaged":
            self._note(record.address, "damaged", what=what(document))
        elif document.damaged and not document.paper:
            self._note(record.address, "layout", what=NAMES[record.kind])
        self._entry = document
        document.shift = self._shift.number if self._shift else 0
        if record.kind == CANCELLED:
            self._check(document)
            self._count(document)

    def _settle(self, record: LogRecord) -> None:
        """What ends an entry, or takes it a stage on."""
        data = record.payload if record.state == "good" else b""
        if record.state == "damaged":
            self._note(record.address, "damaged", what=record.name)
        elif len(data) < 5 or len(data) > 21:
            self._note(record.address, "layout", what=NAMES[record.kind])
            data = b""
        entry = self._entry
        if data:
            number, kind = struct.unpack_from(">IB", data)
            named = KINDS.get(kind, str(kind))
            if entry and entry.kind == CANCEL and not number:
                named = CANCEL  # its type byte is that of the receipt
            elif entry and entry.damaged and not entry.number:
                entry.number, entry.kind = number, named
            if entry is None or (entry.number, entry.kind) != (number, named):
                entry = self._orphan(record, number, named)
        elif entry is None:
            return
        if entry is None:
            return
        if record.kind == PRINTED and entry.stage == "prepared" and (self._gap or not data):
            self._register(entry)  # its commit is among the lost records
        elif entry.stage not in _AFTER[record.kind]:
            words = f"{what(entry)}: «{NAMES[record.kind]}» после «{entry.stage}»"
            self._note(record.address, "stages", what=words)
        if record.kind in (OPENED, COMMITTED):
            entry.uid = data[5:].hex().upper()
        entry.stage = NAMES[record.kind]
        if record.kind == COMMITTED:
            self._register(entry, bool(data))
        elif record.kind == OPENED:
            self._open(entry)
        if record.kind != COMMITTED:
            self._entry = None
        self._gap = False

    def _orphan(self, record: LogRecord, number: int, kind: str) -> Document | None:
        """The entry of a settling that does not fit the last one: overwritten, or lost."""
        document = Document(number, kind, "prepared", -1, 0, damaged=True)
        if record.kind == OPENED:
            document.stage = "opening"
        elif record.kind == PRINTED:
            document.stage = "committed"
        if not self.documents and not self._known:
            return None  # the log begins in the middle of this document
        if not self._gap:
            words = f"{NAMES[record.kind]}, {label(kind, number)}"
            self._note(record.address, "stray", what=words)
            return None
        document.shift = self._shift.number if self._shift else 0
        self.documents.append(document)
        self._entry = document
        if record.kind == PRINTED:
            self._register(document)
        return document

    def _open(self, entry: Document) -> None:
        if self._shift and self._shift.z is None and not self._gap:
            self._note(entry.address, "stages", what=f"{what(entry)} при открытой смене")
        self._shift = Shift(entry.number, entry.time)
        self.folds.append(self._shift)
        entry.shift = entry.number
        self._dates(entry)

    def _register(self, entry: Document, answered: bool = False) -> None:
        """A document counts from its commit on; `answered`: the commit itself can be read."""
        if entry.stage == "prepared":
            entry.stage = "committed"
        if self._shift is None and not self._known:
            # The shift's opening is overwritten.
            self._shift = Shift(0, complete=False)
            self.folds.append(self._shift)
        elif self._shift is None or self._shift.z is not None:
            self._note(entry.address, "stages", what=f"{what(entry)} при закрытой смене")
        self._numbers(entry)
        self._dates(entry)
        self._check(entry)
        if entry.uid:
            if entry.uid in self._uids:
                pair = f"{what(self._uids[entry.uid])} и {what(entry)}"
                self._note(entry.address, "uid_twice", what=pair)
            self._uids[entry.uid] = entry
        elif entry.kind != "z_report" and not entry.damaged:
            self._note(entry.address, "uid_missing", what=what(entry))
        self._uid = entry.uid or (self._uid if answered else None)
        self._count(entry)

    def _end(self) -> None:
        """What is not finished."""
        entry = self._entry
        if entry and entry.stage in ("opening", "prepared", "committed"):
            self._note(entry.address, "unfinished", what=what(entry), stage=STAGES[entry.stage])
